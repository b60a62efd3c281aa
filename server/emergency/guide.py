"""What to do, in a few lines for each kind, and the numbers that everybody may ring."""

from collections.abc import Mapping

from server.emergency.models import Kind

LINES: Mapping[Kind, tuple[str, ...]] = {
    Kind.TYPHOON: (
        "关好门窗，收回阳台和窗台上的花盆、衣架",
        "备好饮用水、手电和常用药，手机充满电",
        "不要外出，远离广告牌、大树和积水",
        "住一楼和地下室的，提前把贵重物品搬高",
    ),
    Kind.GAS: (
        "闻到燃气味，不要开灯、不要点火，也不要在屋里打电话",
        "关上灶具和表前阀门，打开门窗",
        "走楼梯到室外，再打燃气抢修或 119",
        "没有得到通知前不要回屋",
    ),
    Kind.SUPPLY: (
        "关掉电热器具，拔下插头，防止来电时无人看管",
        "走楼梯，不乘电梯；用手电，不用蜡烛",
        "家里有人靠电器治疗的，马上点“需要帮助”",
        "来水后先放掉发黄的水再用",
    ),
    Kind.EPIDEMIC: (
        "戴好口罩，勤洗手，常开窗",
        "身体不适先登记需求或打电话，不要自己乘公共交通",
        "不信、不传没有来源的消息，以公告为准",
        "长期用药的，提前登记用药需求",
    ),
    Kind.FIRE: (
        "马上打 119，说清楼号和楼层",
        "弯腰、用湿毛巾捂住口鼻，走楼梯，不乘电梯",
        "门外有火烟就关紧房门，用湿布堵门缝，到窗口呼救",
        "到了空地再点“平安”，不要回去拿东西",
    ),
    Kind.OTHER: (
        "按居委会和现场人员的安排行动",
        "先照顾家里的老人、孩子和行动不便的人",
        "有难处点“需要帮助”，或者写一条需求",
    ),
}
_EVERYWHERE = (("报警", "110"), ("火警", "119"), ("急救", "120"))
_MORE: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.SUPPLY: (("供电抢修", "95598"), ("市民热线", "12345")),
    Kind.EPIDEMIC: (("卫生热线", "12320"), ("市民热线", "12345")),
}


def phones(kind: Kind) -> list[dict[str, str]]:
    """Numbers that are the same all over the country."""
    return [{"name": name, "number": number} for name, number in (*_EVERYWHERE, *_MORE.get(kind, ()))]
