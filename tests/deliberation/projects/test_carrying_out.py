"""From the start to the finish: evidence, days, what is late, and what neighbours say of it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.models import Topic
from server.deliberation.projects import clockwork
from server.deliberation.projects.models import Milestone, Project
from server.extensions import db
from server.identity import queries as people
from server.identity.models import DutyRecord
from server.identity.service.duties import end_duty
from server.kit.frozen import FrozenError
from server.kit.worktime import end_of_day
from tests.deliberation.projects.undertakings import (
    DONE,
    day,
    days_pass,
    evaluating,
    formed,
    photo,
    reach,
    started,
    step,
)
from tests.factories import join, make_home, make_member, signed_in


def page(scene, project, who=None):
    return (who or scene.author).get(f"projects/{project['id']}").json


def tick(scene):
    with tenancy.in_community(scene.community.id), transaction():
        clockwork.tell_overdue()
    scene.deliver()


def told(who):
    return [one["title"] for one in who.get("notices").json["items"] if "项目" in one["title"]]


class TestMilestones:
    def test_a_milestone_is_done_with_words_a_photo_and_what_it_cost(self, scene):
        project = started(scene)

        answer = reach(scene.host, project, 1, spent_cents=150_000)

        assert answer.status_code == 200, answer.json
        done, left = answer.json["project"]["milestones"]
        assert (done["evidence"], done["spent_cents"], len(done["photos"])) == (DONE, 150_000, 1)
        assert (done["done_by"], left["done_at"]) == (scene.host.actor.name, None)
        assert answer.json["project"]["progress"] == {"done": 1, "total": 2, "overdue": 0}
        assert answer.json["project"]["spent_cents"] == 150_000

    @pytest.mark.parametrize(
        "form",
        [
            {"text": "装好了"},
            {"upload_ids": []},
            {"spent_cents": -1},
            {"verb": "undo"},
            {"spent_cents": "12"},
        ],
        ids=["nine words", "no photo", "less than nothing", "no such verb", "money as words"],
    )
    def test_without_its_evidence_it_is_not_done(self, scene, form):
        project = started(scene)

        assert reach(scene.host, project, 1, **form).status_code == 422
        assert page(scene, project)["project"]["progress"]["done"] == 0

    def test_it_is_done_once_and_by_whom_it_was_first_done(self, scene):
        project = started(scene)
        reach(scene.host, project, 1)

        again = reach(scene.secretary, project, 1, text="我又看了一遍，确实都装好了。")

        assert (again.status_code, again.json["code"]) == (409, "already_done")
        assert page(scene, project)["project"]["milestones"][0]["done_by"] == scene.host.actor.name

    def test_before_the_start_and_after_the_finish_nothing_is_reported(self, scene):
        waiting = formed(scene)
        assert reach(scene.host, waiting, 1).json["code"] == "not_implementing"

        assert reach(scene.host, evaluating(scene), 1).json["code"] == "already_done"

    def test_only_who_leads_reports_and_only_his_own_photos(self, scene):
        project = started(scene)

        assert reach(scene.author, project, 1).status_code == 403
        assert reach(scene.watch, project, 1, upload_ids=["1"]).status_code == 403
        assert reach(scene.host, project, 1, upload_ids=[photo(scene.author)]).status_code == 422
        stone = started(scene)["milestones"][0]
        foreign = {**project, "milestones": [stone]}
        assert reach(scene.host, foreign, 1).status_code == 404

    def test_an_ended_office_leads_nothing_any_more(self, scene):
        project = started(scene)
        former = make_member(scene.community, Role.COMMITTEE)
        person = people.get_person(former.actor.person_id)
        join(person, make_home(scene.estate))
        with tenancy.in_community(scene.community.id), transaction():
            end_duty(db.session.get(DutyRecord, former.actor.duties[0].duty_id))
        former = signed_in(person, scene.community)

        assert reach(former, project, 1).status_code == 403
        assert step(former, project, "finish", text="全部做完了，大家去看吧。").status_code == 403


class TestFinishing:
    def test_it_is_finished_only_when_every_milestone_is(self, scene):
        project = started(scene)
        reach(scene.host, project, 1)

        early = step(scene.host, project, "finish", text="充电桩全部通电，飞线已经拆除。")
        button = next(
            one for one in page(scene, project, scene.host)["mine"]["verbs"] if one["verb"] == "finish"
        )

        assert (early.status_code, early.json["message"]) == (409, "还有 1 个节点没有完成")
        assert button["shut"] == "还有 1 个节点没有完成"

    def test_the_households_are_asked_for_the_days_of_the_rules(self, scene):
        project = evaluating(scene)

        read = page(scene, project)["project"]
        evaluation = scene.author.get(f"topics/{project['topic_id']}/evaluation").json

        assert read["state"] == "evaluating"
        assert read["finished_at"] is not None
        assert (evaluation["phase"], evaluation["until"]) == ("open", day(14))

    def test_a_finish_says_what_became_of_it(self, scene):
        project = started(scene)

        assert step(scene.host, project, "finish", text="好了").status_code == 422


class TestDays:
    def test_what_is_late_is_flagged_and_told_once_and_moves_nothing(self, scene):
        project = started(scene)
        days_pass(scene, project, 12)

        for _ in range(3):
            tick(scene)

        read = page(scene, project)["project"]
        assert [one["overdue"] for one in read["milestones"]] == [True, False]
        assert read["milestones"][0]["days_late"] == 2
        assert read["progress"]["overdue"] == 1
        assert read["state"] == "implementing"
        assert read["next_sentence"].startswith("“选定施工单位”已超过计划日期 2 天")
        assert told(scene.author).count("项目节点过了计划日期") == 1

    def test_four_hundred_days_of_silence_finish_nothing(self, scene):
        project = started(scene)
        days_pass(scene, project, 400)

        tick(scene)

        assert page(scene, project)["project"]["state"] == "implementing"

    def test_a_day_is_moved_with_a_reason_and_the_first_one_stays(self, scene):
        project = started(scene)
        stones = project["milestones"]
        moved = [{"id": stones[0]["id"], "due_on": day(20)}, {"id": stones[1]["id"], "due_on": day(40)}]

        answer = step(
            scene.host,
            project,
            "reschedule",
            reason="施工单位要重新招标，晚十天。",
            due_on=day(45),
            milestones=moved,
        )

        assert answer.status_code == 200, answer.json
        read = answer.json["project"]
        assert (read["due_on"], read["first_due_on"], read["reschedules"]) == (day(45), day(30), 1)
        assert [(one["due_on"], one["first_due_on"]) for one in read["milestones"]] == [
            (day(20), day(10)), (day(40), day(30)),
        ]  # fmt: skip
        note = answer.json["notes"]["items"][0]
        assert (note["kind"], note["text"]) == ("reschedule", "施工单位要重新招标，晚十天。")
        assert note["moved"][2] == {"title": "全部完成", "from": day(30), "to": day(45)}
        with tenancy.in_community(scene.community.id):
            topic = db.session.scalars(select(Topic).where(Topic.id == int(project["topic_id"]))).one()
            assert topic.due_at == end_of_day(db.session.scalars(select(Project)).one().due_on)

    def test_what_was_moved_may_be_late_again_and_is_told_again(self, scene):
        project = started(scene)
        days_pass(scene, project, 12)
        tick(scene)
        moved = [{"id": project["milestones"][0]["id"], "due_on": day(4)}]
        assert (
            step(
                scene.host, project, "reschedule", reason="等材料到货，四天后完成。", milestones=moved
            ).status_code
            == 200
        )
        days_pass(scene, project, 5)
        tick(scene)

        assert told(scene.author).count("项目节点过了计划日期") == 2
        assert told(scene.author).count("项目日期有调整") == 1

    @pytest.mark.parametrize(
        ("form", "code"),
        [
            ({"reason": "晚几天", "due_on": 40}, None),
            ({"due_on": None}, "nothing_moved"),
            ({"due_on": -1}, "due_past"),
            ({"due_on": 20}, "milestone_after_due"),
            ({"stone": 35}, "milestone_after_due"),
            ({"foreign": 12}, "no_such_milestone"),
        ],
    )
    def test_days_that_do_not_fit_are_not_moved(self, scene, form, code):
        project = started(scene)
        said = {"reason": form.get("reason", "施工单位要重新招标，晚十天。")}
        if form.get("due_on") is not None:
            said["due_on"] = day(form["due_on"])
        if "stone" in form:
            said["milestones"] = [{"id": project["milestones"][1]["id"], "due_on": day(form["stone"])}]
        if "foreign" in form:
            said["milestones"] = [{"id": project["id"], "due_on": day(form["foreign"])}]

        answer = step(scene.host, project, "reschedule", **said)

        assert answer.status_code == 422, answer.json
        assert code is None or answer.json["code"] == code
        assert page(scene, project)["project"]["due_on"] == day(30)

    def test_a_project_whose_day_is_over_is_not_started_before_it_is_moved(self, scene):
        project = formed(scene)
        days_pass(scene, project, 31)

        late = step(scene.host, project, "start")
        stones = [{"id": one["id"], "due_on": day(5)} for one in project["milestones"]]
        moved = step(
            scene.host, project, "reschedule", reason="经费晚到了一个月。", due_on=day(5), milestones=stones
        )

        assert (late.status_code, late.json["code"]) == (409, "due_past")
        assert moved.status_code == 422, "nine characters are one too few"
        moved = step(
            scene.host,
            project,
            "reschedule",
            reason="专项经费晚到了一个月。",
            due_on=day(5),
            milestones=stones,
        )
        assert moved.status_code == 200, moved.json
        assert step(scene.host, project, "start").status_code == 200

    def test_neighbours_move_no_day_and_nobody_starts_twice(self, scene):
        project = started(scene)

        assert (
            step(
                scene.author, project, "reschedule", reason="希望早一点完成这个项目", due_on=day(20)
            ).status_code
            == 403
        )
        assert step(scene.host, project, "start").status_code == 409
        assert step(scene.author, project, "start").status_code == 403
        assert step(scene.host, project, "archive").status_code == 422


class TestNotes:
    def test_a_neighbours_words_are_read_once_they_are_checked_and_an_offices_at_once(self, scene):
        project = started(scene)
        one, two = scene.neighbours[:2]

        step(one, project, "note", text="能不能先装靠门口的两个？")
        before = [item["text"] for item in page(scene, project, two)["notes"]["items"]]
        own = [item["state"] for item in page(scene, project, one)["notes"]["items"]]
        scene.deliver()
        step(scene.host, project, "note", text="可以，本周先装门口两个。")

        after = [item["text"] for item in page(scene, project, two)["notes"]["items"]]
        assert (before, own) == (["今天开始实施。"], ["checking", "published"])
        assert after == ["可以，本周先装门口两个。", "能不能先装靠门口的两个？", "今天开始实施。"]

    def test_bad_words_stay_unread_and_doubtful_ones_wait_for_a_person(self, scene):
        project = started(scene)
        one, two = scene.neighbours[:2]
        for words in ("上赌博网站赚钱", "加微信领红包"):
            step(one, project, "note", text=words)
        scene.deliver()

        held = scene.host.get("projects/held-words").json["notes"]
        released = scene.host.post(
            f"projects/{project['id']}/notes/{held[0]['id']}/steps",
            json={"verb": "release", "reason": "没有问题"},
        )

        assert [item["text"] for item in held] == ["加微信领红包"]
        assert released.status_code == 200
        assert [item["text"] for item in page(scene, project, two)["notes"]["items"]] == [
            "加微信领红包",
            "今天开始实施。",
        ]
        again = {"verb": "release", "reason": "没有问题"}
        path = f"projects/{project['id']}/notes/{held[0]['id']}/steps"
        assert scene.host.post(path, json=again).status_code == 409
        assert two.post(path, json=again).status_code == 403

    def test_what_an_office_logged_is_not_hidden(self, scene):
        project = started(scene)
        note = page(scene, project)["notes"]["items"][0]

        hidden = scene.host.post(
            f"projects/{project['id']}/notes/{note['id']}/steps",
            json={"verb": "hide", "reason": "不想给人看"},
        )

        assert hidden.status_code == 404

    def test_the_log_pages(self, scene):
        project = started(scene)
        for number in range(4):
            step(scene.host, project, "note", text=f"第{number}条")

        path = f"projects/{project['id']}/notes"
        first = scene.author.get(path, query_string={"limit": 3}).json
        rest = scene.author.get(path, query_string={"limit": 3, "after": first["next"]}).json

        assert [one["text"] for one in rest["items"]] == ["第0条", "今天开始实施。"]


class TestRows:
    def refused(self, statement, rule):
        with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
            db.session.execute(text(statement))
        db.session.rollback()

    def test_the_database_keeps_what_a_project_promises(self, scene, inside):
        started(scene)
        self.refused("UPDATE milestone SET done_at = CURRENT_TIMESTAMP", "done_with_evidence")
        self.refused("UPDATE milestone SET spent_cents = 5", "spent")
        self.refused("UPDATE project SET budget_cents = 0", "money_has_a_source")
        self.refused("UPDATE project SET started_at = NULL, finished_at = formed_at", "begun_before_it_ends")
        self.refused("UPDATE project_note SET state = 'hidden'", "steps_are_public")

    def test_what_was_promised_first_is_not_rewritten(self, scene, inside):
        started(scene)
        stone = db.session.scalars(select(Milestone)).first()
        stone.title = "别的事"

        with pytest.raises(FrozenError):
            db.session.flush()
        db.session.rollback()
