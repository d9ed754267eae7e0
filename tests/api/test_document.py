"""The OpenAPI document: whole, without a warning, and true."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from efficiency.portal.doors import doors
from tests.api.builders import program

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict[str, Any]:
    found: dict[str, Any] = program().get("/api/v1/schema/").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, verb, one) for path, verbs in document["paths"].items() for verb, one in verbs.items()]


def test_it_is_made_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))


def test_it_names_every_operation(document: dict[str, Any]) -> None:
    served = {
        "/" + door.route.replace("<int:", "{").replace("<slug:", "{").replace(">", "}")
        for door in doors()
        if door.route.startswith("api/v1/")
    }

    assert served - set(document["paths"]) == {"/api/v1/schema/", "/api/v1/docs/"}


def test_every_operation_says_what_it_does_and_how_it_refuses(document: dict[str, Any]) -> None:
    for path, verb, one in operations(document):
        assert one["summary"], path
        assert "Scope of a token" in one["description"], path
        needed = {"400", "401", "403", "406", "429", "503"} | ({"404"} if "{" in path else set())
        needed |= {"409", "413", "415", "422"} if verb == "post" else {"304"}
        assert needed <= set(one["responses"]), path
        assert all(each["description"] for each in one["responses"].values()), path


def test_refusals_are_problem_documents(document: dict[str, Any]) -> None:
    kinds = {
        kind
        for _path, _verb, one in operations(document)
        for status, answer in one["responses"].items()
        if status >= "400"
        for kind in answer["content"]
    }

    assert kinds == {"application/problem+json"}


def test_no_object_has_a_member_that_is_not_described(document: dict[str, Any]) -> None:
    shapes = document["components"]["schemas"]

    assert [name for name, one in shapes.items() if one["type"] == "object" and one["additionalProperties"]] == []


def test_the_operations_of_everybody_need_no_token(document: dict[str, Any]) -> None:
    free = {path for path, _verb, one in operations(document) if {} in one["security"]}

    assert free == {
        "/api/v1/", "/api/v1/due/", "/api/v1/units/", "/api/v1/units/{code}/", "/api/v1/complaints/new/",
    }  # fmt: skip


def test_it_is_given_as_yaml_too() -> None:
    response = program().get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi"})

    assert response.content.startswith(b"openapi: 3")


def test_its_page_loads_nothing_from_elsewhere_and_has_no_inline_script() -> None:
    response = Client(headers={"accept-language": "en"}).get("/api/v1/docs/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "swagger-ui-bundle.js" in page
    assert "script-src 'self'" in response["Content-Security-Policy"]
