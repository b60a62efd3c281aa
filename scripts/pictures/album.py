"""Which pictures there are: who looks, and at what. What is shown is found by its state."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

RESIDENT, CLERK, SECRETARY, NEWCOMER, RETURNED = "li-na", "lin-juwei", "zhou-shuji", "visitor-1", "hong-bo"
DEPUTY, STREET, DESK = "fang-fushuji", "jin-ducha", "xu-shegong"
#: One who has a vote as an owner and has not cast it; one who may say what the handrails are worth.
OWNER, RATER = "mao-jian", "meng-tingting"
TOPIC, BOARD = "/features/deliberation/pages", "/features/boards/pages"
PROJECTS, COVENANTS = "/features/projects/pages", "/features/covenants/pages"
EMERGENCY, IDENTITY = "/features/emergency/pages", "/features/identity/pages"
#: Who was filed for, and says whether it was his word.
FILED_FOR = "qiu-dehai"


class Eyes:
    """One person asking the server; a path without a slash before it is inside his community."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self._ask = ask

    def get(self, path: str) -> Any:
        return self._ask(path if path.startswith("/") else f"{self.ground()}/{path}")

    def ground(self) -> str:
        return f"/communities/{self._ask('/me')['communities'][0]['id']}"

    def topic(self, state: str) -> Any:
        """The topic in this state that most is said about."""
        found = self.get("topics?state=all&limit=50")["items"]
        return max((one for one in found if one["state"] == state), key=lambda one: int(one["comments"]))

    def poll(self, state: str) -> str:
        return str(self.topic(state)["poll"]["id"])

    def first(self, path: str, fits: Callable[[Any], bool]) -> str:
        return str(next(one["id"] for one in self.get(path)["items"] if fits(one)))

    def estate(self) -> str:
        return f"{self.ground()}/estates/{self.get('estates')['items'][0]['id']}"


def _topic(state: str) -> Callable[[Eyes], str]:
    return lambda eyes: f"{TOPIC}/topic?id={eyes.topic(state)['id']}"


def _at(path: str) -> Callable[[Eyes], str]:
    return lambda _: path


def _post(eyes: Eyes) -> str:
    post = eyes.first("boards/nearby/posts?limit=50", lambda one: one["answered"] and one["photos"])
    return f"{BOARD}/post?id={post}"


def _item(eyes: Eyes) -> str:
    return f"/features/market/pages/item?id={eyes.first('items', lambda one: one['photos'])}"


def _gate(eyes: Eyes) -> str:
    """At the first gate in time, with nothing signed yet."""

    def fresh(one: Any) -> bool:
        late = one["state"] != "gate1_pending" or one["overdue_minutes"]
        return not late and not eyes.get(f"topics/{one['id']}/gate-record")["countersigns"]

    return f"{TOPIC}/gate?id={eyes.first('gate-inbox', fresh)}"


def _resolution(eyes: Eyes) -> str:
    return f"{TOPIC}/resolution?id={eyes.poll('decided')}"


def _open_poll(fits: Callable[[Any], bool]) -> Callable[[Eyes], str]:
    """The vote under way whose ballot is like this."""

    def found(eyes: Eyes) -> str:
        topics = [one for one in eyes.get("topics?state=all&limit=50")["items"] if one["state"] == "voting"]
        polls = [str(one["poll"]["id"]) for one in topics]
        return next(one for one in polls if fits(eyes.get(f"polls/{one}")["poll"]))

    return found


def _owners(poll: Any) -> bool:
    return bool(poll["base"] == "owners")


def _by_secret_ballot(poll: Any) -> bool:
    return bool(poll["mode"] == "secret")


def _secret(eyes: Eyes) -> str:
    decided = [one for one in eyes.get("topics?state=all&limit=50")["items"] if one["state"] == "decided"]
    polls = [str(one["poll"]["id"]) for one in decided if one["poll"]]
    return next(one for one in polls if eyes.get(f"polls/{one}")["poll"]["mode"] == "secret")


def _second_hand(eyes: Eyes) -> str:
    return f"{TOPIC}/gate?id={eyes.get('countersigns')['items'][0]['topic_id']}"


def _project(eyes: Eyes) -> str:
    return f"{PROJECTS}/project?id={eyes.first('projects', lambda one: one['progress']['overdue'])}"


def _covenant(eyes: Eyes) -> str:
    return eyes.first("covenants", lambda one: one["version"])


def _emergency(page: str) -> Callable[[Eyes], str]:
    return lambda eyes: f"{EMERGENCY}/{page}?id={eyes.first('emergencies', lambda one: one['is_drill'])}"


def _review(eyes: Eyes) -> str:
    one = eyes.first("applications?state=verified", lambda one: not one["duplicate"])
    return f"{IDENTITY}/review?id={one}"


def _status(eyes: Eyes) -> str:
    application = eyes.get("/enrolment/applications")["items"][0]["id"]
    return f"/features/enrolment/pages/status?id={application}"


