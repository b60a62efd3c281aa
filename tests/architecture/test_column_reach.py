"""What is personal stays where its class lets it (docs/adr/0010-column-classes.md).

A word of its own is planted in every personal column of a lived-in community. Then everything is read,
and the words are looked for where they must not be: in a neighbour's answers, and in Redis.
"""

import pytest
from sqlalchemy import LargeBinary, String, and_, select, update

from scripts import data_map
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.kit.classes import DataClass, class_of
from server.kit.db import Base
from tests.architecture import world
from tests.support.application import forget
from tests.support.callers import API

pytestmark = pytest.mark.slow

#: What Redis holds all the same, for a minute, and why.
KEPT_IN_REDIS = {
    "login_session.digest": "the name under which the session's own snapshot is found: it opens nothing",
    "membership.room": "in the snapshot of the member's own session, which no other session reads",
}
#: Personal because they may repeat what only their asker read; others repeat what everybody reads.
COPIES = {"idempotency_record.answer"}
#: Read by staff and by the author himself, so that the search is known to find what is read.
READ_BY_OTHERS = {"filing.consent_words", "person.masked_name", "proxy_letter.reason", "application.room"}
SAID = "楼道灯坏了".encode()


def name_of(column):
    return f"{column.table.name}.{column.name}"


def use(made):
    """What world.build leaves out: a vote, an answer in the emergency, a report, a hidden comment, a wish."""
    author, clerk, neighbour, ids = made.author, made.callers["committee"], made.callers["away"], made.ids
    option = author.get(f"polls/{ids['poll_id']}").json["poll"]["options"][0]["id"]
    home = {"home_id": str(ids["home_id"])}
    hidden = {"verb": "hide", "reason": "泄露了邻居的门牌号"}
    said = [
        author.put(f"polls/{ids['poll_id']}/ballot", json={**home, "option_id": option}),
        author.post(f"emergencies/{ids['emergency_id']}/answers", json={**home, "answer": "help"}),
        neighbour.post(f"posts/{ids['post_id']}/reports", json={"reason_code": "other", "note": "吵架"}),
        neighbour.post(f"items/{ids['item_id']}/steps", json={"verb": "request", "note": "我家孩子五岁"}),
        clerk.post(f"comments/{ids['comment_id']}/steps", json=hidden),
    ]
    assert [one.status_code for one in said if one.status_code >= 300] == []


def theirs(column, reader):
    """Where the column holds something of anybody but the reader."""
    table = column.table
    whose = table.c.id if table.name == "person" else table.c.get("person_id")
    held = column.is_not(None)
    return held if whose is None else and_(held, whose != reader.actor.person_id)


def words_of(run, column, number, held):
    """What to look for: texts get a word of their own in every row; bytes and keys are taken as they are."""
    if isinstance(column.type, LargeBinary) or column.primary_key:
        found = run(select(column).where(held)).scalars()
        return [one.encode() if isinstance(one, str) else one for one in found]
    word = f"zq{number:04d}qz"
    changed = run(update(column.table).where(held).values({column.name: word})).rowcount
    return [word.encode()] if changed else []


def planted(session, reader):
    """{needle: table.column} of what the personal columns hold of others than the reader."""
    data_map.load()
    personal = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if class_of(column) >= DataClass.PERSONAL
        and isinstance(column.type, String | LargeBinary)
        and name_of(column) not in COPIES
    ]
    needles = {}
    with across_communities(), transaction():
        run = session.connection().execute
        for number, column in enumerate(personal):
            for word in words_of(run, column, number, theirs(column, reader)):
                needles |= dict.fromkeys((word, word.hex().encode()), name_of(column))
    return needles


def everything_read(app, ids, caller):
    """[answer's bytes] of every GET that this caller may make."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith(API) or rule.arguments - set(ids):
            continue
        url = rule.build({name: ids[name] for name in rule.arguments}, append_unknown=False)[1]
        answer = app.test_client().get(url, headers={"Authorization": f"Bearer {caller.token}"})
        assert answer.status_code < 500, url
        found.append(answer.data)
    return found


def everything_kept(redis):
    for key in redis.scan_iter():
        yield key
        yield redis.get(key) if redis.type(key) == b"string" else redis.dump(key)


def hits(texts, needles):
    whole = b"\n".join(texts)
    return {where for needle, where in needles.items() if needle in whole}


def test_what_is_personal_is_read_by_no_neighbour_and_not_kept_in_redis(app, session, deliver):
    made = world.build(session, deliver)
    use(made)
    deliver()
    neighbour = made.callers["resident"]
    needles = planted(session, neighbour)
    forget(app)

    seen = everything_read(app, made.ids, neighbour)
    told = everything_read(app, made.ids, made.callers["committee"])
    told += everything_read(app, made.ids, made.author)
    kept = list(everything_kept(app.extensions["redis"]))

    assert hits(seen, needles) == set()
    assert hits(kept, needles) == set(KEPT_IN_REDIS)
    # The search looked at what it promised.
    assert hits(told, needles) >= READ_BY_OTHERS
    assert SAID in b"".join(seen)
    assert SAID in b"".join(kept)
