"""A copy as its person unpacks it."""

import io
import json
import zipfile
from typing import Any

from tests.support.callers import Caller

README = "说明.txt"


def files_of(data: bytes) -> dict[str, str]:
    """File name → its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def text_of(caller: Caller) -> str:
    """Everything that is written in his copy."""
    answer = caller.get("/me/copy")
    assert answer.status_code == 200, answer.json
    return "\n".join(files_of(answer.data).values())


def parts_of(caller: Caller) -> dict[str, list[dict[str, Any]]]:
    """Name of a part → its rows."""
    answer = caller.get("/me/copy")
    assert answer.status_code == 200, answer.json
    files = files_of(answer.data)
    return {name.removesuffix(".json"): json.loads(files[name]) for name in files if name != README}
