"""Merkle roots against the published vectors of RFC 6962, and what a change does to them."""

import hashlib

from server.ballots.roll import heads, leaf, receipt, roll_root, root

# The test leaves and roots of certificate-transparency-go, from RFC 6962's reference implementation.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def test_roots_are_those_of_rfc_6962():
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(one)).digest() for one in INPUTS]

    assert {size: root(leaves[:size]).hex() for size in ROOTS} == ROOTS
    assert root([]) == hashlib.sha256(b"").digest()


def test_the_roll_reads_the_same_in_any_order_and_differs_by_one_home():
    homes = [(1, "3号楼 101", 8900, 1), (2, "3号楼 102", 9000, 2), (3, "4号楼 101", 7000, 1)]

    assert roll_root(9, homes) == roll_root(9, homes[::-1])
    assert roll_root(9, homes) != roll_root(9, homes[:2])
    assert roll_root(9, homes) != roll_root(8, homes)
    assert roll_root(9, homes) != roll_root(9, [(1, "3号楼 101", 8901, 1), *homes[1:]])
    assert roll_root(9, homes) != roll_root(9, [*homes[:2], (3, "4号楼 101", 7000, 3)])


def test_a_receipt_depends_on_the_choice_and_on_the_salt():
    salt = bytes(16)

    assert receipt(1, 2, 3, salt) == leaf({"poll": 1, "home": 2, "option": 3, "salt": salt})
    assert len({receipt(1, 2, 3, salt), receipt(1, 2, 4, salt), receipt(1, 2, 3, b"x" * 16)}) == 3


def test_homes_of_the_same_owners_are_one_head_and_unknown_owners_are_nobody_elses():
    ann, both = frozenset({b"ann"}), frozenset({b"ann", b"bob"})

    assert heads([ann, None, both, ann, None, ("developer", "甲"), ("developer", "甲")]) == [
        1,
        2,
        3,
        1,
        4,
        5,
        5,
    ]
