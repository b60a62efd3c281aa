"""Codes and the poster: they can be parsed, they scan, and no name breaks the page."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from server.kit.qr import BAMBOO, PAPER, Poster, png, poster_svg, svg

URL = "https://sqt.example.cn/e/Kx83hd02Lq7F"
SVG = "{http://www.w3.org/2000/svg}"
POSTER = Poster("幸福里小区", "汇成第三居民委员会", URL, "XH-0017-03", png("mini", 4), browser=True)


def _words(picture: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(picture).iter(f"{SVG}text")]


class TestCodes:
    def test_the_svg_has_no_fixed_size_and_a_quiet_zone_of_four(self):
        root = ElementTree.fromstring(svg(URL).encode())
        modules = segno.make_qr(URL, error="h").symbol_size(border=4)[0]

        assert root.get("viewBox") == f"0 0 {modules} {modules}"
        assert root.get("width") is None

    def test_the_png_is_the_matrix_with_a_quiet_zone(self):
        matrix = segno.make_qr(URL, error="h").matrix
        image = Image.open(BytesIO(png(URL, 3))).convert("L")
        side = len(matrix) + 8

        assert image.size == (side * 3, side * 3)
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                assert (image.getpixel((3 * (x + 4) + 1, 3 * (y + 4) + 1)) == 0) == bool(dark)

    def test_a_weaker_correction_makes_a_smaller_code(self):
        assert len(png(URL, 2, error="l")) < len(png(URL, 2))


class TestPoster:
    def test_it_is_a_page_of_a4_in_the_colours_of_the_app(self):
        picture = poster_svg(POSTER)
        root = ElementTree.fromstring(picture)

        assert (root.get("width"), root.get("height")) == ("210mm", "297mm")
        assert BAMBOO in picture
        assert PAPER in picture

    def test_it_says_where_how_and_which(self):
        words = _words(poster_svg(POSTER))

        assert {"幸福里小区", "汇成第三居民委员会", "微信扫一扫", "实名填写", "居委会审核"} <= set(words)
        assert words.index("微信扫一扫") < words.index("实名填写") < words.index("居委会审核")
        assert "海报编号 XH-0017-03" in words
        assert any("作废" in word for word in words)

    def test_both_codes_stand_side_by_side(self):
        root = ElementTree.fromstring(poster_svg(POSTER))
        (image,), (code,) = root.findall(f"{SVG}image"), root.findall(f"{SVG}svg")

        assert image.get("y") == code.get("y")
        assert float(image.get("x")) + float(image.get("width")) < float(code.get("x"))
        assert image.get("href").startswith("data:image/png;base64,")

    @pytest.mark.parametrize(
        ("mini", "browser", "captions"),
        [
            (True, True, {"微信小程序", "手机网页"}),
            (True, False, {"微信小程序"}),
            (False, True, {"微信或浏览器扫码"}),
            (False, False, {"用微信扫码"}),
        ],
    )
    def test_no_code_promises_what_it_does_not_open(self, mini, browser, captions):
        words = _words(
            poster_svg(replace(POSTER, mini_code=POSTER.mini_code if mini else None, browser=browser))
        )
        known = {"微信小程序", "手机网页", "微信或浏览器扫码", "用微信扫码"}
        assert known & set(words) == captions

    def test_without_a_mini_program_code_the_other_stands_in_the_middle(self):
        root = ElementTree.fromstring(poster_svg(Poster("幸福里小区", "汇成居委会", URL, "1")))
        (code,) = root.findall(f"{SVG}svg")

        assert not root.findall(f"{SVG}image")
        assert float(code.get("x")) + float(code.get("width")) / 2 == 105

    def test_a_jpeg_code_is_named_so_and_other_files_are_refused(self):
        jpeg = BytesIO()
        Image.new("L", (8, 8)).save(jpeg, "JPEG")

        assert "data:image/jpeg;base64," in poster_svg(Poster("甲", "乙", URL, "1", jpeg.getvalue()))
        with pytest.raises(ValueError, match="PNG 或 JPEG"):
            poster_svg(Poster("甲", "乙", URL, "1", b"<svg onload='alert(1)'/>"))

    @given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_no_name_breaks_the_page(self, estate, community, serial):
        root = ElementTree.fromstring(poster_svg(Poster(estate, community, URL, serial)))

        assert {node.tag for node in root.iter()} <= {
            SVG + tag for tag in ("svg", "rect", "text", "path", "circle")
        }

    def test_markup_in_a_name_stays_a_name(self):
        name = '"><script>&'

        assert name in _words(poster_svg(Poster(name, "乙", URL, "1")))

    @pytest.mark.parametrize("name", ["幸" * 5, "幸" * 13, "幸" * 14, "幸" * 60, "Garden " * 12])
    def test_every_line_fits_the_page(self, name):
        root = ElementTree.fromstring(poster_svg(Poster(name, name, URL, name)))

        for node in root.iter(f"{SVG}text"):
            wide = sum(1 if ord(char) > 0x2E80 else 0.62 for char in node.text)
            assert wide * float(node.get("font-size")) <= 178.5

    def test_a_long_name_is_broken_in_two_lines(self):
        assert {"幸" * 10} < set(_words(poster_svg(Poster("幸" * 20, "乙", URL, "1"))))
