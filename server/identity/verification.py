"""Whether a name and a number belong together, behind one interface.

A match proves that the pair exists, never who holds the phone nor that he lives there: the
committee, which knows the door, decides.
"""

import logging
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

import structlog
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.faceid.v20180301.faceid_client import FaceidClient
from tencentcloud.faceid.v20180301.models import IdCardVerificationRequest

from server.config import Settings
from server.identity.models import Assurance
from server.identity.models_enrolment import RollMatch

log = structlog.get_logger()
SECONDS = 5
# At DEBUG the SDK writes whole requests and answers, with the name and the number.
logging.getLogger("tencentcloud_sdk_common").setLevel(logging.INFO)


class Outcome(StrEnum):
    MATCH = "match"
    NO_MATCH = "no_match"
    NO_RECORD = "no_record"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Question:
    """Lives in memory for one call."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    roll: RollMatch


@dataclass(frozen=True, slots=True)
class Finding:
    """`assurance`: how sure the name is after this."""

    outcome: Outcome
    assurance: Assurance


class RealNameVerifier(Protocol):
    def verify(self, question: Question) -> Finding:
        """Never raises: what cannot be asked is UNAVAILABLE."""
        ...


class RollVerifier:
    """No provider: the check digit was right, and the committee's roll may name him in this home."""

    def verify(self, question: Question) -> Finding:
        if question.roll is RollMatch.MATCHED:
            return Finding(Outcome.MATCH, Assurance.ROLL)
        return Finding(Outcome.NO_RECORD, Assurance.SELF_DECLARED)


class TencentVerifier:
    """Tencent Cloud FaceID, IdCardVerification of 2018-03-01.

    https://cloud.tencent.com/document/api/1007/33188
    """

    def __init__(self, secret_id: str, secret_key: str, origin: str | None = None) -> None:
        self._client = FaceidClient(Credential(secret_id, secret_key), "", _profile(origin))

    def verify(self, question: Question) -> Finding:
        request = IdCardVerificationRequest()
        request.Name, request.IdCard = question.name, question.number
        try:
            answer: Any = self._client.IdCardVerification(request)
        except TencentCloudSDKException as error:
            # The code is Tencent's own word; the message may repeat what was sent.
            log.warning("real_name_unavailable", code=error.get_code())
            return Finding(Outcome.UNAVAILABLE, Assurance.NONE)
        return _FINDINGS.get(answer.Result, _UNAVAILABLE)


_UNAVAILABLE = Finding(Outcome.UNAVAILABLE, Assurance.NONE)
_REFUSED = Finding(Outcome.NO_MATCH, Assurance.NONE)
#: 0 match, -1 no match, -2 bad number, -3 bad name, -5 no record; -4, -6, -7 ask again later.
_FINDINGS = {
    "0": Finding(Outcome.MATCH, Assurance.PROVIDER),
    "-1": _REFUSED,
    "-2": _REFUSED,
    "-3": _REFUSED,
    "-5": Finding(Outcome.NO_RECORD, Assurance.SELF_DECLARED),
}


def _profile(origin: str | None) -> ClientProfile:
    parts = urlsplit(origin or "https://faceid.tencentcloudapi.com")
    http = HttpProfile(protocol=parts.scheme, endpoint=parts.netloc, reqTimeout=SECONDS)
    return ClientProfile(httpProfile=http)


def make_verifier(settings: Settings) -> RealNameVerifier:
    if settings.identity_provider == "tencent":
        return TencentVerifier(settings.tencent_id, settings.tencent_key, settings.tencent_origin)
    return RollVerifier()
