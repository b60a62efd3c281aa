"""What homes and clerks are told of paper ballots and letters of authority. Never what somebody chose."""

from typing import Any

from server.ballots import queries as ballots
from server.identity import queries as identity
from server.notices.models import Kind
from server.notices.service import Line, tell_all

ENTERED = "您家的纸质票已录入（不显示选项），如有出入请联系居委会"
MISMATCH = "两人录入的纸质票不一致，请对照票面由两人重新录入"
LENT = {
    "confirm": "您家的投票委托已登记，如有出入请联系居委会",
    "revoke": "您家的投票委托已撤销",
}
AGENT = {
    "confirm": "您受一户邻居委托，可以在表决页代他们投票",
    "revoke": "一户邻居对您的投票委托已撤销",
}


def paper_entered(event: dict[str, Any]) -> None:
    """Everybody in the homes whose ballot it is: a forged paper comes to light."""
    poll = ballots.get_poll(event["poll_id"])
    if poll is None:
        return
    line = Line(Kind.POLL, ENTERED, f"{poll.question}（编号 {event['serial']}）", f"poll:{poll.id}")
    people = {one.person_id for one in identity.members_of_homes(event["home_ids"])}
    tell_all(people, f"paper:{poll.id}:{event['serial']}:entered", line)


def paper_mismatch(event: dict[str, Any]) -> None:
    """Both clerks; once for each pair of readings."""
    told = f"{event['label']}，编号 {event['serial']}"
    line = Line(Kind.POLL, MISMATCH, told, f"paper:{event['poll_id']}")
    tell_all(event["clerks"], f"paper:{event['poll_id']}:{event['serial']}:{event['round']}", line)


def proxy_moved(event: dict[str, Any]) -> None:
    """The agent, and everybody in the home."""
    poll = ballots.get_poll(event["poll_id"])
    if poll is None:
        return
    source = f"proxy:{event['letter_id']}:{event['verb']}"
    home = {one.person_id for one in identity.members_of_homes([event["home_id"]])}
    for people, words in ((home, LENT), ({event["agent_person_id"]}, AGENT)):
        tell_all(people, source, Line(Kind.POLL, words[event["verb"]], poll.question, f"poll:{poll.id}"))
