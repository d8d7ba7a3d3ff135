"""The sandbox has no passwords: nobody but this machine's own page gets in."""

from collections.abc import Mapping

import pytest
from fastapi import Depends, FastAPI
from starlette.testclient import TestClient

from bot.sandbox.doorstep import NotLoopback, from_this_machine, from_this_page, refuse_unless_loopback

HOME = "http://127.0.0.1:8000"


def the_door() -> FastAPI:
    app = FastAPI()

    @app.get("/look", dependencies=[Depends(from_this_machine)])
    def look() -> None: ...

    @app.post("/do", dependencies=[Depends(from_this_machine), Depends(from_this_page)])
    def do() -> None: ...

    return app


def look(host: str, client: str) -> int:
    visitor = TestClient(the_door(), base_url=HOME, client=(client, 50000))
    return visitor.get("/look", headers={"host": host}).status_code


def do(headers: Mapping[str, str]) -> int:
    visitor = TestClient(the_door(), base_url=HOME, client=("127.0.0.1", 50000))
    return visitor.post("/do", content="{}", headers={"content-type": "application/json", **headers}).status_code


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.53"])
def test_it_listens_on_this_machine(host: str) -> None:
    refuse_unless_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "example.com", ""])
def test_it_refuses_to_listen_for_others(host: str) -> None:
    with pytest.raises(NotLoopback, match=r"127\.0\.0\.1"):
        refuse_unless_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000"])
def test_this_machine_gets_in(host: str) -> None:
    assert look(host, "127.0.0.1") == 200


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", ""])
def test_a_foreign_name_that_leads_here_does_not(host: str) -> None:
    assert look(host, "127.0.0.1") == 403


def test_another_machine_does_not() -> None:
    assert look("127.0.0.1:8000", "192.168.1.20") == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": HOME},
        {"origin": HOME, "sec-fetch-site": "same-origin"},
        {"content-type": "application/json; charset=utf-8"},
    ],
)
def test_the_own_page_may_send(headers: dict[str, str]) -> None:
    assert do(headers) == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_another_page_may_not(headers: dict[str, str], status: int) -> None:
    assert do(headers) == status
