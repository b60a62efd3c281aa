"""Debian's Chromium for the journeys: no download, no way to the outside."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

#: Every name but this machine's leads nowhere, so a page that loads a foreign file shows it in the test.
ARGUMENTS = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
PHONE = {
    "viewport": {"width": 375, "height": 812},
    "device_scale_factor": 2,
    "has_touch": True,
    "locale": "zh-CN",
}
DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"}


def program() -> str | None:
    """The path of Chromium or Chrome; None when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def running() -> Iterator[Browser]:
    """A headless browser for the whole run; make a context per person."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield browser
        browser.close()
