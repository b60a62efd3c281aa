"""A person with a phone, for the journeys in Chromium: finds things as people do, waits for what comes."""

from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from tests.support.chromium import PHONE

PATIENCE = 30_000
#: How long a look takes before the page is read again, and how often: a clock strikes once a minute.
LOOK, LOOKS = 2_000, 45


class Hand:
    """One phone. Pages left behind stay in the document, hidden, so only what is visible counts."""

    def __init__(self, browser: Browser, origin: str, key: str) -> None:
        self.key, self.known, self.errors = key, False, list[Any]()
        self.context = browser.new_context(base_url=origin, timezone_id="Asia/Shanghai", **PHONE)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", self._note)
        self.page.on("console", self._note_refusal)
        self.asked = set[Any]()
        self.page.on("request", self._note_asked)
        for ended in ("requestfinished", "requestfailed"):
            self.page.on(ended, self._note_answered)

    def _note(self, error: Any) -> None:
        self.errors.append(error)

    def _note_asked(self, request: Any) -> None:
        self.asked.add(request)

    def _note_answered(self, request: Any) -> None:
        self.asked.discard(request)

    def _note_refusal(self, message: ConsoleMessage) -> None:
        """What the content policy forbids breaks nothing loudly: it is only said here."""
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def _hears_back(self) -> None:
        """Waits for what is under way: a word that stood there before the act says nothing about the act."""
        self.page.wait_for_timeout(50)  # a tap has asked by then
        for _ in range(PATIENCE // 50):
            if not self.asked:
                return
            self.page.wait_for_timeout(50)

    def _read_again(self) -> None:
        """Not while an answer is on its way: what was just sent would be lost with the page."""
        self._hears_back()
        self.page.reload()

    def open(self, path: str) -> "Hand":
        """A page by its address, as from a link; who is not signed in does that first, then comes to it."""
        self.page.goto("about:blank")
        self.page.goto(f"/#{path}")
        if not self.known:
            self.tap(f"enter-demo:{self.key}")
            self.known = True
        return self

    def at(self, testid: str) -> Locator:
        return self.page.locator(f'[data-testid="{testid}"]').locator("visible=true")

    def words(self, text: str) -> Locator:
        return self.page.get_by_text(text).locator("visible=true").first

    def tap(self, testid: str) -> "Hand":
        self.at(testid).first.click()
        return self

    def comes_to_tap(self, testid: str) -> "Hand":
        """Taps what the calendar opens: a page may be a minute old, so it is read again meanwhile."""
        for _ in range(LOOKS):
            with suppress(NotInTime):
                self.at(testid).first.click(timeout=LOOK)
                return self
            self._read_again()
        return self.tap(testid)

    def choose(self, testid: str, text: str) -> "Hand":
        """Of several alike, the one that says `text`."""
        self.at(testid).filter(has_text=text).first.click()
        return self

    def agree(self, act: str) -> "Hand":
        """The button of a question before a final act, by its own words."""
        self.page.locator(".uni-modal__btn_primary").filter(has_text=act).click()
        return self

    def fill(self, testid: str, text: str) -> "Hand":
        self.at(testid).locator("input, textarea").first.fill(text)
        return self

    def pick_the_first_day(self, testid: str) -> "Hand":
        """The wheel of days as it opens: today, or the first that may be picked."""
        self.at(testid).locator("uni-picker").first.click()
        self.page.locator(".uni-picker-action-confirm").locator("visible=true").first.click()
        return self

    def consent(self) -> "Hand":
        """Ticks every consent that is asked for, once they have come."""
        ticks = self.page.locator('[data-testid^="consent-"]').locator("visible=true")
        ticks.first.wait_for()
        for tick in ticks.all():
            tick.click()
        return self

    def photo(self, jpeg: bytes) -> "Hand":
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_label("添加照片").locator("visible=true").first.click()
        chooser.value.set_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": jpeg})
        return self

    def sees(self, *texts: str) -> "Hand":
        self._hears_back()
        for text in texts:
            expect(self.words(text)).to_be_visible(timeout=PATIENCE)
        return self

    def misses(self, text: str) -> "Hand":
        self._hears_back()
        expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)
        return self

    def sees_a_photo(self) -> "Hand":
        """Not only its place: the picture has come."""
        image = self.page.locator("[role=main]").locator("visible=true").locator("img").first
        expect(image).not_to_have_js_property("naturalWidth", 0, timeout=PATIENCE)
        return self

    def comes_to_see(self, text: str) -> "Hand":
        """Looks again until what the worker or the clock does has been done."""
        for _ in range(LOOKS):
            with suppress(AssertionError):
                expect(self.words(text)).to_be_visible(timeout=LOOK)
                return self
            self._read_again()
        return self.sees(text)

    def where(self) -> str:
        """The address on screen, for somebody else to open: `/features/…?id=…`."""
        return self.page.url.split("#")[1]
