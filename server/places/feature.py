"""places, as create_app plugs it in."""

from typing import Any

from server.core import sessions
from server.core.feature import Feature
from server.places import api, api_settings, commands, queries
from server.places.policy import RULES
from server.places.vault import make_vault


def setup(app: Any) -> None:
    app.extensions["vault"] = make_vault(app.config["SETTINGS"])
    sessions.register_places(queries.places.find)
    sessions.register_communities(queries.every_community)


feature = Feature(
    name="places",
    blueprints=(api.blp, api_settings.blp),
    rules=RULES,
    setup=setup,
    commands=(commands.register, commands.days),
)
