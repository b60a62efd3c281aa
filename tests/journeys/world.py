"""What the journey over HTTP starts from: a register, an empty deployment, and phones."""

from io import BytesIO
from typing import Any

from PIL import Image

from server.kit.idcard import check_digit
from server.kit.spreadsheet import OutSheet, write_book
from server.places.register import COLUMNS

STREET, JINQIU, CUNTOU, GUIHUA = "990101001000", "990101001001", "990101001201", "990101002001"
REGIONS = [
    ("990101000000", "云湖区", "区", None, None),
    (STREET, "月湖街道", "街道", "990101000000", None),
    ("990101002000", "桂花镇", "街道", "990101000000", None),
    (JINQIU, "锦秋居委会", "社区", STREET, "居委"),
    (CUNTOU, "村头村委会", "社区", STREET, "村委"),
    (GUIHUA, "桂花居委会", "社区", "990101002000", "居委"),
]
ESTATES = [
    (JINQIU, "锦秋花园", "商品房", "锦秋路 18 号", None),
    (JINQIU, "锦秋南苑", "动迁房", "锦秋路 20 号", None),
    (CUNTOU, "村头村", "村", None, None),
    (GUIHUA, "桂花里", "售后公房", None, None),
]
HOMES = [
    (JINQIU, "锦秋花园", "3号楼", "502室", "89.05", "李秀英", None),
    (JINQIU, "锦秋花园", "3号楼", "503室", "120", "陈志强", None),
    (JINQIU, "锦秋花园", "5号楼", "101室", "66.5", "王建国", None),
    (JINQIU, "锦秋南苑", "1号楼", "101室", "60", "赵丽华", None),
    (CUNTOU, "村头村", "东区", "8", "210", "孙伟", None),
    (GUIHUA, "桂花里", "2号楼", "301室", "54.2", "周海燕", None),
]


def book(regions: Any = REGIONS, estates: Any = ESTATES, homes: Any = HOMES) -> bytes:
    rows = {"区划": regions, "小区": estates, "房屋": homes}
    return write_book([OutSheet(name, [one.title for one in COLUMNS[name]], rows[name]) for name in COLUMNS])


def number(born: str, order: int) -> str:
    body = f"990101{born}{order:03d}"
    return body + check_digit(body)


def photo() -> bytes:
    """A small JPEG with a place in its EXIF, as a phone makes it."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (31.0, 14.0, 3.0)}
    out = BytesIO()
    Image.new("RGB", (640, 480), (200, 180, 120)).save(out, "JPEG", exif=exif)
    return out.getvalue()


class Phone:
    """Somebody with WeChat, who signs in with a code and calls the API."""

    def __init__(self, app: Any, key: str) -> None:
        self.client, self.key = app.test_client(), key
        signed = self.client.post("/api/v1/sessions", json={"code": f"demo:{key}"})
        assert signed.status_code == 201, signed.json
        self.head = {"Authorization": f"Bearer {signed.json['token']}"}
        self.count = 0

    @property
    def openid(self) -> str:
        return f"demo-openid-{self.key}"

    def call(self, method: str, path: str, **words: Any) -> Any:
        headers = dict(self.head)
        if method == "POST":
            self.count += 1
            headers["Idempotency-Key"] = words.pop("key", f"{self.key}-journey-{self.count:05d}")
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **words)

    def get(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status_code == 200, (path, answer.json)
        return answer.json

    def post(self, path: str, expect: int = 201, **words: Any) -> Any:
        answer = self.call("POST", path, **words)
        assert answer.status_code == expect, (path, answer.json)
        return answer.json
