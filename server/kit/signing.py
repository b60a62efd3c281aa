"""Signatures: what a deployment said, provable to anybody who has only its public keys.

Ed25519 (RFC 8032), a key being a seed of 32 secret bytes. Whoever can write into the database but does
not hold the current seed signs nothing; whoever holds a public key checks everything signed with it.
"""

import base64
import hashlib
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.kit.sealed import SealError, parse_keys

SIGNATURE_BYTES = 64
_KEY_BYTES = 32
_RETIRED = ":public:"


class Keyring:
    """Signs with the key of the highest id, checks with every key it holds.

    ``seeds`` maps key ids to secret seeds, ``retired`` to public keys of which the seed is kept no more.
    SealError when a key has not 32 bytes, or the highest id is a retired one.
    """

    def __init__(self, seeds: Mapping[int, bytes], retired: Mapping[int, bytes]) -> None:
        every = {**seeds, **retired}
        if any(len(key) != _KEY_BYTES for key in every.values()):
            raise SealError("签名密钥配置有误：密钥应为 32 字节")
        if max(every, default=0) not in seeds:
            raise SealError("签名密钥配置有误：编号最大的密钥用来签名，不能只有公钥")
        self.current = str(max(seeds))
        self._signing = Ed25519PrivateKey.from_private_bytes(seeds[max(seeds)])
        opened = {number: Ed25519PrivateKey.from_private_bytes(seed) for number, seed in seeds.items()}
        self._public = {str(number): key.public_key() for number, key in opened.items()}
        self._public |= {
            str(number): Ed25519PublicKey.from_public_bytes(key) for number, key in retired.items()
        }

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Keys from ``1:<base64>,2:<base64>``; of one that signs no more ``1:public:<base64>`` is enough."""
        keys = parse_keys(text.replace(_RETIRED, ":"))
        gone = {int(part.partition(":")[0]) for part in text.split(",") if _RETIRED in part}
        return cls(
            {number: key for number, key in keys.items() if number not in gone},
            {number: key for number, key in keys.items() if number in gone},
        )

    def sign(self, message: bytes) -> bytes:
        """64 bytes by the current key."""
        return self._signing.sign(message)

    def knows(self, key_id: str) -> bool:
        return key_id in self._public

    def signed(self, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether this key signed exactly this message. False too for a key that is not known."""
        try:
            self._public[key_id].verify(signature, message)
        except (InvalidSignature, KeyError):
            return False
        return True

    @property
    def public_keys(self) -> dict[str, bytes]:
        """Key id → the 32 bytes that may be published, in the order of the ids."""
        return {
            key_id: self._public[key_id].public_bytes(Encoding.Raw, PublicFormat.Raw)
            for key_id in sorted(self._public, key=int)
        }


def fingerprint(public_key: bytes) -> str:
    """What a person compares: the first 16 hexadecimal digits of the public key's SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def encode(public_key: bytes) -> str:
    return base64.b64encode(public_key).decode()