@dataclass(frozen=True)
class Screen:
    """who: whose phone, empty for nobody's. taps: test ids to press first, in order. elder: large type.

    printed: as a printer gets it, on A4.
    """

    who: str
    path: Callable[[Eyes], str]
    taps: tuple[str, ...] = ()
    elder: bool = False
    printed: bool = False


SCREENS = {
    "sign-in": Screen("", _at("/pages/sign-in/index")),
    "home": Screen(RESIDENT, _at("/pages/home/index")),
    "hall": Screen(RESIDENT, _at("/pages/hall/index")),
    "topic": Screen(RESIDENT, _topic("discussing")),
    "topic-decided": Screen(RESIDENT, _topic("decided")),
    "gate-sheet": Screen(SECRETARY, _gate),
    "propose": Screen(RESIDENT, _at(f"{TOPIC}/propose")),
    "ballot": Screen(RESIDENT, lambda eyes: f"{TOPIC}/ballot?id={eyes.poll('voting')}"),
    "result": Screen(RESIDENT, lambda eyes: f"{TOPIC}/result?id={eyes.poll('decided')}"),
    "resolution": Screen(RESIDENT, _resolution),
    "resolution-printed": Screen(RESIDENT, _resolution, printed=True),
    "gate-second-hand": Screen(DEPUTY, _second_hand),
    "rules": Screen(RESIDENT, _at(f"{TOPIC}/rules")),
    "settings": Screen(SECRETARY, _at("/features/places/pages/settings")),
    "ballot-owners": Screen(OWNER, lambda eyes: f"{TOPIC}/ballot?id={_open_poll(_owners)(eyes)}"),
    "elder-ballot": Screen(OWNER, lambda eyes: f"{TOPIC}/ballot?id={_open_poll(_owners)(eyes)}", elder=True),
    "secret-receipt": Screen(
        RESIDENT,
        lambda eyes: f"{TOPIC}/ballot?id={_open_poll(_by_secret_ballot)(eyes)}",
        taps=("ballot-option", "cast-ballot", "confirm"),
    ),
    "result-secret": Screen(RESIDENT, lambda eyes: f"{TOPIC}/result?id={_secret(eyes)}"),
    "paper-desk": Screen(DESK, lambda eyes: f"{TOPIC}/paper?id={_open_poll(_owners)(eyes)}"),
    "project": Screen(OWNER, _project),
    "evaluation": Screen(RATER, lambda eyes: f"{PROJECTS}/evaluate?topic={eyes.topic('evaluating')['id']}"),
    "fund": Screen(RESIDENT, _at(f"{PROJECTS}/fund")),
    "covenant": Screen(RESIDENT, lambda eyes: f"{COVENANTS}/covenant?id={_covenant(eyes)}"),
    "trace": Screen(
        RESIDENT, lambda eyes: f"{COVENANTS}/trace?topic={eyes.topic('covenant_in_force')['id']}"
    ),
    "orders": Screen(STREET, _at("/features/oversight/pages/orders")),
    "emergency": Screen(RESIDENT, _emergency("emergency")),
    "roll-call": Screen(CLERK, _emergency("board")),
    "emergency-begin": Screen(STREET, _at(f"{EMERGENCY}/begin")),
    "filings": Screen(FILED_FOR, _at("/features/assistance/pages/filings")),
    "ledger": Screen(RESIDENT, _at(f"{TOPIC}/ledger")),
    "neighbours": Screen(RESIDENT, _at("/pages/neighbours/index")),
    "post": Screen(RESIDENT, _post),
    "compose": Screen(RESIDENT, _at(f"{BOARD}/compose?board=nearby")),
    "market": Screen(RESIDENT, _at("/pages/neighbours/index"), taps=("segment-market",)),
    "item": Screen(RESIDENT, _item),
    "enrol-form": Screen(NEWCOMER, _at("/features/enrolment/pages/form?scene={scene}")),
    "enrol-status": Screen(RETURNED, _status),
    "review": Screen(CLERK, _review),
    "unmasking": Screen(CLERK, _review, taps=("ask-unmasking",)),
    "qr": Screen(CLERK, _at("/features/places/pages/qr")),
    "mine": Screen(RESIDENT, _at("/pages/mine/index")),
    "privacy": Screen(RESIDENT, _at(f"{IDENTITY}/privacy")),
    "seen": Screen(RESIDENT, _at(f"{IDENTITY}/seen")),
    "copy": Screen(RESIDENT, _at(f"{IDENTITY}/copy")),
    "closing": Screen(RESIDENT, _at(f"{IDENTITY}/closing")),
    "elder-home": Screen(RESIDENT, _at("/pages/home/index"), elder=True),
    "elder-topic": Screen(RESIDENT, _topic("discussing"), elder=True),
    "poster": Screen(CLERK, lambda eyes: f"{eyes.estate()}/qr/poster.svg"),
}
