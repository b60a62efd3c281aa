"""A new route cannot be forgotten: it names a permission, or stands here as open."""

import pytest

OPEN_TO_ANYBODY = {
    "api-docs.openapi_json",
    "site.alive",
    "site.ready",
    "site.docs",
    "site.docs_file",
    "site.index",
    "site.h5_file",
    "identity.sign_in",
    "sandbox.demo_people",
    "uploads.show_photo",
}


def guards(app):
    return {
        endpoint: getattr(view, "_apidoc", {}).get("guard", {})
        for endpoint, view in app.view_functions.items()
    }


def test_every_route_names_a_permission_or_is_listed_as_open(app):
    for endpoint, guard in guards(app).items():
        if endpoint not in OPEN_TO_ANYBODY:
            assert "permission" in guard, endpoint


def test_nothing_is_listed_as_open_that_does_not_exist(app):
    assert set(app.view_functions) >= OPEN_TO_ANYBODY


def test_every_community_route_is_under_the_communities_path(app):
    for rule in app.url_map.iter_rules():
        if "community_id" in rule.arguments:
            assert rule.rule.startswith("/api/v1/communities/<int:community_id>"), rule


def test_the_document_tells_the_permission_of_every_operation(client):
    document = client.get("/api/v1/openapi.json").json

    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method in ("get", "post", "put", "patch", "delete"):
                assert operation["x-permission"], f"{method} {path}"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_every_guarded_route_refuses_a_stranger(app, client, method):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ANYBODY or method not in (rule.methods or ()):
            continue
        url = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)[1]
        assert client.open(url, method=method).status_code == 401, rule
