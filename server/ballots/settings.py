"""The 议事规则 that ballots read."""

from server.core.settings import Kind, Setting

SECRET_LEAST = "secret.least_voters"
ROWS_DAYS = "counting.rows_days"
_VOTES = "表决"
SETTINGS = (
    Setting("paper.place", "纸质票交到哪里", Kind.TEXT, "居委会办公室", _VOTES, least=2, most=60),
    Setting(SECRET_LEAST, "无记名表决：名册上、参加的都不得少于", Kind.COUNT, 10, _VOTES, "户", 5, 200),
    Setting(ROWS_DAYS, "点票人共同打开记名票后可以查看", Kind.DAYS, 7, _VOTES, "天", 1, 30),
)
