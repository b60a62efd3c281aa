"""Names: what is seen is what is stored, and no neighbour passes for an office."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kit.names import display, looks_like_office

OFFICES = [
    # as they are
    "居委会",
    "汇成居委",
    "居民委员会",
    "村委会",
    "幸福村村民委员会",
    "业委会",
    "业主委员会",
    "党支部",
    "第二党总支",
    "党委办公室",
    "王书记",
    "老支书",
    "李主任",
    "社区民警",
    "民警小张",
    "人民警察",
    "派出所",
    "公安局",
    "幸福物业",
    "物业管家",
    "街道办",
    "街道办事处",
    "区政府",
    "网格员小李",
    "网格长",
    "楼组长老周",
    "小区管理员",
    "管理处",
    "官方账号",
    "在线客服",
    "系统通知",
    "社区通",
    "社区工作者",
    "社工小陈",
    # hidden, separated, dressed up
    "居\u200b委\u200b会",
    "居\u2060委会",
    "居 委 会",
    "居　委　会",
    "居.委.会",
    "居·委·会",
    "居-委-会",
    "【居委会】",
    "★居委会★",
    "居🏠委🏠会",
    "居\ufe0f委\U000e0101会",
    "书\u3164记",
    "书\u00ad记",
    "居\u0301委\u0301会\u0301",
    "\u202e会委居\u202c",
    "\u202e记书\u202c",
    "物\U000e0062业",
    "居\u2800委会",
    # other forms, look-alikes and sound-alikes
    "居委會",
    "黨支部",
    "書記",
    "物業",
    "業委會",
    "街道辦",
    "⺠警",
    "居⺠委员会",
    "局委会",
    "鞠委会",
    "居萎会",
    "居委汇",
    "居委惠",
    "舒记",
    "书计",
    "王書计",
    "勿业",
    "物亚",
    "社区氓警",
    # Latin
    "juweihui",
    "JuWeiHui",
    "ＪＵＷＥＩＨＵＩ",
    "ju-wei-hui",
    "jūwěihuì",
    "居wei会",
    "ju委会",
    "居委hui",
    "juw3ihui",
    "shuji",
    "WangShuji",
    "wu ye",
    "minjing",
    "书ji",
    "shu记",
    "dangzhibu",
    "paichusuo",
    "Admin",
    "аdmin",
    "adm1n",
    "@dmin",
    "Official",
    "police",
    "Ⓐⓓⓜⓘⓝ",
    "𝐚𝐝𝐦𝐢𝐧",
    "ᴀdmin-3号楼",
    "12345",
    "１２３４５热线",
    "kefu01",
]
ORDINARY = [
    "",
    "李国强",
    "欧阳文山",
    "买买提·艾力",
    "王女士",
    "会飞的鱼",
    "书香门第",
    "记忆里的夏天",
    "居家老人",
    "业余选手",
    "物语",
    "民谣爱好者",
    "党参炖鸡",
    "警犬的朋友",
    "客家妹子",
    "方便面",
    "安居乐业",
    "委屈的熊猫",
    "主人",
    "任先生",
    "社恐患者",
    "区先生",
    "街角咖啡",
    "道哥",
    "3号楼小王",
    "5号楼110",
    "602的猫",
    "badminton",
    "Juliet",
    "Shu Qi",
    "Wang Wei",
    "Vladimir",
    "月亮",
    "阿公",
    "安安妈妈",
    "通通",
    "王府井",
    "长长的路",
    "格格",
    "网球少年",
    "小组讨论",
    "总是晴天",
    "部落冲突",
    "所以呢",
    "派大星",
    "出门散步",
    "公园散步",
    "政哥",
    "服装设计",
    "统一冰红茶",
    "知了",
    "作文课",
    "🐱",
    "Анна",
    "ALEX",
    "2026",
]


@pytest.mark.parametrize("text", OFFICES)
def test_it_is_taken_for_an_office(text):
    assert looks_like_office(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_it_is_an_ordinary_name(text):
    assert not looks_like_office(text)


def test_the_tables_are_long_enough_to_mean_something():
    assert len(set(OFFICES)) >= 60
    assert len(set(ORDINARY)) >= 50


@given(st.text(max_size=6), st.text(max_size=6))
def test_an_office_is_found_whatever_stands_around_it(before, after):
    assert looks_like_office(f"{before}居委会{after}")


@given(
    st.lists(
        st.sampled_from(["\u200b", "\u2060", " ", "　", ".", "·", "\ufeff", "\u202c", "★", "\u0301"]),
        max_size=4,
    )
)
def test_no_mixture_of_separators_hides_an_office(separators):
    between = "".join(separators)

    assert looks_like_office(f"书{between}记")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  李明  ", "李明"),
        ("李\u200b明\ufeff", "李明"),
        ("李\u202e明\u202c", "李明"),
        ("ＡＢＣ１２３", "ABC123"),
        ("关于电梯，换钢缆（二次）", "关于电梯，换钢缆（二次）"),
        ("建筑面积 90㎡", "建筑面积 90㎡"),
        ("李\n明\t a", "李 明 a"),
        ("李　明", "李 明"),
        ("e\u0301", "é"),
        ("\u3164\u2800\u115f", ""),
        ("李\x00\x07明\ud83d", "李明"),
        ("买买提·艾力", "买买提·艾力"),
        ("བཀྲ་ཤིས་", "བཀྲ་ཤིས་"),
        ("李" + "\u0336" * 30, "李" + "\u0336" * 4),
    ],
)
def test_display_text_is_cleaned(typed, shown):
    assert display(typed) == shown


@given(st.text(max_size=40))
def test_display_is_stable_and_hides_nothing(text):
    shown = display(text)

    assert display(shown) == shown
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.sampled_from(OFFICES))
def test_cleaning_never_makes_an_office_pass(text):
    bidi = "\u202e" in text

    assert bidi or looks_like_office(display(text))
