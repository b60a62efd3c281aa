"""The 议事规则 that the market reads."""

from server.core.settings import Kind, Setting

SETTLED_DAYS = "item.settled_days"
SETTINGS = (Setting(SETTLED_DAYS, "交出后几天没有确认，按收到办结", Kind.DAYS, 7, "闲置交换", "天", 1, 30),)
