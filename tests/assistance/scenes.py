"""What a helper sends."""

from tests.ballots.desk import upload

POST = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼的灯不亮，晚上看不清台阶"}
TOPIC = {"title": "楼门口加装扶手", "body": "雨雪天台阶湿滑，建议在楼门口加装扶手。", "stake": "light"}


def behalf(person, **changes):
    """The part of the form that names the neighbour and how he agreed."""
    membership = str(person.actor.members[0].membership_id)
    agreed = {"consent": "spoken", "words": "昨天在她家里当面说好的"}
    return {"on_behalf_of": {"membership_id": membership, **agreed, **changes}}


def note(helper):
    """Agreed in writing, with a photo of the note."""
    return {"consent": "written", "words": "本人手写的字条", "photos": [upload(helper)]}
