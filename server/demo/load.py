"""Filling an empty deployment: the whole past of the demo district, told in seconds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from flask import Flask

from server.demo import deciding, giving, helping, history, keeping, moving_in, talking
from server.demo.clock import settable
from server.demo.content import Calendar
from server.demo.persons import everybody
from server.demo.town import Town
from server.extensions import db

Say = Callable[[str], None]


def load(app: Flask, say: Say) -> None:
    """Everything from the register to this minute. The database must hold no community yet."""
    with settable(db.engine) as clock, _undisturbed(app):
        calendar = Calendar(clock.start)
        town = Town(app, clock, calendar, everybody(calendar.today))
        clock.set(calendar.at(moving_in.OPENING))
        say("导入名册，发职务")
        moving_in.found(town)
        say("居民扫码入住")
        history.live(town, moving_in.deeds(town))
        say("发帖、议事、表决、换物")
        lives = (
            talking.deeds(town),
            giving.deeds(town),
            deciding.deeds(town),
            keeping.deeds(town),
            helping.deeds(town),
        )
        history.live(town, chain.from_iterable(lives))


@contextmanager
def _undisturbed(app: Flask) -> Iterator[None]:
    """A year's calls come within seconds, so nobody counts them; and no worker is woken in between."""
    settings, wake = app.config["SETTINGS"], app.extensions["wake"]
    app.config["SETTINGS"] = replace(settings, limits=False)
    app.extensions["wake"] = lambda: None
    try:
        yield
    finally:
        app.config["SETTINGS"], app.extensions["wake"] = settings, wake
