"""What is done in a topic: steps of its own, and the papers that have routes of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from server.demo.history import Deed
from server.demo.town import Town
from server.kit.db import utc_now
from server.kit.worktime import today

Given = dict[str, Any]


@dataclass
class Case:
    """One topic of the content while it is lived through. made: the ids of what comes out of it."""

    entry: dict[str, Any]
    first: Deed
    made: dict[str, Any] = field(default_factory=dict)

    def ground(self, town: Town) -> str:
        return town.at(self.entry["community"])

    def path(self, town: Town) -> str:
        return f"{self.ground(town)}/topics/{self.first.id}"


Act = Callable[[Town, Case, str, Given], Any]


def _days(town: Town, said: Given, *names: str) -> Given:
    """`said` with its words for days made dates: 「3」 days from today, 「+3」 from the day of the step."""
    return {**said, **{name: _day(town, said[name]) for name in names if name in said}}


def _day(town: Town, word: str) -> str:
    if word.startswith("+"):
        return (today(utc_now()) + timedelta(days=int(word))).isoformat()
    return town.calendar.day(word)


def step(town: Town, case: Case, who: str, said: Given) -> Any:
    """A step of the topic's own machine; `said`: verb, and what it needs."""
    form = _days(town, said, "until")
    if "target" in form:
        form["target_id"] = town.made[f"topic:{form.pop('target')}"]
    if plan := form.get("plan"):
        form["plan"] = _plan(town, plan)
    answer = town.step(who, case.path(town), form.pop("verb"), **form)
    if poll := answer["topic"]["poll"]:
        case.made["poll"] = poll["id"]
    return answer


def _plan(town: Town, plan: Given) -> Given:
    meetings = [
        {**one, "starts_at": town.calendar.at(one["starts_at"]).isoformat()}
        for one in plan.get("meetings", ())
    ]
    return {**_days(town, plan, "starts_on", "ends_on"), "meetings": meetings}


def minutes(town: Town, case: Case, who: str, said: Given) -> Any:
    """Of the meeting with this number."""
    held = town.call(who, "GET", case.path(town))["topic"]["meetings"][said["meeting"]]
    photos = town.upload(who, case.entry["community"], said.get("photos", []))
    form = {**said, "photos": photos}
    del form["meeting"]
    return town.call(who, "PUT", f"{case.path(town)}/meetings/{held['id']}/minutes", form)


def amend(town: Town, case: Case, who: str, said: Given) -> Any:
    answer = town.post(who, f"{case.path(town)}/amendments", said)
    case.made.setdefault("amendments", []).append(answer["id"])
    return answer


def answer_amendment(town: Town, case: Case, who: str, said: Given) -> Any:
    number = case.made["amendments"][said["amendment"]]
    form = {"accept": said["accept"], "reason": said["reason"]}
    return town.post(who, f"{case.path(town)}/amendments/{number}/answer", form)


def object_(town: Town, case: Case, who: str, said: Given) -> Any:
    return town.post(who, f"{case.path(town)}/objections", {**said, "home_id": town.homes[who]})


def answer_objection(town: Town, case: Case, who: str, said: Given) -> Any:
    form = {"stage": said["stage"], "round": 1, "home_id": town.homes[said["of"]], "answer": said["answer"]}
    return town.post(who, f"{case.path(town)}/objections/answer", form)


def answer_petition(town: Town, case: Case, who: str, said: Given) -> Any:
    return town.post(who, f"{case.path(town)}/petition-answer", said)


def confirm(town: Town, case: Case, who: str, said: Given) -> Any:
    """The count, by somebody who watches."""
    return town.post(who, f"{case.ground(town)}/polls/{case.made['poll']}/confirmation", said)


def open_rows(town: Town, case: Case, who: str, said: Given) -> Any:
    """点票: one of a body asks, `second` of the other confirms."""
    at = f"{case.ground(town)}/polls/{case.made['poll']}/openings"
    asked = town.post(who, at, {"ground": said["ground"], "reason": said["reason"]})
    opening = asked["openings"]["mine"]["items"][-1]["id"]
    return town.post(said["second"], f"{at}/{opening}/confirmation", {})


def project(town: Town, case: Case, who: str, said: Given) -> Any:
    stones = [_days(town, one, "due_on") for one in said["milestones"]]
    form = {**_days(town, said, "due_on"), "milestones": stones}
    answer = town.post(who, f"{case.path(town)}/project", form)
    made = answer["project"]
    case.made |= {"project": made["id"], "milestones": [one["id"] for one in made["milestones"]]}
    town.made[f"project:{case.entry['key']}"] = made["id"]
    return answer


def _in_project(town: Town, case: Case) -> str:
    return f"{case.ground(town)}/projects/{case.made['project']}"


def _with_photos(town: Town, case: Case, who: str, said: Given) -> Given:
    form = dict(said)
    form["upload_ids"] = town.upload(who, case.entry["community"], form.pop("photos", []))
    return form


def project_step(verb: str) -> Act:
    def act(town: Town, case: Case, who: str, said: Given) -> Any:
        form = _days(town, _with_photos(town, case, who, said), "due_on")
        return town.step(who, _in_project(town, case), verb, **form)

    return act


def reach(town: Town, case: Case, who: str, said: Given) -> Any:
    """The milestone with this number is done."""
    form = _with_photos(town, case, who, said)
    stone = case.made["milestones"][form.pop("milestone")]
    return town.step(who, f"{_in_project(town, case)}/milestones/{stone}", "done", **form)


def rate(town: Town, case: Case, who: str, said: Given) -> Any:
    form = {**said, "home_id": town.homes[who]}
    return town.call(who, "PUT", f"{case.path(town)}/evaluation", form)


def remark(town: Town, case: Case, who: str, said: Given) -> Any:
    return town.post(who, f"{case.path(town)}/evaluation/remarks", said)


def draft_covenant(town: Town, case: Case, who: str, said: Given) -> Any:
    answer = town.post(who, f"{case.path(town)}/covenant", said)
    case.made["covenant"] = town.made[f"covenant:{case.entry['key']}"] = answer["id"]
    return answer


def covenant_step(verb: str) -> Act:
    def act(town: Town, case: Case, who: str, said: Given) -> Any:
        path = f"{case.ground(town)}/covenants/{case.made['covenant']}"
        answer = town.step(who, path, verb, **said)
        if answer["adoption"]:
            case.made["poll"] = answer["adoption"]["poll_id"]
        return answer

    return act


#: What the content calls them → how they are done. Every other verb is a step of the topic.
ACTS: Mapping[str, Act] = {
    "minutes": minutes,
    "amend": amend,
    "answer_amendment": answer_amendment,
    "object": object_,
    "answer_objection": answer_objection,
    "answer_petition": answer_petition,
    "confirm": confirm,
    "open_rows": open_rows,
    "project": project,
    "start": project_step("start"),
    "finish": project_step("finish"),
    "note": project_step("note"),
    "reschedule": project_step("reschedule"),
    "reach": reach,
    "rate": rate,
    "remark": remark,
    "draft_covenant": draft_covenant,
    "hand_in": covenant_step("submit"),
    "open_vote": covenant_step("open_vote"),
    "adopt": covenant_step("adopt"),
    "file": covenant_step("file"),
}
