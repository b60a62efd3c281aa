"""Sealed values: they open where they were sealed, and nowhere else. Numbers are made by rule."""

import base64
import hmac

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from server.kit.sealed import (
    AES_256_GCM,
    OVERHEAD,
    SM4_GCM,
    SealError,
    Vault,
    normalise,
    parse_keys,
)

KEYS = {1: b"a" * 32, 2: b"b" * 32}
INDEX_KEY = b"i" * 32
AES = Vault(KEYS, 1, INDEX_KEY)
SM4 = Vault(KEYS, 1, INDEX_KEY, SM4_GCM)
PLACE = {"table": "person_vault", "column": "id_number", "row": 77, "community": 5}
FULL_WIDTH = str.maketrans("0123456789X+", "０１２３４５６７８９Ｘ＋")
ID_NUMBER = "11010519491231002X"

vaults = st.sampled_from([AES, SM4])
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="|"), max_size=20)
places = st.fixed_dictionaries(
    {
        "table": words,
        "column": words,
        "row": st.integers(0, 2**63 - 1),
        "community": st.integers(0, 2**31),
    }
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def _flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


class TestSealAndOpen:
    @given(vaults, texts, places)
    def test_what_was_sealed_opens_at_its_place(self, vault, text, place):
        sealed = vault.seal(text, **place)

        assert vault.open(sealed, **place) == text
        assert len(sealed) == len(text.encode()) + OVERHEAD

    @given(vaults, texts, places, places)
    def test_it_does_not_open_at_another_place(self, vault, text, place, other):
        sealed = vault.seal(text, **place)

        if place != other:
            with pytest.raises(SealError):
                vault.open(sealed, **other)

    @pytest.mark.parametrize("vault", [AES, SM4])
    @pytest.mark.parametrize(
        "moved", [{"table": "person"}, {"column": "phone"}, {"row": 78}, {"community": 6}]
    )
    def test_every_part_of_the_place_counts(self, vault, moved):
        sealed = vault.seal(ID_NUMBER, **PLACE)

        with pytest.raises(SealError, match="完整性"):
            vault.open(sealed, **(PLACE | moved))

    @pytest.mark.parametrize("vault", [AES, SM4])
    def test_every_single_flipped_bit_is_noticed(self, vault):
        sealed = vault.seal("李", **PLACE)

        for bit in range(len(sealed) * 8):
            with pytest.raises(SealError):
                vault.open(_flip(sealed, bit), **PLACE)

    @pytest.mark.parametrize("vault", [AES, SM4])
    def test_every_truncation_and_every_extension_is_noticed(self, vault):
        sealed = vault.seal(ID_NUMBER, **PLACE)

        for damaged in [*(sealed[:length] for length in range(len(sealed))), sealed + b"\0"]:
            with pytest.raises(SealError):
                vault.open(damaged, **PLACE)

    @pytest.mark.parametrize("name", ["table", "column"])
    def test_a_separator_in_a_name_is_refused(self, name):
        with pytest.raises(SealError, match="竖线"):
            AES.seal(ID_NUMBER, **(PLACE | {name: "a|b"}))

    def test_the_same_text_never_seals_to_the_same_bytes(self):
        assert len({AES.seal(ID_NUMBER, **PLACE) for _ in range(100)}) == 100

    @given(vaults, texts.filter(lambda text: len(text) > 3))
    def test_no_error_carries_text_or_cause(self, vault, text):
        sealed = _flip(vault.seal(text, **PLACE), 200)

        with pytest.raises(SealError) as caught:
            vault.open(sealed, **PLACE)
        assert text not in str(caught.value)
        assert caught.value.__cause__ is None

    def test_half_a_character_is_refused_without_the_text(self):
        for refused in (
            lambda: AES.seal("王芳\ud83d", **PLACE),
            lambda: AES.blind_index("phone", "138\ud83d"),
        ):
            with pytest.raises(SealError, match="无法保存的字符") as caught:
                refused()
            assert caught.value.__suppress_context__


class TestFormat:
    def test_the_bytes_are_those_of_the_documented_format(self):
        vault = Vault({0x01020304: b"a" * 32}, 0x01020304, INDEX_KEY)
        sealed = vault.seal("王芳", **PLACE)
        key = HKDF(hashes.SHA256(), 32, salt=None, info=b"seal|aes-256-gcm").derive(b"a" * 32)
        bound = b"person_vault|id_number|5|77|1"

        assert sealed[:6] == bytes([1, AES_256_GCM, 1, 2, 3, 4])
        assert AESGCM(key).decrypt(sealed[6:18], sealed[18:], bound) == "王芳".encode()

    def test_the_second_byte_names_the_algorithm(self):
        assert SM4.seal("", **PLACE)[:6] == bytes([1, SM4_GCM, 0, 0, 0, 1])

    def test_a_vault_opens_both_algorithms_whichever_it_seals_with(self):
        assert AES.open(SM4.seal("王芳", **PLACE), **PLACE) == "王芳"
        assert SM4.open(AES.seal("王芳", **PLACE), **PLACE) == "王芳"

    @pytest.mark.parametrize(("offset", "value"), [(0, 2), (1, 3), (1, 0)])
    def test_an_unknown_version_or_algorithm_is_refused(self, offset, value):
        sealed = bytearray(AES.seal(ID_NUMBER, **PLACE))
        sealed[offset] = value

        with pytest.raises(SealError, match="格式"):
            AES.open(bytes(sealed), **PLACE)


class TestRotation:
    def test_old_values_open_and_new_values_use_the_new_key(self):
        before, after = Vault(KEYS, 1, INDEX_KEY), Vault(KEYS, 2, INDEX_KEY)
        old, new = before.seal("旧", **PLACE), after.seal("新", **PLACE)

        assert after.open(old, **PLACE) == "旧"
        assert [Vault.key_id_of(old), Vault.key_id_of(new)] == [1, 2]
        assert [after.is_stale(old), after.is_stale(new)] == [True, False]

    def test_a_change_of_algorithm_makes_values_stale(self):
        assert SM4.is_stale(AES.seal("旧", **PLACE))

    def test_a_retired_key_no_longer_opens(self):
        old = AES.seal("旧", **PLACE)

        with pytest.raises(SealError, match="密钥不在本系统"):
            Vault({2: KEYS[2]}, 2, INDEX_KEY).open(old, **PLACE)


class TestBlindIndex:
    def test_it_is_the_documented_function(self):
        key = HKDF(hashes.SHA256(), 32, salt=None, info=b"index|phone").derive(INDEX_KEY)
        expected = hmac.digest(key, b"v1|phone|13812341111", "sha256")[:16]

        assert AES.blind_index("phone", "+86 138-1234-1111") == expected

    @pytest.mark.parametrize(
        "spelling",
        [
            ID_NUMBER.lower(),
            ID_NUMBER.translate(FULL_WIDTH),
            f" {ID_NUMBER[:6]} {ID_NUMBER[6:14]}　{ID_NUMBER[14:]}\n",
            f"\u200b{ID_NUMBER}\ufeff",
            "110105491231002",
        ],
    )
    def test_all_spellings_of_an_id_number_meet(self, spelling):
        assert AES.blind_index("id_number", spelling) == AES.blind_index("id_number", ID_NUMBER)

    @pytest.mark.parametrize(
        "spelling",
        ["+8613812341111", "86 138 1234 1111", "0086-13812341111", "１３８１２３４１１１１", "138–1234–1111"],
    )
    def test_all_spellings_of_a_phone_meet(self, spelling):
        assert normalise(spelling) == "13812341111"

    @given(st.text(max_size=30))
    def test_normalising_twice_is_normalising_once_for_numbers(self, text):
        typed = "".join(char for char in text if char in "0123456789xX+- ")

        assert normalise(normalise(typed)) == normalise(typed)

    @given(st.integers(10**10, 10**11 - 1), st.integers(10**10, 10**11 - 1))
    def test_different_numbers_differ(self, one, other):
        same = AES.blind_index("phone", str(one)) == AES.blind_index("phone", str(other))

        assert same == (one == other)

    def test_fields_and_keys_are_apart(self):
        other = Vault(KEYS, 1, b"j" * 32)

        assert AES.blind_index("phone", "1") != AES.blind_index("id_number", "1")
        assert AES.blind_index("phone", "1") != other.blind_index("phone", "1")

    def test_rotating_the_sealing_key_keeps_the_index(self):
        after = Vault(KEYS, 2, INDEX_KEY, SM4_GCM)

        assert AES.blind_index("phone", "13812341111") == after.blind_index("phone", "13812341111")


class TestKeys:
    def test_keys_are_read_from_the_environment_form(self):
        one, two = (base64.b64encode(KEYS[key_id]).decode() for key_id in (1, 2))

        assert parse_keys(f"1:{one}, 2:{two}") == KEYS

    @pytest.mark.parametrize("text", ["", "abc", "x:YQ==", "1:YQ==,1:YQ==", "-1:YQ==", "１:YQ=="])
    def test_another_form_is_refused(self, text):
        with pytest.raises(SealError, match="编号"):
            parse_keys(text)

    @pytest.mark.parametrize("encoded", ["秘密", "a", "YQ=", "Y Q=="])
    def test_what_is_not_base64_is_refused_without_repeating_it(self, encoded):
        with pytest.raises(SealError, match="不是有效的 base64") as caught:
            parse_keys(f"1:{encoded}")
        assert caught.value.__cause__ is None

    @pytest.mark.parametrize(
        ("keys", "current", "index_key", "alg", "why"),
        [
            ({1: b"a" * 16}, 1, INDEX_KEY, 1, "32 字节"),
            (KEYS, 1, b"i" * 31, 1, "32 字节"),
            (KEYS, 1, KEYS[2], 1, "不能与加密密钥相同"),
            (KEYS, 3, INDEX_KEY, 1, "不在密钥列表"),
            (KEYS, 1, INDEX_KEY, 3, "算法"),
            ({0: b"a" * 32}, 0, INDEX_KEY, 1, "1 至"),
            ({1 << 32: b"a" * 32}, 1 << 32, INDEX_KEY, 1, "1 至"),
        ],
    )
    def test_a_weak_or_wrong_configuration_is_refused(self, keys, current, index_key, alg, why):
        with pytest.raises(SealError, match=why):
            Vault(keys, current, index_key, alg)

    def test_no_key_shows_in_the_repr_of_a_vault(self):
        assert "aaa" not in repr(AES)
