"""emergency, as create_app plugs it in."""

from server.core.feature import Feature
from server.core.settings import Kind, Setting
from server.emergency import api, api_needs, copies, leaving, service
from server.emergency.events import NeedMoved, Switched
from server.emergency.policy import RULES

_GROUP = "应急"
SETTINGS = (
    Setting("emergency.hours", "应急一次最长多久，到时自动结束", Kind.COUNT, 72, _GROUP, "小时", 1, 168),
    Setting("emergency.keep_days", "应急结束多少天后清除各户写的内容", Kind.DAYS, 30, _GROUP, "天", 1, 180),
)

feature = Feature(
    name="emergency",
    blueprints=(api.blp, api_needs.blp),
    rules=RULES,
    says=(Switched.topic, NeedMoved.topic),
    clock=(service.end_expired, service.remove_words),
    detains=(leaving.unfinished,),
    forgets=(leaving.forget,),
    settings=SETTINGS,
    copies=copies.COPIES,
)
