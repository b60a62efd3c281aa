"""identity, as create_app plugs it in."""

from typing import Any

from server.core import sessions
from server.core.feature import Feature
from server.extensions import api as smorest
from server.identity import api, standing


def setup(app: Any) -> None:
    sessions.register(standing.load)
    if app.config["SETTINGS"].sandbox:
        smorest.register_blueprint(api.sandbox_blp)


feature = Feature(name="identity", blueprints=(api.blp,), setup=setup)
