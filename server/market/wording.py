"""What no text of the market says: a price, since nothing is sold; a phone number, since it is public."""

import re
import unicodedata

from server.kit.errors import InvalidError

_DIGITS = "0-9零一二两三四五六七八九十百千万半壹贰叁肆伍陆柒捌玖拾佰仟"
_PRICE = re.compile(
    rf"[¥$]|[{_DIGITS}]\s*(元(?!旦|宵)|块钱|人民币|rmb)|[0-9]\s*块(?=$|[\s,.;!?，。；！？、])"
    r"|售价|标价|出价|开价|面议|出售|转卖|低价"
)
_PHONE = re.compile(r"(?<![0-9])(1[3-9][0-9]{9}|0[1-9][0-9]{1,2}[2-9][0-9]{6,7})(?![0-9])")
#: Numbers said in words, as people read them out.
_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[\s\-_.·—,，*]{1,3}(?=[0-9])")


def check(*texts: str) -> None:
    """InvalidError `no_price` or `no_phone`; full-width digits, separators and words do not hide a number."""
    flat = unicodedata.normalize("NFKC", "\n".join(texts)).lower()
    if _PRICE.search(flat):
        raise InvalidError("这里是邻里之间的公益交换，请去掉价格", code="no_price")
    if _PHONE.search(_BETWEEN_DIGITS.sub("", flat.translate(_SPOKEN))):
        raise InvalidError("请去掉电话号码，预约时可以留言约时间和地点", code="no_phone")
