"""What one version changes in the one before, as people would say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.deliberation.covenants.changes import Article, compare


def numbered(*pairs):
    return [Article(number, title, body) for number, (title, body) in enumerate(pairs, 1)]


DOGS, HALLS, NIGHT = ("养犬", "遛狗牵绳"), ("楼道", "不堆杂物"), ("", "夜里安静")


def kinds(old, new):
    changes, removed = compare(numbered(*old), numbered(*new))
    return [one.kind for one in changes], [one.body for one in removed]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ([DOGS, HALLS], [DOGS, HALLS], (["same", "same"], [])),
        ([DOGS, HALLS], [DOGS, HALLS, NIGHT], (["same", "same", "added"], [])),
        ([DOGS, HALLS], [HALLS], (["same"], ["遛狗牵绳"])),
        ([DOGS, HALLS], [NIGHT, DOGS, HALLS], (["added", "same", "same"], [])),
        ([DOGS], [("养犬", "遛狗牵绳，及时清理")], (["changed"], [])),
        ([DOGS], [("文明养犬", "遛狗牵绳")], (["changed"], [])),
        ([NIGHT], [("", "晚上十点后安静")], (["changed"], [])),
        ([DOGS], [("停车", "按位停放")], (["added"], ["遛狗牵绳"])),
        ([DOGS, DOGS], [DOGS], (["same"], ["遛狗牵绳"])),
        ([], [DOGS], (["added"], [])),
    ],
)
def test_a_change_is_named_as_people_would_name_it(old, new, said):
    assert kinds(old, new) == said


PAIRS = st.lists(
    st.tuples(st.sampled_from(["", "养犬", "楼道"]), st.sampled_from(["一", "二", "三"])), max_size=6
)


@given(PAIRS, PAIRS)
def test_every_old_article_is_found_again_once_or_gone(old, new):
    changes, removed = compare(numbered(*old), numbered(*new))
    kept = [one.before for one in changes if one.before]

    assert sorted([*(one.number for one in kept), *(one.number for one in removed)]) == list(
        range(1, len(old) + 1)
    )
    assert [one.article for one in changes] == numbered(*new)


@given(PAIRS)
def test_a_new_order_changes_nothing_that_was_agreed(old):
    changes, removed = compare(numbered(*old), numbered(*reversed(old)))

    assert {one.kind for one in changes} <= {"same"}
    assert removed == []
