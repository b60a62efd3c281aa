"""What the two counters may take to a court, and how it is checked against what was published."""

import csv
import io

from server.ballots.roll import receipt, root
from tests.ballots.desk import Desk
from tests.ballots.openings import COURT, Counters
from tests.ballots.scenes import open_voting


class TestCourt:
    def rows(self, answer):
        assert answer.status_code == 200, answer.json
        return list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))

    def test_only_what_a_court_asked_for_is_taken_away(self, counters):
        answer = counters.export(counters.opened())

        assert (answer.status_code, answer.json["code"]) == (409, "not_for_court")

    def test_the_sheet_is_checked_against_what_was_published(self, counters):
        rows = self.rows(counters.export(counters.opened(**COURT)))
        said = dict(rows[: rows.index([])])
        columns, *ballots = rows[rows.index([]) + 1 :]
        public = counters.voting.secretary.get(f"polls/{counters.voting.poll_id}/publication").json

        assert (said["题目"], said["票箱根"]) == ("是否同意更换单元门？", public["count"]["box_root"])
        assert (said["条款哈希"], said["名册根"]) == (public["terms_hash"], public["roll_root"])
        assert COURT["reason"] in said["依据"]
        found = [dict(zip(columns, one, strict=True)) for one in ballots]
        assert [one["选择"] for one in found] == ["赞成", "反对"]
        poll = int(said["表决编号"])
        made = [
            receipt(poll, int(one["户编号"]), int(one["选项编号"]), bytes.fromhex(one["盐"])) for one in found
        ]
        assert [one.hex() for one in made] == [one["回执"] for one in found]
        assert root(sorted(made)).hex() == public["count"]["box_root"]

    def test_no_cell_is_a_formula(self, community):
        voting = open_voting(community, question="=HYPERLINK(1)").counted("赞成", "赞成")
        counters = Counters(voting)
        rows = self.rows(counters.export(counters.opened(**COURT)))

        assert dict(rows[:2])["题目"] == "'=HYPERLINK(1)"

    def test_paper_is_a_row_like_any_other(self, voting):
        desk = Desk(voting)
        serial = desk.serial(0)
        assert desk.enter(desk.one, serial).status_code == 200
        assert desk.enter(desk.two, serial).status_code == 200
        counters = Counters(voting)
        assert voting.vote(voting.member(door=1), "赞成", door=1).status_code == 200
        voting.close()
        items = counters.look(counters.opened()).json["items"]

        assert [(one["channel"], one["by"] == "") for one in items] == [("paper", True), ("phone", False)]
