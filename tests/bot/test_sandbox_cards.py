"""Cards with buttons in the sandbox: pressed in private chats, closed for everybody, hints alone in groups."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from handlers import card_closing
from storage.database import work
from storage.messages import Button, Card, Choice, Incoming, MessageKind, Recipient
from tests.bot.sandbox_world import NIGHT_SHIFT, PRIVATE, Sandbox, a_sandbox

HEAD = "zhangliang_yuanzhang"
SUBJECT = "hazard:12"
CARD = Card(
    "请整改：12号隐患",
    hints=("知道了发：收到 12", "整改好后发：整改完成 12"),
    buttons=(Button("收到", "收到 12"), Button("整改完成", "整改完成 12", is_main=True)),
    subject=SUBJECT,
)
FLOORS = Choice("floors", "哪几层", (("一楼", "一层"), ("二楼", "二层")), takes_several=True)
CHOICES = Card("巡查了哪几层？", buttons=(Button("选好了", "巡查 {floors}", is_main=True),), choices=(FLOORS,))


@pytest.fixture
def sandbox(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Sandbox]:
    with a_sandbox(sqlite_engine, tmp_path) as sandbox:
        yield sandbox


def card_of(sandbox: Sandbox, person: str = NIGHT_SHIFT) -> dict[str, Any]:
    """Return the only card that this person sees."""
    (card,) = [message["card"] for message in sandbox.messages(person) if message["is_robot"]]
    return dict(card)


def test_a_card_has_its_buttons_in_a_private_chat_and_its_hints_alone_in_a_group(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD, key="1")
    sandbox.push(sandbox.group(NIGHT_SHIFT), CARD, key="2")

    card = card_of(sandbox)
    assert [button["text"] for button in card["buttons"]] == ["收到", "整改完成"]
    assert card["task"] != ""
    (in_group,) = sandbox.messages(conversation="group:zhangliang")
    assert in_group["card"]["buttons"] == []
    assert in_group["card"]["hints"] == list(CARD.hints)


def test_a_press_is_the_click_that_the_platform_sends(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD)
    task = card_of(sandbox)["task"]

    assert sandbox.press(task, "整改完成 12").status_code == 200

    (click,) = sandbox.incoming()
    assert (click.kind, click.sender, click.conversation, click.text) == (
        MessageKind.EVENT, NIGHT_SHIFT, PRIVATE, "",
    )  # fmt: skip
    assert click.details == {
        "event": "template_card_event",
        "event_key": "整改完成 12",
        "task_id": task,
        "card_type": "button_interaction",
        "selected_items": {},
    }
    assert click.reply_handle != ""


def test_a_press_is_a_quiet_line_in_the_chat(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD)
    sandbox.press(card_of(sandbox)["task"], "整改完成 12")

    assert sandbox.messages()[-1]["note"] == "马玉环 点了「整改完成」"


def test_what_was_chosen_travels_by_id_and_is_shown_by_name(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CHOICES)

    sandbox.press(card_of(sandbox)["task"], "巡查 {floors}", chosen={"floors": ["一楼", "二楼"]})

    (click,) = sandbox.incoming()
    assert click.details["card_type"] == "vote_interaction"
    assert click.details["selected_items"] == {"floors": ["一楼", "二楼"]}
    assert sandbox.messages()[-1]["note"] == "马玉环 选了「一层、二层」，点了「选好了」"


def test_a_press_that_is_repeated_is_one_click(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD)
    task, name = card_of(sandbox)["task"], str(uuid4())

    for _ in range(3):
        assert sandbox.press(task, "收到 12", id=name).status_code == 200

    assert len(sandbox.incoming()) == 1


@pytest.mark.parametrize(
    ("pressed", "status"),
    [
        ({"person": HEAD}, 404),
        ({"task": "1-2"}, 404),
        ({"says": "撤销 12"}, 422),
        ({"chosen": {"floors": ["一楼"]}}, 422),
        ({"id": "1"}, 422),
    ],
)
def test_nobody_presses_what_is_not_on_their_card(sandbox: Sandbox, pressed: dict[str, Any], status: int) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD)
    whole = {"task": card_of(sandbox)["task"], "says": "收到 12", **pressed}

    assert sandbox.press(**whole).status_code == status
    assert sandbox.incoming() == []


@pytest.mark.parametrize("chosen", [{"floors": ["三楼"]}, {"rooms": ["一楼"]}])
def test_only_what_the_card_offers_is_chosen(sandbox: Sandbox, chosen: dict[str, list[str]]) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CHOICES)

    answer = sandbox.press(card_of(sandbox)["task"], "巡查 {floors}", chosen=chosen)

    assert answer.status_code == 422
    assert "没有这个按钮或选项" in answer.json()["detail"]


def test_everybodys_card_is_closed_in_its_place(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD, key="1")
    sandbox.push(Recipient.person(HEAD), CARD, key="2")
    task = card_of(sandbox)["task"]
    sandbox.press(task, "整改完成 12")
    (click,) = sandbox.incoming()

    close(sandbox, click)

    for person in (NIGHT_SHIFT, HEAD):
        assert card_of(sandbox, person)["closed_as"] == "马玉环已报整改完成"
    assert [chat["arrived"] for chat in sandbox.get("chats", HEAD).json()] == [1, 0]


def close(sandbox: Sandbox, click: Incoming) -> None:
    with work(sandbox.engine) as session:
        # By the click's own handle, and by the one that the other card's delivery gave.
        assert card_closing.close(session, SUBJECT, "马玉环已报整改完成", now=sandbox.clock(), click=click) == 2
    sandbox.deliver()


def test_a_press_that_comes_too_late_is_for_the_program_to_answer(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD)
    task = card_of(sandbox)["task"]
    with work(sandbox.engine) as session:
        card_closing.close(session, SUBJECT, "已由王秀兰收到", now=sandbox.clock())

    assert sandbox.press(task, "收到 12").status_code == 200
    assert len(sandbox.incoming()) == 1


def test_a_card_of_a_wording_that_the_platform_cannot_draw_has_no_buttons(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card("太多", buttons=(*CARD.buttons,), choices=(FLOORS,)))

    card = card_of(sandbox)
    assert (card["buttons"], card["choices"]) == ([], [])


def test_opening_the_private_chat_is_told_once_a_day(sandbox: Sandbox) -> None:
    def enter() -> int:
        return sandbox.browser.post("/sandbox/entries", json={"person": NIGHT_SHIFT}).status_code

    assert [enter(), enter()] == [200, 200]
    sandbox.clock.set(sandbox.clock() + timedelta(days=1))
    assert enter() == 200

    entries = sandbox.incoming()
    assert [entry.details for entry in entries] == [{"event": "enter_chat"}] * 2
    assert sandbox.messages() == []


def test_nobody_enters_who_is_not_there(sandbox: Sandbox) -> None:
    assert sandbox.browser.post("/sandbox/entries", json={"person": "nobody"}).status_code == 404
