"""Every event is heard or declared silent; nobody hears what is never said."""


def test_every_event_is_heard_or_declared_silent(app):
    features = app.extensions["features"]
    said = {topic for feature in features for topic in feature.says}
    heard = {topic for feature in features for topic in feature.hears}
    silent = {topic for feature in features for topic in feature.silent}

    assert said - heard == silent, "said, not heard and not declared silent (or the reverse)"
    assert heard <= said, "heard, but nobody says it"


def test_a_feature_says_only_what_is_its_own(app):
    for feature in app.extensions["features"]:
        assert all(topic.split(".")[0] == feature.name for topic in feature.says), feature.name


def test_every_event_class_is_declared(app):
    from server.core import outbox
    from tests.architecture.tree import modules

    declared = {topic for feature in app.extensions["features"] for topic in feature.says}
    assert outbox
    for path in modules():
        if path.name == "events.py":
            for line in path.read_text(encoding="utf-8").splitlines():
                if "topic: ClassVar[str] = " in line:
                    assert line.split('"')[1] in declared, line
