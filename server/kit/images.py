"""Pictures from strangers, made harmless: decoded, turned upright, shrunk and written anew.

Nothing of the file that was sent survives but pixels: no EXIF, GPS, comments, colour profile,
animation, nor anything hung before or behind the picture (telephones hang films and second pictures
there). A file that is a page, a script, an archive or a document as well is refused. Only JPEG, PNG,
WebP and GIF are read (a GIF's first frame); the type is found from the content, never from a name or
header. JPEG stays JPEG; the others become WebP, which keeps transparency and sharp edges.

Memory stays under 300 MB: a JPEG is decoded at a fraction of its size, other pictures are shrunk band
by band, and kinds whose decoder keeps several copies may have fewer pixels.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image
from PIL.Image import Resampling, Transpose

MAX_BYTES = 10 * 2**20
MAX_PIXELS = 50_000_000
SIDE = 1600
THUMBNAIL_SIDE = 480
QUALITY = 82

# Each scan of a progressive JPEG goes over the whole picture: a small file may hold thousands.
# Cameras and editors write about ten, and an embedded preview a few more.
MAX_JPEG_SCANS = 64
_SCAN_MARKER = b"\xff\xda"
_SCANS_WITH_PREVIEW = 2
_BAND_PIXELS = 2_000_000
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
_MARKUP = re.compile(rb"<(script|html|!doctype html|\?php)[\s>]", re.IGNORECASE)
# Where readers of archives and documents look: within the last 64 KiB and the first 1024 bytes.
_ARCHIVE_END, _ARCHIVE_REACH = b"PK\x05\x06", 22 + 0xFFFF
_DOCUMENT_HEAD, _DOCUMENT_REACH = b"%PDF-", 1024
_TOO_MANY_PIXELS = "图片的尺寸太大，请缩小后再上传"


class ImageError(ValueError):
    """The picture is refused; the message says why and what helps, in Chinese."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture we wrote ourselves: its bytes, ``image/jpeg`` or ``image/webp``, size in pixels."""

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int


def reencode(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS, side: int = SIDE
) -> Encoded:
    """The picture upright, at most ``side`` pixels long, without anything but pixels.

    Never enlarges. Raises ``ImageError`` for other types, broken, too heavy or too large files.
    """
    if len(data) > max_bytes:
        raise ImageError(f"图片超过 {max_bytes / 2**20:g} MB，请压缩或另选一张")
    kind = _kind(data)
    if _is_more(data):
        raise ImageError("图片里夹带了别的内容，请截图或重新拍摄后再上传")
    try:
        with Image.open(BytesIO(data), formats=[kind]) as source:
            if source.width * source.height * _copies(source, data) > max_pixels:
                raise ImageError(_TOO_MANY_PIXELS)
            return _write(_upright(source, side), kind)
    except ImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageError(_TOO_MANY_PIXELS) from error
    except Exception as error:
        # Decoders fed with rubbish raise nearly anything: OSError, SyntaxError, struct.error…
        raise ImageError("图片已损坏，无法读取，请重新拍摄或另选一张") from error


def thumbnail(data: bytes, *, side: int = THUMBNAIL_SIDE) -> Encoded:
    """The same as ``reencode``, for lists: at most 480 pixels long."""
    return reencode(data, side=side)


def _kind(data: bytes) -> str:
    if data.startswith(b"\xff\xd8\xff"):
        if data.count(_SCAN_MARKER) > MAX_JPEG_SCANS:
            raise ImageError("图片的编码方式异常，请重新保存后再上传")
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise ImageError("暂不支持 HEIC 格式，请在手机相册中另存为 JPEG 后再上传")
    raise ImageError("只能上传 JPEG、PNG、WebP 或 GIF 图片")


def _is_more(data: bytes) -> bool:
    """True for a polyglot: the same bytes open as a page, a script, an archive or a document."""
    # A GIF whose width reads "/*" is a script up to the next "*/".
    script = data.startswith(b"GIF") and data[6:8] == b"/*"
    archive = _ARCHIVE_END in data[-_ARCHIVE_REACH:]
    document = _DOCUMENT_HEAD in data[:_DOCUMENT_REACH]
    return script or archive or document or _MARKUP.search(data) is not None


def _copies(source: Image.Image, data: bytes) -> int:
    """How many times the memory of a plain picture its decoder needs (measured)."""
    if source.format == "WEBP":
        return 5
    # With several scans libjpeg holds every coefficient of the whole picture.
    several = "progressive" in source.info or data.count(_SCAN_MARKER) > _SCANS_WITH_PREVIEW
    return 2 if several else 1


def _upright(source: Image.Image, side: int) -> Image.Image:
    # First of all: reading the EXIF may load the picture, and then it is too late to ask for less.
    source.draft("RGB", (side, side))
    turn = _UPRIGHT.get(_orientation(source))
    source.load()
    image = _flatten(_shrink(source, side))
    scale = min(1.0, side / max(image.size))
    if scale < 1:
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.resize(size, Resampling.LANCZOS)
    return image if turn is None else image.transpose(turn)


def _orientation(source: Image.Image) -> int:
    try:
        return int(source.getexif().get(_ORIENTATION, 1))
    except Exception:
        # Broken metadata is no reason to refuse a good picture, and is thrown away anyway.
        return 1


def _shrink(source: Image.Image, side: int) -> Image.Image:
    """Shrink by a whole factor, band by band, to between once and twice the wanted size."""
    factor = max(source.size) // side
    if factor < 2:
        return source
    rows = max(factor, _BAND_PIXELS // source.width // factor * factor)
    size = -(-source.width // factor), -(-source.height // factor)
    small = Image.new("RGBA", size)
    for top in range(0, source.height, rows):
        band = source.crop((0, top, source.width, min(top + rows, source.height)))
        small.paste(_flatten(band).convert("RGBA").reduce(factor), (0, top // factor))
    return small


def _flatten(image: Image.Image) -> Image.Image:
    """As RGBA when something shows through, else as RGB; sixteen-bit greys become eight."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda grey: grey / 257).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    alpha_low, _ = image.getchannel("A").getextrema()
    return image.convert("RGB") if alpha_low == 255 else image


def _write(image: Image.Image, kind: str) -> Encoded:
    # Pillow's writers take comments and profiles from ``info`` unless it is empty.
    image.info.clear()
    target = BytesIO()
    if kind == "JPEG":
        image.convert("RGB").save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    else:
        image.save(target, "WEBP", quality=QUALITY, method=4)
    mime = "image/jpeg" if kind == "JPEG" else "image/webp"
    return Encoded(target.getvalue(), mime, image.width, image.height)
