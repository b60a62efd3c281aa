"""Chromium in front of the running product; each picture small enough for a repository."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from scripts.pictures.album import CLERK, SCREENS, Eyes, Screen
from tests.support import chromium, site

MOST_BYTES = 200_000
A4 = {"width": 794, "height": 1123}
#: What the margins of styles/print.scss leave of it.
PRINTED = {"width": 658, "height": 972}
COLOURS = (256, 128, 64, 32)


def take(names: list[str], folder: Path, out: Path) -> None:
    """Serve the district in `folder` and write one PNG for each name."""
    out.mkdir(parents=True, exist_ok=True)
    with site.running(folder) as origin, chromium.running() as browser:
        for name in names:
            screen = SCREENS[name]
            picture = (_poster if name == "poster" else _screen)(browser, origin, screen)
            (out / f"{name}.png").write_bytes(shrunk(picture))
            print(name, flush=True)


def shrunk(png: bytes) -> bytes:
    """The same picture with as many colours as fit into MOST_BYTES."""
    image = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        small = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= MOST_BYTES:
            return small.getvalue()
    raise ValueError(f"{small.tell()} bytes with {COLOURS[-1]} colours")


@contextmanager
def _phone(browser: Browser, origin: str, screen: Screen) -> Iterator[tuple[BrowserContext, Eyes]]:
    """A phone that is signed in already, and what its owner may ask the server."""
    phone = {**chromium.PHONE, "timezone_id": "Asia/Shanghai"}
    context = browser.new_context(base_url=origin, **phone)  # type: ignore[arg-type]
    token = _token(context, screen.who) if screen.who else ""
    kept = {"sqt.token": token, "sqt.elder": "1" if screen.elder else ""}
    for name, value in kept.items():
        stored = json.dumps({"type": "string", "data": value})
        context.add_init_script(f"localStorage.setItem({json.dumps(name)}, {json.dumps(stored)})")
    yield context, Eyes(lambda path: _asked(context, token, path).json())
    context.close()


def _token(context: BrowserContext, who: str) -> str:
    return str(context.request.post("/api/v1/sessions", data={"code": f"demo:{who}"}).json()["token"])


def _asked(context: BrowserContext, token: str, path: str) -> Any:
    answer = context.request.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
    if not answer.ok:
        raise RuntimeError(f"{path}: {answer.status} {answer.text()}")
    return answer


def _screen(browser: Browser, origin: str, screen: Screen) -> bytes:
    with _phone(browser, origin, screen) as (context, eyes):
        path = screen.path(eyes)
        if "{scene}" in path:
            path = path.format(scene=_scene(browser, origin))
        page = context.new_page()
        page.goto(f"/#{path}")
        for test_id in screen.taps:
            page.get_by_test_id(test_id).first.click()
        # What the last tap confirmed closes its sheet only when the answer is there.
        page.locator("[role=dialog]:visible").first.wait_for(state="hidden")
        page.wait_for_load_state("networkidle")
        page.locator(".app-page [aria-busy=false]").first.wait_for()
        if screen.printed:
            page.emulate_media(media="print")
            page.set_viewport_size(PRINTED)  # type: ignore[arg-type]
        return page.screenshot(animations="disabled", full_page=screen.printed)


def _scene(browser: Browser, origin: str) -> str:
    with _phone(browser, origin, SCREENS["qr"]) as (_, eyes):
        return str(eyes.get(f"{eyes.estate()}/qr")["scene"])


def _poster(browser: Browser, origin: str, screen: Screen) -> bytes:
    """The sheet as it is printed: A4, at the size of a screen."""
    with _phone(browser, origin, screen) as (context, eyes):
        drawn = _asked(context, _token(context, CLERK), screen.path(eyes)).text()
        page = context.new_page()
        page.set_viewport_size(A4)  # type: ignore[arg-type]
        page.set_content(f"<style>body{{margin:0}}svg{{width:100%;height:auto;display:block}}</style>{drawn}")
        return page.screenshot()
