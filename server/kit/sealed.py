"""Sealed text: personal data as authenticated ciphertext, found again by a keyed index.

Bytes of a sealed value: ``ver(1) | alg(1) | key_id(4, big-endian) | nonce(12) | ciphertext | tag(16)``.
``alg`` 1 is AES-256-GCM, 2 is SM4-GCM (GB/T 32907). Additional data is
``table|column|community_id|row_id|ver``, so a value that is moved to another row, column or
community does not open. Nonces are random: keep each key below 2**32 seals (NIST SP 800-38D).

The index key is as secret as the data: there are so few possible numbers that whoever holds both
key and index can try them all. It must differ from every sealing key and stay out of the database.
"""

import base64
import binascii
import hmac
import os
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.kit.idcard import upgrade

VERSION = 1
AES_256_GCM = 1
SM4_GCM = 2
KEY_BYTES = 32
INDEX_BYTES = 16
OVERHEAD = 34  # everything in a sealed value that is not ciphertext

_NONCE = slice(6, 18)
_TAG_BYTES = 16
_MOBILE_WITH_COUNTRY = re.compile(r"(?:\+86|0086|86)(1[0-9]{10})")
_NOISE = re.compile(r"[\s\-\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


class SealError(Exception):
    """A value cannot be sealed or opened. The message carries neither text nor key."""


class Vault:
    """Seals with the current key, opens with every key it holds.

    ``keys`` maps key ids (1 to 2**32-1) to 32 secret bytes each; ``current`` is the id that new
    values get; ``index_key`` (32 bytes or more) serves look-ups only. ``alg`` says how new values
    are sealed; both algorithms can be opened. Each algorithm gets its own key by HKDF.
    """

    def __init__(
        self, keys: Mapping[int, bytes], current: int, index_key: bytes, alg: int = AES_256_GCM
    ) -> None:
        _refuse_weak(keys, index_key)
        if current not in keys:
            raise SealError("密钥配置有误：当前密钥编号不在密钥列表中")
        if alg not in (AES_256_GCM, SM4_GCM):
            raise SealError("密钥配置有误：不认识的加密算法编号")
        self._aes = {key_id: AESGCM(_derive(key, b"seal|aes-256-gcm", 32)) for key_id, key in keys.items()}
        self._sm4 = {key_id: _derive(key, b"seal|sm4-gcm", 16) for key_id, key in keys.items()}
        self._head = bytes((VERSION, alg)) + current.to_bytes(4, "big")
        # One key per purpose: equal values in two fields give unrelated indexes.
        self._field_key = cache(lambda field: _derive(index_key, b"index|" + field.encode(), 32))

    def seal(self, text: str, *, table: str, column: str, row: int, community: int = 0) -> bytes:
        """``text`` as bytes that open only at this place; 34 bytes longer than its UTF-8."""
        bound = _bound(table, column, community, row)
        nonce = os.urandom(12)
        return self._head + nonce + self._encrypt(nonce, _utf8(text), bound)

    def open(self, sealed: bytes, *, table: str, column: str, row: int, community: int = 0) -> str:
        """The text. Raises ``SealError`` for another place, unknown key, damage or forgery."""
        if len(sealed) < OVERHEAD or sealed[0] != VERSION:
            raise SealError("密文格式不正确，无法读取")
        if self.key_id_of(sealed) not in self._aes:
            raise SealError("密文所用的密钥不在本系统中，无法读取")
        try:
            return self._decrypt(sealed, _bound(table, column, community, row)).decode()
        except InvalidTag:
            raise SealError("密文未通过完整性校验，可能被改动或移动过") from None

    def is_stale(self, sealed: bytes) -> bool:
        """True when a value should be sealed anew: another key, algorithm or version than now."""
        return sealed[:6] != self._head

    @staticmethod
    def key_id_of(sealed: bytes) -> int:
        """The id of the key a value was sealed with, for counting what a rotation has left."""
        return int.from_bytes(sealed[2:6], "big")

    def blind_index(self, field: str, value: str) -> bytes:
        """16 bytes that are equal for equal numbers. For ID numbers and phones only.

        Names, doors and dates are too few: how often an index occurs would betray them.
        """
        text = _utf8(f"v1|{field}|{normalise(value)}")
        return hmac.digest(self._field_key(field), text, "sha256")[:INDEX_BYTES]

    def _encrypt(self, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        key_id = self.key_id_of(self._head)
        if self._head[1] == AES_256_GCM:
            return self._aes[key_id].encrypt(nonce, text, bound)
        encryptor = Cipher(algorithms.SM4(self._sm4[key_id]), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(text) + encryptor.finalize() + encryptor.tag

    def _decrypt(self, sealed: bytes, bound: bytes) -> bytes:
        key_id, nonce, body = self.key_id_of(sealed), sealed[_NONCE], sealed[_NONCE.stop :]
        if sealed[1] == AES_256_GCM:
            return self._aes[key_id].decrypt(nonce, body, bound)
        if sealed[1] != SM4_GCM:
            raise SealError("密文格式不正确，无法读取")
        mode = modes.GCM(nonce, body[-_TAG_BYTES:])
        decryptor = Cipher(algorithms.SM4(self._sm4[key_id]), mode).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(body[:-_TAG_BYTES]) + decryptor.finalize()


def normalise(value: str) -> str:
    """One spelling for each ID number and phone: half-width, no spaces or dashes, capital X,
    18 digits for 15, no +86 before a mobile number."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", value)).upper()
    if mobile := _MOBILE_WITH_COUNTRY.fullmatch(plain):
        return mobile[1]
    return upgrade(plain)


def parse_keys(text: str) -> dict[int, bytes]:
    """Keys from ``1:base64,2:base64`` (32 bytes each, standard alphabet)."""
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        if not re.fullmatch(r"[0-9]{1,10}", key_id) or int(key_id) in keys:
            raise SealError("密钥配置有误：应写作“编号:base64”，编号不能重复，多个之间用逗号分开")
        keys[int(key_id)] = _decode(encoded)
    return keys


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise SealError("密钥配置有误：密钥不是有效的 base64") from None


def _refuse_weak(keys: Mapping[int, bytes], index_key: bytes) -> None:
    if any(not 0 < key_id < 1 << 32 for key_id in keys):
        raise SealError("密钥配置有误：密钥编号应在 1 至 4294967295 之间")
    if any(len(key) != KEY_BYTES for key in keys.values()) or len(index_key) < KEY_BYTES:
        raise SealError("密钥配置有误：加密密钥应为 32 字节，索引密钥至少 32 字节")
    if index_key in keys.values():
        raise SealError("密钥配置有误：索引密钥不能与加密密钥相同")


def _bound(table: str, column: str, community: int, row: int) -> bytes:
    # A separator inside a name would let two different places share one spelling.
    if "|" in table or "|" in column:
        raise SealError("表名和列名中不能有竖线")
    return f"{table}|{column}|{community}|{row}|{VERSION}".encode()


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        # That error holds the whole text; lone surrogates do arrive in JSON.
        raise SealError("文字中有无法保存的字符，请重新输入") from None


def _derive(key: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt=None, info=purpose).derive(key)
