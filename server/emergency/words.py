"""What things are called on the page, and what each act leads to."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from server.emergency.models import Answer, Kind, Skill, Verb
from server.emergency.need_models import NeedKind, NeedState, NeedVerb

KINDS: Mapping[Kind, str] = {
    Kind.TYPHOON: "台风",
    Kind.GAS: "燃气",
    Kind.SUPPLY: "停水停电",
    Kind.EPIDEMIC: "疫情",
    Kind.FIRE: "火灾",
    Kind.OTHER: "其他",
}
ANSWERS: Mapping[Answer, str] = {Answer.SAFE: "平安", Answer.HELP: "需要帮助", Answer.AWAY: "不在家"}
SKILLS: Mapping[Skill, str] = {
    Skill.CARRYING: "搬运",
    Skill.ERRANDS: "跑腿",
    Skill.COMPANY: "陪护",
    Skill.MEDICAL: "医护",
    Skill.REPAIRS: "水电",
    Skill.OTHER: "其他",
}
NEED_KINDS: Mapping[NeedKind, str] = {
    NeedKind.DOCTOR: "就医",
    NeedKind.MEDICINE: "用药",
    NeedKind.FOOD: "食物",
    NeedKind.SUPPLY: "水电",
    NeedKind.CARE: "照护",
    NeedKind.LEAVING: "撤离",
    NeedKind.OTHER: "其他",
}
NEED_STATES: Mapping[NeedState, str] = {
    NeedState.OPEN: "等人帮忙",
    NeedState.TAKEN: "有人在办",
    NeedState.DONE: "已办好",
    NeedState.CANCELLED: "已取消",
}
VERBS: Mapping[StrEnum, str] = {
    Verb.BEGIN: "启动",
    Verb.EXTEND: "延长",
    Verb.END: "结束",
    Verb.GIVE_WAY: "演练中止",
    Verb.EXPIRE: "到期结束",
    NeedVerb.TAKE: "我来帮",
    NeedVerb.DISPATCH: "派志愿者",
    NeedVerb.RELEASE: "交回",
    NeedVerb.RECALL: "收回重派",
    NeedVerb.FINISH: "办好了",
    NeedVerb.SETTLE: "登记已办好",
    NeedVerb.CANCEL: "不需要了",
}
EXPIRED = "到了启动时公布的结束时间"
GAVE_WAY = "真实应急启动，演练中止"


def title(emergency: Any) -> str:
    """「【演练】台风应急」: a drill says so before anything else."""
    name = "应急" if emergency.kind is Kind.OTHER else f"{KINDS[emergency.kind]}应急"
    return f"【演练】{name}" if emergency.is_drill else name
