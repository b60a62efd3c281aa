"""The document is what the application says now, and says nothing that must not leave it."""

import json
import re
import shutil
import subprocess

import pytest

from tests.architecture.tree import ROOT

CLIENT = ROOT / "miniprogram"
GENERATOR = CLIENT / "node_modules" / ".bin" / "openapi-typescript"
METHODS = {"get", "post", "put", "patch", "delete"}
HINT = "run scripts/export_openapi and commit what it wrote"
#: What no answer names, in whole or as the end of a name.
UNSPEAKABLE = re.compile(r"openid|session_?key|unionid|_sealed$|_index$|secret|id_?number", re.IGNORECASE)


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json


def operations(document):
    """(METHOD, path, operation) of the whole document."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield method.upper(), path, operation


def test_the_committed_document_is_what_the_application_says(document):
    committed = json.loads((CLIENT / "openapi.json").read_text(encoding="utf-8"))

    assert committed == document, HINT


def test_the_clients_types_follow_from_the_committed_document(tmp_path):
    if not GENERATOR.exists() or shutil.which("node") is None:
        pytest.skip("Node or the client's packages are not installed")
    fresh = tmp_path / "schema.d.ts"
    subprocess.run(
        [GENERATOR, CLIENT / "openapi.json", "-o", fresh], check=True, capture_output=True, cwd=CLIENT
    )

    assert (CLIENT / "src" / "api" / "schema.d.ts").read_text() == fresh.read_text(), HINT


def test_every_route_is_in_the_document_and_back(app, document):
    routes = {
        (method, re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api-docs.openapi_json"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes == {(method, path) for method, path, _ in operations(document)}


def test_every_operation_is_told_in_a_sentence_and_has_an_answer(document):
    for method, path, operation in operations(document):
        assert operation.get("summary"), f"{method} {path}"
        assert [code for code in operation["responses"] if code.startswith("2")], f"{method} {path}"


def schemas_of_answers(document):
    """name → schema of everything an answer may hold, references followed."""
    found = {}

    def follow(node, name):
        if isinstance(node, list):
            for one in node:
                follow(one, name)
        elif isinstance(node, dict):
            if ref := node.get("$ref"):
                target = ref.rpartition("/")[2]
                if target not in found:
                    found[target] = document["components"]["schemas"].get(target, {})
                    follow(found[target], target)
            for one in node.values():
                follow(one, name)

    for method, path, operation in operations(document):
        for code, answer in operation["responses"].items():
            if schema := answer.get("content", {}).get("application/json", {}).get("schema"):
                found[f"{method} {path} {code}"] = schema
                follow(schema, path)
    return found


def properties(node):
    """(name, schema) of every property, however deep."""
    if isinstance(node, list):
        for one in node:
            yield from properties(one)
    elif isinstance(node, dict):
        yield from (node["properties"].items() if isinstance(node.get("properties"), dict) else ())
        for one in node.values():
            yield from properties(one)


def test_no_answer_names_what_stays_inside(document):
    answers = schemas_of_answers(document)

    assert len(answers) > 100
    said = {
        (name, key)
        for name, schema in answers.items()
        for key, _ in properties(schema)
        if UNSPEAKABLE.search(key)
    }
    # The one answer that is asked for with a reason, and told to the person.
    assert said == {("UnmaskedOut", "id_number")}


@pytest.mark.parametrize("name", ["openid", "sessionKey", "name_sealed", "number_index", "id_number"])
def test_the_search_knows_what_it_looks_for(name):
    assert [key for key, _ in properties({"items": {"properties": {name: {}}}}) if UNSPEAKABLE.search(key)]


def test_a_token_is_given_at_sign_in_alone(document):
    with_token = {
        name for name, schema in schemas_of_answers(document).items() if "token" in dict(properties(schema))
    }
    assert with_token == {"SessionOut"}


def test_every_id_is_a_string(document):
    for name, schema in schemas_of_answers(document).items():
        for key, kind in properties(schema):
            if key == "id" or key.endswith("_id"):
                assert kind.get("type") == "string", f"{name}.{key}"
            if key.endswith("_ids"):
                assert kind["items"].get("type") == "string", f"{name}.{key}"
