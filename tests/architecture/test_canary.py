"""Canary persons: what they told us about themselves is found nowhere but in the vault.

A person is led through enrolment, approval, talk, a vote and two looks at her data, all loggers at DEBUG;
what the product wrote or said is then searched for her name, numbers and openid in every plain disguise.
"""

import base64
import json
import logging
import uuid
from dataclasses import replace
from urllib.parse import quote

import pytest
import structlog
from flask import request
from sqlalchemy import LargeBinary, select

from server.core import logs
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.extensions import db
from tests import factories
from tests.deliberation.scenes import make_scene
from tests.identity.enrol import apply, body, step

NAME, PHONE, OPENID = "覃霓裳", "19900007713", "demo-openid-canary-7713"
NUMBER = factories.make_id_number(born="19870604", order=772, region6="990101")
SECRETS = {"name": NAME, "number": NUMBER, "phone": PHONE, "openid": OPENID}
#: Where these words belong: sealed columns, and the account that signs in by its openid.
VAULTS = {"person_vault", "application_vault", "home_owner", "emergency_need_vault"}
ACCOUNTS = {"wechat_account"}
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def disguises(secret):
    """The ways a word gets into a log or a column by accident."""
    raw = secret.encode()
    forms = {
        secret,
        secret[::-1],
        secret.lower(),
        secret.translate(FULL_WIDTH),
        raw.hex(),
        raw.hex().upper(),
        quote(secret),
        json.dumps(secret)[1:-1],
        raw.decode("latin-1"),
    }
    # base64 of a longer text holds the word at one of three offsets, without its first and last letters.
    forms |= {
        base64.b64encode(b" " * pad + raw).decode()[(4 if pad else 0) :].rstrip("=")[:-2] for pad in range(3)
    }
    return forms


NEEDLES = {form: kind for kind, secret in SECRETS.items() for form in disguises(secret)}


def hits(texts, needles=NEEDLES):
    return {(where, needles[needle]) for where, text in texts for needle in needles if needle in text}


def text_of(value):
    """Everything a column may hold, as one searchable text."""
    if isinstance(value, bytes):
        return value.decode("latin-1") + " " + value.hex()
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value)
    )


class Everything(logging.Handler):
    """Keeps every line of every logger, tracebacks included, as a log file would."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record):
        self.lines.append(("log", self.format(record)))


@pytest.fixture
def logged():
    """Every line written meanwhile, all loggers at DEBUG, through the application's filter."""
    handler = Everything()
    handler.addFilter(logs.CoverFilter())
    root = logging.getLogger()
    loud = [root, logging.getLogger("sqlalchemy")]
    levels = [one.level for one in loud]
    root.addHandler(handler)
    for one in loud:
        one.setLevel(logging.DEBUG)
    kept = structlog.get_config()
    logs.configure()
    structlog.configure(logger_factory=lambda *_: _Printer(handler.lines), cache_logger_on_first_use=False)
    yield handler.lines
    structlog.configure(**kept)
    for one, level in zip(loud, levels, strict=True):
        one.setLevel(level)
    root.removeHandler(handler)


class _Printer:
    """structlog's last station: the line that would go to the terminal."""

    def __init__(self, lines):
        self.lines = lines

    def msg(self, line):
        self.lines.append(("structlog", line))

    debug = info = warning = warn = error = critical = exception = log = msg


def everything_stored(redis):
    """(where, text) of every value of every table and of Redis, but for the vaults."""
    with across_communities(), transaction():
        for table in db.metadata.sorted_tables:
            if table.name in VAULTS | ACCOUNTS:
                continue
            for row in db.session.connection().execute(select(table)).mappings():
                for column, value in row.items():
                    yield f"{table.name}.{column}", text_of(value)
    for key in redis.scan_iter():
        yield "redis key", text_of(key)
        kind = redis.type(key)
        if kind == b"string":
            yield f"redis {text_of(key)}", text_of(redis.get(key))
        else:
            assert kind in (b"list", b"zset", b"hash", b"set"), kind
            yield f"redis {kind!r}", text_of(redis.dump(key))


class Ears:
    """Keeps the answers that people other than the canary got, but for what was asked with a reason."""

    def __init__(self, app, own_token):
        self.said, self.own = [], own_token
        app.after_request_funcs.setdefault(None, []).append(self.hear)

    def hear(self, response):
        own = request.headers.get("Authorization") == f"Bearer {self.own}"
        if not (own or request.path.endswith("/unmasking") or response.direct_passthrough):
            self.said.append((request.path, response.get_data(as_text=True) + repr(dict(response.headers))))
        return response


@pytest.fixture
def life(app, session, community, deliver, logged):
    """The canary's whole way through the product, and what the others heard meanwhile."""
    scene = make_scene(community, deliver)
    home = factories.make_home(scene.estate, "9号楼", "901室")
    canary = factories.make_visitor(OPENID)
    ears = Ears(app, canary.token)
    form = {"name": NAME, "id_number": NUMBER, "phone": PHONE, "building": "9号楼", "room": "901室"}

    sent = apply(canary, scene.estate, **form)
    deliver()
    refused_twice(canary, scene.estate, form)
    assert scene.host.get("applications?state=verified").status_code == 200
    unmasked(scene.host, f"applications/{sent['id']}")
    assert step(scene.host, sent, "approve", home_id=str(home.id)).status_code == 200
    deliver()
    unmasked(scene.host, f"applications/{sent['id']}")
    canary.actor = replace(canary.actor, community_id=community.id)
    use_everything(scene, canary, deliver)
    assert len(canary.get("/me/unmaskings").json["items"]) == 2
    app.after_request_funcs[None].remove(ears.hear)
    return ears.said


