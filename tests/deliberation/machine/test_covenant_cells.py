"""Every cell of a covenant's version: what may be done to it from where, over HTTP, and what stays."""

import pytest

from tests.deliberation.covenants.agreements import (
    ARTICLES,
    counted,
    draft,
    fill_the_law,
    handed_in,
    in_force,
    step,
    voting,
)
from tests.deliberation.machine import snapshots

NOTE = "已与现行法律比对，没有抵触。"
VERBS = {
    "submit": ("host", {}),
    "open_vote": ("secretary", {}),
    "adopt": ("secretary", {}),
    "drop": ("secretary", {}),
    "file": ("host", {"filing_no": "月湖备〔2026〕7号"}),
}
LEGAL = {
    ("draft", "submit"): "draft",
    ("draft", "revise"): "draft",
    ("handed in", "open_vote"): "voting",
    ("carried", "adopt"): "in_force",
    ("fallen", "drop"): "draft",
    ("in force", "file"): "in_force",
    ("dropped", "submit"): "draft",
    ("dropped", "revise"): "draft",
}


def made(scene, state):
    if state == "in force":
        return in_force(scene)
    if state in ("draft", "handed in"):
        fill_the_law(scene)
        return draft(scene) if state == "draft" else handed_in(scene)
    covenant = voting(scene)
    if state != "voting":
        counted(scene, covenant, "赞成" if state == "carried" else "反对")
    if state == "dropped":
        answer = step(scene.secretary, covenant, "drop")
        assert answer.status_code == 200, answer.json
        return answer.json
    return covenant


def take(scene, covenant, verb):
    if verb == "revise":
        page = scene.host.get(f"covenants/{covenant['id']}?version={covenant['version']}").json
        form = {"articles": ARTICLES[:2], "law_note": NOTE, "edition": page["mine"]["edition"] or 1}
        return scene.host.put(f"covenants/{covenant['id']}/draft", json=form)
    who, form = VERBS[verb]
    return step(getattr(scene, who), covenant, verb, **form)


@pytest.mark.parametrize(
    "state", ["draft", "handed in", "voting", "carried", "fallen", "in force", "dropped"]
)
def test_every_cell_of_a_covenants_version(scene, state):
    """The refused first: they leave everything as it was for the one that is taken."""
    covenant = made(scene, state)
    verbs = [*VERBS, "revise"]
    before = snapshots.of()

    for verb in (verb for verb in verbs if (state, verb) not in LEGAL):
        refused = take(scene, covenant, verb)
        assert (refused.status_code, verb) == (409, verb), refused.json
        assert snapshots.of() == before, verb
    for verb in reversed([verb for verb in verbs if (state, verb) in LEGAL]):
        answer = take(scene, covenant, verb)
        assert (answer.status_code, verb) == (200, verb), answer.json
        assert answer.json["state"] == LEGAL[state, verb]
