"""demo, as create_app plugs it in: one command, and nothing that answers a request."""

from typing import Any

from server.core.feature import Feature
from server.demo.commands import demo
from server.demo.notes import notes


def setup(app: Any) -> None:
    """What the sandbox's list says of each demo person."""
    if app.config["SETTINGS"].sandbox:
        app.extensions["sandbox_notes"] = notes()


feature = Feature(name="demo", setup=setup, commands=(demo,))