def refused_twice(canary, estate, form):
    """Refusals repeat least of all what was typed: a wrong digit, an unknown field."""
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    for changes in ({**form, "id_number": wrong}, {**form, "unknown": NUMBER}, {**form, "phone": NUMBER}):
        answer = canary.post("/enrolment/applications", json=body(estate, **changes))
        assert answer.status_code == 422
        assert not hits([("refusal", answer.get_data(as_text=True))])


def unmasked(clerk, subject):
    """The one answer that does say it; what it leaves behind must not."""
    body = {"fields": ["name", "phone", "id_number"], "reason_code": "contact", "reason": "电话里核对证件"}
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = clerk.put(f"{subject}/unmasking", json=body, headers=headers)
    assert answer.json == {"name": NAME, "phone": PHONE, "id_number": NUMBER}


def use_everything(scene, canary, deliver):
    posted = canary.post(
        "boards/nearby/posts", json={"kind": "ask", "title": "楼道灯坏了", "body": "请修一下"}
    )
    post = posted.json["post"]["id"]
    deliver()
    assert canary.post(f"posts/{post}/comments", json={"body": "已经三天了"}).status_code == 201
    item = canary.post("items", json={"kind": "give", "title": "儿童自行车", "body": "九成新"}).json["item"][
        "id"
    ]
    topic = scene.voting()
    assert canary.put(f"topics/{topic}/stance", json={"stance": "for"}).status_code in (200, 409)
    assert scene.vote(canary, topic, "赞成").status_code == 200
    deliver()
    pages = [
        *("/me", "home", "boards/nearby/posts", "items", "topics?state=all", "gate-ledger", "notices"),
        *(f"posts/{post}", f"items/{item}", f"topics/{topic}", f"polls/{scene.poll_of(topic)}"),
    ]
    for who in (canary, scene.neighbours[0], scene.host, scene.secretary):
        for path in pages:
            assert who.get(path).status_code == 200, path
    # The hot paths again, from what they keep.
    for path in ("home", f"posts/{post}"):
        assert scene.neighbours[0].get(path).status_code == 200


def test_a_person_is_found_nowhere_but_in_the_vault(app, session, life, logged):
    stored = list(everything_stored(app.extensions["redis"]))

    assert hits(stored) == set()
    assert hits(logged) == set()
    assert hits(life) == set()
    # The search looked at what it promised.
    looked_at = {
        "idempotency_record.answer",
        "outbox_message.payload",
        "audit_detail.detail",
        "unmasking.reason",
    }
    assert looked_at <= {where for where, _ in stored}
    assert any("INSERT INTO application_vault" in line for _, line in logged)
    assert any("INSERT INTO wechat_account" in line for _, line in logged)
    assert any(path.endswith("/applications") for path, _ in life)


def test_the_vault_itself_holds_no_plain_form(session, life):
    with across_communities(), transaction():
        rows = [
            (f"{name}.{column}", text_of(value))
            for name in VAULTS
            for row in session.connection().execute(select(db.metadata.tables[name])).mappings()
            for column, value in row.items()
        ]
    assert any(where.startswith("person_vault") for where, _ in rows)
    assert hits(rows) == set()


def test_every_sealed_column_stands_in_a_vault(session):
    sealed = {
        table.name
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("_sealed", "_index")) and isinstance(column.type, LargeBinary)
    }
    assert sealed == VAULTS


@pytest.mark.parametrize("kind", sorted(SECRETS))
def test_the_search_finds_a_planted_word_in_every_disguise(kind):
    secret = SECRETS[kind]
    raw = secret.encode()
    planted = [
        f"body={secret}",
        secret[::-1],
        raw.hex(),
        json.dumps({"x": secret}),
        quote(secret),
        secret.translate(FULL_WIDTH),
        *(base64.b64encode(b"x" * pad + raw + b"tail").decode() for pad in range(5)),
    ]
    for text in planted:
        assert hits([("planted", text)]) == {("planted", kind)}, text


def test_the_search_finds_one_planted_line_of_a_log_and_of_the_store(app, session, logged):
    logging.getLogger("careless").info("got %s", {"name": NAME})
    structlog.get_logger().info("careless", openid=OPENID)
    app.extensions["redis"].set("careless", NAME.encode())
    app.extensions["redis"].rpush("queue", OPENID.encode())

    assert hits(logged) >= {("log", "name"), ("structlog", "openid")}
    assert {kind for _, kind in hits(everything_stored(app.extensions["redis"]))} == {"name", "openid"}


def test_numbers_are_covered_even_where_somebody_logs_them(logged):
    before = len(logged)
    logging.getLogger("careless").info("got %s and %s", NUMBER, PHONE)
    structlog.get_logger().info("careless", form=f"{NUMBER}/{PHONE}")

    assert len(logged) == before + 2
    assert hits(logged) == set()
