"""What a feature plugs into the application."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click
import flask_smorest

from server.core.access import Rules
from server.core.leaving import Obstacle
from server.core.settings import Setting

#: A handler runs in its own transaction, inside the message's community.
Handler = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class External:
    """A handler that talks to the outside: nothing is locked while it waits.

    fetch: what to send, read in a transaction of its own (None: nothing to do any more).
    call: the conversation, without any transaction. store: what became of it, in a transaction.
    """

    fetch: Callable[[dict[str, Any]], Any]
    call: Callable[[Any], Any]
    store: Callable[[dict[str, Any], Any], None]


@dataclass(frozen=True)
class Copy:
    """One file of what a person takes away of what is held of him (个人信息保护法 第四十五条).

    rows: person id → what is his, asked in each community he has to do with: text, numbers, moments and
    lists of them under Chinese names, for people read them. Never another's name or words.
    """

    #: Of its file, without the ending; one of its kind in the whole application.
    name: str
    #: What it is, in 说明.txt.
    title: str
    rows: Callable[[int], Iterable[dict[str, Any]]]
    #: It lies in no community: asked once, in none.
    at_large: bool = False


@dataclass(frozen=True)
class Feature:
    """One line of FEATURES: routes, object rules, who it listens to, what the clock calls."""

    name: str
    blueprints: Sequence[flask_smorest.Blueprint] = ()
    rules: Rules = field(default_factory=dict)
    #: topic → handlers. A topic nobody hears must stand in some feature's `silent`.
    hears: Mapping[str, Sequence[Handler | External]] = field(default_factory=dict)
    says: Sequence[str] = ()
    silent: Sequence[str] = ()
    #: Called every minute, in each community's own transaction.
    clock: Sequence[Callable[[], None]] = ()
    #: Called once every minute in no community: for tables that belong to none.
    chores: Sequence[Callable[[], object]] = ()
    #: What of a person's must be settled before he may close his account; asked in each community of his.
    detains: Sequence[Callable[[int], Sequence[Obstacle]]] = ()
    #: Takes what is about a person who closed his account out of this feature's rows; called in each
    #: community that he ever belonged to, in its own transaction. Twice is the same as once.
    forgets: Sequence[Callable[[int], None]] = ()
    setup: Callable[[Any], None] | None = None
    #: `flask …` commands; a group's name is the feature's word (`register import`, `ledger verify`).
    commands: Sequence[click.Command] = ()
    #: 议事规则 that the feature reads: what each community may set for itself.
    settings: Sequence[Setting] = ()
    #: What of its tables is a person's own, for his copy.
    copies: Sequence[Copy] = ()
