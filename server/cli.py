"""`flask --app server.wsgi …`: the commands that the features bring."""

from flask import Flask

from server.core.feature import Feature


def register(app: Flask) -> None:
    """Add every feature's commands beside Flask's own (`db upgrade`)."""
    features: list[Feature] = app.extensions["features"]
    for feature in features:
        for command in feature.commands:
            app.cli.add_command(command)
