"""Pictures from strangers: what is refused, what survives, and what must not."""

import struct
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from server.kit.images import MAX_JPEG_SCANS, Encoded, ImageError, reencode, thumbnail

CANARY = b"310104199003071234"
SCRIPT = b"<script>alert(1)</script>"
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]


def _picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """Upper left quarter red, the rest green: its orientation can be seen."""
    image = Image.new("RGB", (width, height), (0, 128, 0))
    ImageDraw.Draw(image).rectangle((0, 0, max(0, width // 2 - 1), max(0, height // 2 - 1)), fill=(255, 0, 0))
    return image.convert(mode)


def _file(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _read(encoded: Encoded) -> Image.Image:
    image = Image.open(BytesIO(encoded.data))
    image.load()
    return image


def _is_red(image: Image.Image, place: tuple[int, int]) -> bool:
    red, green, _ = image.convert("RGB").getpixel(place)
    return red > 200 and green < 90


def _gps_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    return exif


def _png(width: int, height: int, *, bits: int = 8, rows: int = 0) -> bytes:
    """A PNG whose header claims a size, with that many rows of zeros really there."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj()
    line = bytes(1 + width * bits * 4 // 8)
    body = b"".join(packer.compress(line) for _ in range(rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


class TestAccepted:
    @pytest.mark.parametrize(
        ("kind", "mime"),
        [("JPEG", "image/jpeg"), ("PNG", "image/webp"), ("WEBP", "image/webp"), ("GIF", "image/webp")],
    )
    def test_the_four_formats_come_out_as_two(self, kind, mime):
        encoded = reencode(_file(_picture(), kind))
        image = _read(encoded)

        assert (encoded.mime, encoded.width, encoded.height) == (mime, 64, 48)
        assert (image.get_format_mimetype(), image.size) == (mime, (64, 48))
        assert _is_red(image, (8, 8))
        assert not _is_red(image, (56, 40))

    @pytest.mark.parametrize("kind", FORMATS)
    def test_a_single_pixel_is_a_picture(self, kind):
        assert reencode(_file(_picture(1, 1), kind)).width == 1

    @pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr"])
    def test_a_jpeg_in_other_colours_becomes_rgb(self, mode):
        image = _read(reencode(_file(_picture(mode=mode), "JPEG")))

        assert image.mode == "RGB"
        assert mode == "L" or _is_red(image, (8, 8))

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_a_png_of_any_mode_can_be_read(self, mode):
        source = _picture(mode="L").convert("I").point(lambda grey: grey * 257) if mode == "I;16" else None
        image = _read(reencode(_file(source.convert("I;16") if source else _picture(mode=mode), "PNG")))

        grey = image.convert("L").getpixel((8, 8))
        assert image.size == (64, 48)
        assert mode == "1" or abs(grey - 76) < 12

    def test_transparency_is_kept(self):
        source = _picture(mode="RGBA")
        source.putalpha(Image.new("L", source.size, 40))

        assert _read(reencode(_file(source, "PNG"))).getchannel("A").getextrema() == (40, 40)

    def test_a_large_picture_shrinks_and_a_small_one_does_not_grow(self):
        large, small = reencode(_file(_picture(5000, 2500), "JPEG")), reencode(_file(_picture(), "JPEG"))

        assert (large.width, large.height) == (1600, 800)
        assert (small.width, small.height) == (64, 48)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
    def test_shrinking_in_bands_keeps_the_picture_whole(self, kind):
        encoded = reencode(_file(_picture(3201, 2401), kind), side=400)
        image = _read(encoded)

        assert (encoded.width, encoded.height) == (400, 300)
        assert [_is_red(image, place) for place in ((190, 140), (210, 140), (190, 160))] == [
            True,
            False,
            False,
        ]

    def test_a_strip_keeps_at_least_one_pixel_of_height(self):
        encoded = reencode(_file(_picture(9000, 1), "PNG"))

        assert (encoded.width, encoded.height) == (1600, 1)

    def test_a_thumbnail_is_480_pixels_long(self):
        encoded = thumbnail(_file(_picture(1200, 2400), "PNG"))

        assert (encoded.width, encoded.height) == (240, 480)

    @pytest.mark.parametrize("kind", ["GIF", "WEBP"])
    def test_of_an_animation_the_first_frame_is_kept(self, kind):
        second = Image.new("RGB", (64, 48), (0, 0, 255))
        data = _file(_picture(), kind, save_all=True, append_images=[second], duration=100)
        image = _read(reencode(data))

        assert getattr(image, "n_frames", 1) == 1
        assert _is_red(image, (8, 8))

    def test_a_telephone_picture_with_a_second_picture_behind_it_is_read(self):
        second = Image.new("RGB", (64, 48), (0, 0, 255))
        encoded = reencode(_file(_picture(), "MPO", save_all=True, append_images=[second]))

        assert encoded.mime == "image/jpeg"
        assert _is_red(_read(encoded), (8, 8))


def _archive():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as pages:
        pages.writestr("page.html", "x")
    return packed.getvalue()


class TestNothingButPixels:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_exif_with_gps_is_gone(self, kind):
        data = _file(_picture(), kind, exif=_gps_exif())
        encoded = reencode(data)

        assert CANARY in data
        assert CANARY not in encoded.data
        assert not dict(_read(encoded).getexif())

    @pytest.mark.parametrize(
        ("kind", "options"),
        [
            ("JPEG", {"comment": CANARY}),
            ("JPEG", {"icc_profile": CANARY}),
            ("JPEG", {"xmp": CANARY}),
            ("GIF", {"comment": CANARY}),
            ("WEBP", {"xmp": CANARY}),
            ("WEBP", {"icc_profile": CANARY}),
            ("PNG", {"text": True}),
        ],
    )
    def test_comments_profiles_and_xmp_are_gone(self, kind, options):
        if options.get("text"):
            notes = PngImagePlugin.PngInfo()
            notes.add_text("Author", CANARY.decode())
            options = {"pnginfo": notes}
        data = _file(_picture(), kind, **options)

        assert CANARY in data
        assert CANARY not in reencode(data).data

    @pytest.mark.parametrize("kind", FORMATS)
    def test_what_hangs_behind_the_picture_is_gone(self, kind):
        encoded = reencode(_file(_picture(), kind) + CANARY)

        assert CANARY not in encoded.data

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_the_picture_is_turned_upright(self, orientation):
        corners = {1: "lt", 2: "rt", 3: "rb", 4: "lb", 5: "lt", 6: "rt", 7: "rb", 8: "lb"}
        encoded = reencode(_file(_picture(), "JPEG", exif=_gps_exif(orientation), quality=95))
        image = _read(encoded)
        red_x = 4 if corners[orientation][0] == "l" else image.width - 5
        red_y = 4 if corners[orientation][1] == "t" else image.height - 5

        assert image.size == ((64, 48) if orientation < 5 else (48, 64))
        assert _is_red(image, (red_x, red_y))

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")
    def test_broken_exif_does_not_cost_the_picture(self):
        data = _file(_picture(), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")

        assert reencode(data).width == 64


class TestRefused:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"GIF",
            b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            b"<!doctype html><script>alert(1)</script>",
            b"%PDF-1.7",
            b"BM" + bytes(60),
            b"II*\0" + bytes(60),
            SCRIPT + _file(_picture(), "GIF"),
        ],
    )
    def test_other_types_are_refused(self, data):
        with pytest.raises(ImageError, match="只能上传"):
            reencode(data)

    @pytest.mark.parametrize("kind", FORMATS)
    @pytest.mark.parametrize("hung", ["archive", SCRIPT, b"<HTML >", b"<?php echo 1;", b"<!DOCTYPE html>"])
    def test_a_picture_that_is_something_else_as_well_is_refused(self, kind, hung):
        with pytest.raises(ImageError, match="夹带了别的内容"):
            reencode(_file(_picture(), kind) + (_archive() if hung == "archive" else hung))

    def test_a_script_in_the_notes_of_a_picture_is_refused(self):
        with pytest.raises(ImageError, match="夹带了别的内容"):
            reencode(_file(_picture(), "JPEG", comment=SCRIPT))

    def test_a_document_that_is_also_a_picture_is_refused(self):
        with pytest.raises(ImageError, match="夹带了别的内容"):
            reencode(_file(_picture(), "JPEG", comment=b"%PDF-1.7"))

    def test_a_gif_that_is_also_javascript_is_refused(self):
        # The width bytes read as "/*": a browser that runs the file as script skips to the "*/".
        gif = bytearray(_file(_picture(), "GIF"))
        gif[6:8] = b"/*"

        with pytest.raises(ImageError, match="夹带了别的内容"):
            reencode(bytes(gif) + b"*/=1;alert(1)")

    def test_heic_is_refused_with_what_helps(self):
        with pytest.raises(ImageError, match="另存为 JPEG"):
            reencode(b"\0\0\0\x18ftypheic" + bytes(40))

    @pytest.mark.parametrize("kind", FORMATS)
    def test_half_a_picture_is_refused(self, kind):
        noise = Image.effect_noise((200, 200), 90).convert("RGB")
        data = _file(noise, kind)

        with pytest.raises(ImageError, match="已损坏"):
            reencode(data[: len(data) // 2])

    def test_a_file_of_more_bytes_than_allowed_is_refused(self):
        data = _file(_picture(), "PNG")

        assert reencode(data, max_bytes=len(data)).width == 64
        with pytest.raises(ImageError, match="MB"):
            reencode(data, max_bytes=len(data) - 1)

    @pytest.mark.parametrize(
        "size", [(10_000, 5_001), (60_000, 60_000), (2**31 - 1, 2**31 - 1), (10_000, 10_000)]
    )
    def test_a_header_that_claims_too_many_pixels_is_refused(self, size):
        with pytest.raises(ImageError, match="尺寸太大"):
            reencode(_png(*size))

    def test_a_gif_header_that_claims_too_many_pixels_is_refused(self):
        gif = bytearray(_file(_picture(), "GIF"))
        gif[6:10] = b"\xff\xff\xff\xff"

        with pytest.raises(ImageError, match="尺寸太大"):
            reencode(bytes(gif))

    def test_a_jpeg_of_a_thousand_scans_is_refused(self):
        data = _file(_picture(), "JPEG", progressive=True)
        scan = data[data.index(b"\xff\xda") : -2]

        with pytest.raises(ImageError, match="编码方式"):
            reencode(data[:-2] + scan * MAX_JPEG_SCANS + data[-2:])

    @given(st.sampled_from(FORMATS), st.data())
    @settings(max_examples=60, deadline=None)
    def test_damage_is_either_survived_or_refused(self, kind, drawn):
        data = bytearray(_file(_picture(), kind))
        for _ in range(drawn.draw(st.integers(1, 8))):
            data[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(st.integers(0, 255))
        try:
            encoded = reencode(bytes(data))
        except ImageError:
            return
        assert _read(encoded).size == (encoded.width, encoded.height)


def _largest(kind: str) -> bytes:
    """The heaviest picture of its kind that is still accepted."""
    if kind == "PNG":
        return _png(7_070, 7_070, rows=7_070)
    if kind == "WEBP":
        return _file(Image.new("RGBA", (4_000, 2_500)), kind)
    if kind == "progressive":
        return _file(Image.new("RGB", (5_000, 5_000)), "JPEG", progressive=True, subsampling=0)
    return _file(Image.new("RGB", (10_000, 5_000)), kind)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "megabytes"),
    # A camera's JPEG is the common case, and is decoded small.
    [("JPEG", 180), ("PNG", 300), ("WEBP", 300), ("GIF", 300), ("progressive", 300)],
)
def test_the_heaviest_picture_allowed_stays_under_300_megabytes(kind, megabytes, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(_largest(kind))
    # Not ru_maxrss: that one counts what the test's own process held when it forked.
    script = (
        "import re, sys; from server.kit.images import reencode;"
        "reencode(open(sys.argv[1], 'rb').read());"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)

    assert int(done.stdout) < megabytes * 1024


@pytest.mark.parametrize("kind", ["WEBP", "progressive"])
def test_kinds_that_decode_heavily_may_have_fewer_pixels(kind):
    image = _picture(100, 100)
    data = _file(image, "WEBP") if kind == "WEBP" else _file(image, "JPEG", progressive=True)

    assert reencode(_file(image, "JPEG"), max_pixels=10_000).width == 100
    with pytest.raises(ImageError, match="尺寸太大"):
        reencode(data, max_pixels=10_000)
