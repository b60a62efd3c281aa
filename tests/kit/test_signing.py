"""Signatures anybody can check, and keys that are refused before anything is signed with them."""

import base64

import pytest

from server.kit.sealed import SealError
from server.kit.signing import SIGNATURE_BYTES, Keyring, fingerprint

#: RFC 8032, section 7.1, test 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
MESSAGE = bytes.fromhex("72")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_it_signs_as_the_standard_says():
    ring = Keyring.parse(f"1:{text(SEED)}")

    assert ring.sign(MESSAGE) == SIGNATURE
    assert len(SIGNATURE) == SIGNATURE_BYTES
    assert ring.public_keys == {"1": PUBLIC}
    assert ring.signed("1", MESSAGE, SIGNATURE)


def test_another_message_key_or_signature_is_not_signed():
    ring = Keyring({7: SEED, 8: b"o" * 32}, {})

    assert not ring.signed("7", b"other", SIGNATURE)
    assert not ring.signed("8", MESSAGE, SIGNATURE)
    assert not ring.signed("9", MESSAGE, SIGNATURE)
    assert not ring.signed("7", MESSAGE, SIGNATURE[:-1])
    assert not ring.signed("7", MESSAGE, bytes(64))
    assert (ring.knows("7"), ring.knows("9")) == (True, False)


def test_the_highest_key_signs_and_a_retired_one_needs_no_seed():
    ring = Keyring.parse(f"3:public:{text(PUBLIC)}, 10:{text(b'n' * 32)}")

    assert ring.current == "10"
    assert list(ring.public_keys) == ["3", "10"]
    assert ring.signed("3", MESSAGE, SIGNATURE)
    assert ring.signed("10", MESSAGE, ring.sign(MESSAGE))


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("", "应写作"),
        ("1", "32 字节"),
        ("1:****", "base64"),
        (f"1:{text(SEED)},1:{text(SEED)}", "不能重复"),
        (f"1:{text(SEED[:31])}", "32 字节"),
        (f"1:public:{text(PUBLIC)}", "不能只有公钥"),
        (f"1:{text(SEED)},2:public:{text(PUBLIC)}", "不能只有公钥"),
    ],
)
def test_keys_that_cannot_sign_are_refused_in_words_that_show_no_key(keys, why):
    with pytest.raises(SealError, match=why) as refused:
        Keyring.parse(keys)

    assert text(SEED) not in str(refused.value)


def test_the_fingerprint_is_short_enough_to_compare():
    assert fingerprint(PUBLIC) == "39f713d0a644253f"
