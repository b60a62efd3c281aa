"""Looks into an .xlsx before a parser does, and refuses what would blow it up.

An .xlsx is a zip of XML, and three small lies make it huge: contents that inflate a thousandfold, a
single cell at XFD1048576 (parsers lay out the whole rectangle), and one long shared string named by
a million cells. All three are measured here on the real, inflated contents. The parser then gets a
zip written anew from exactly what was measured, so that it cannot see something else.
"""

import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels"
    r"|xl/(workbook|styles|sharedStrings|worksheets/[^/]+)\.xml"
)
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_STRINGS = "xl/sharedStrings.xml"
# What zipfile and expat raise over damage, passwords and unknown compression.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    expat.ExpatError,
    RuntimeError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
)
_INDEX_DIGITS = 9
_SMALL = 1 << 20


class BookError(ValueError):
    """The file is refused as a whole; the message says why and what helps, in Chinese."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file and of its inflated parts, inflation factor, rows, columns, characters."""

    file_bytes: int = 10 * 2**20
    inflated_bytes: int = 120 * 2**20
    ratio: int = 100
    rows: int = 200_000
    columns: int = 40
    characters: int = 60_000_000


LIMITS = Limits()


def repack(data: bytes, limits: Limits = LIMITS) -> bytes:
    """The same workbook with only its known, measured parts. Raises ``BookError``."""
    if len(data) > limits.file_bytes:
        raise BookError(f"文件超过 {limits.file_bytes / 2**20:g} MB，请拆分后分次导入")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _inflate(archive, limits)
        if not any(name.startswith("xl/worksheets/") for name in parts):
            raise BookError("文件中没有工作表，请用 Excel 或 WPS 另存为 .xlsx 后再上传")
        _measure(parts, limits)
    except BookError:
        raise
    except _BROKEN as error:
        raise BookError("文件已损坏或设有密码，请用 Excel 或 WPS 另存为 .xlsx 后再上传") from error
    return _packed(parts)


def _inflate(archive: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = limits.inflated_bytes
    for entry in archive.infolist():
        if not _PARTS.fullmatch(entry.filename):
            continue
        if entry.filename in parts:
            raise BookError("文件结构异常：同一内容出现两次，请另存为新文件后再上传")
        most = min(left, max(_SMALL, entry.compress_size * limits.ratio))
        with archive.open(entry) as stream:
            body = stream.read(most + 1)
        if len(body) > most:
            raise BookError("文件展开后过大，请删去多余的行列或拆分后再上传")
        parts[entry.filename] = body
        left -= len(body)
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return target.getvalue()


def _measure(parts: dict[str, bytes], limits: Limits) -> None:
    strings = _Strings()
    if _STRINGS in parts:
        _parse(parts[_STRINGS], strings)
    characters = limits.characters
    # All parts: nothing stops a workbook from naming another part as one of its sheets.
    for body in parts.values():
        cells = _Cells(strings.lengths, limits, characters)
        _parse(body, cells)
        characters = cells.characters_left


def _parse(body: bytes, target: "_Strings | _Cells") -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = target.start
    parser.EndElementHandler = target.end
    parser.CharacterDataHandler = target.text
    parser.EntityDeclHandler = _no_entities
    parser.Parse(body, True)


def _no_entities(*_: object) -> None:
    raise BookError("文件结构异常：含有不允许的定义，请另存为新文件后再上传")


class _Strings:
    """The length of each shared string."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, name: str, _: dict[str, str]) -> None:
        if _local(name) == "si":
            self.lengths.append(0)

    def end(self, name: str) -> None:
        """Nothing closes that matters here."""

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Cells:
    """Where the filled cells of one sheet lie, and how much text they show."""

    def __init__(self, lengths: list[int], limits: Limits, characters: int) -> None:
        self.characters_left = characters
        self._lengths = lengths
        self._limits = limits
        self._row = self._column = 0
        self._shared = self._inside = False
        self._value = ""
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif tag == "c":
            self._place(attributes.get("r"))
            self._shared = attributes.get("t") == "s"
        elif tag in ("v", "is", "f"):
            self._inside, self._value, self._length = True, "", 0
            self._check()

    def end(self, name: str) -> None:
        if _local(name) in ("v", "is", "f"):
            self._inside = False
            shown = self._lengths[int(self._value)] if self._shared else self._length
            self.characters_left -= shown
            if self.characters_left < 0:
                raise BookError("表格中的文字过多，请拆分后再上传")

    def text(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._shared:
                # Only the number of a string is kept; whoever writes more than that is refused.
                self._value = (self._value + text)[:_INDEX_DIGITS]

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        cell = _CELL.fullmatch(reference)
        if cell is None:
            raise ValueError("not a cell reference")
        self._column, self._row = _column_number(cell[1]), int(cell[2])

    def _check(self) -> None:
        # One row more than the limit: the header.
        if self._row > self._limits.rows + 1:
            raise BookError(f"表格超过 {self._limits.rows} 行，请拆分后再上传")
        if self._column > self._limits.columns:
            raise BookError(f"表格超过 {self._limits.columns} 列，请删去多余的列后再上传")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
