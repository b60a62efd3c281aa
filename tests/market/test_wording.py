"""Nothing is sold here, and no phone number stands in public."""

import pytest

from server.kit.errors import InvalidError
from server.market import wording


@pytest.mark.parametrize(
    "text",
    ["50元拿走", "五十元", "￥30", "¥ 30", "只要２０元", "100 块钱", "20块", "十块钱", "价格面议", "低价出售",
     "30RMB", "两百元一台", "伍拾块钱", "叁佰元整"],
)  # fmt: skip
def test_a_price_is_found_however_it_is_written(text):
    with pytest.raises(InvalidError) as refused:
        wording.check("自行车", text)
    assert refused.value.code == "no_price"


@pytest.mark.parametrize(
    "text",
    ["13812345678", "电话138 1234 5678", "１３８１２３４５６７８", "138-1234-5678", "138.1234.5678",
     "021-56781234", "打 1 3 8 1 2 3 4 5 6 7 8", "一三八一二三四五六七八", "幺三八 1234 五六七八"],
)  # fmt: skip
def test_a_phone_number_is_found_however_it_is_written(text):
    with pytest.raises(InvalidError) as refused:
        wording.check("自行车", text)
    assert refused.value.code == "no_phone"


@pytest.mark.parametrize(
    "text",
    ["三块地垫和两块黑板", "3单元门口自取", "元旦前来拿", "2024年买的，9成新", "16寸，适合5到8岁",
     "送给有需要的邻居", "书3本，ISBN 9787111213826", "20块积木", "一九九八年的老照片，一二三四五六七册"],
)  # fmt: skip
def test_ordinary_words_pass(text):
    wording.check("自行车", text)
