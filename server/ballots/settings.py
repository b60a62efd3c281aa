"""The 议事规则 that ballots read."""

from server.core.settings import Kind, Setting

SETTINGS = (Setting("paper.place", "纸质票交到哪里", Kind.TEXT, "居委会办公室", "表决", least=2, most=60),)
