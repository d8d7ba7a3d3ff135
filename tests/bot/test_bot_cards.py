"""Cards with buttons over the long connection: shown in private, pressed, closed, welcomed with."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.wire import frames
from storage.cards import SentCard
from storage.messages import Button, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import OutboxState
from tests.bot.bot_world import Running, running, short, until
from tests.builders import County, a_county
from tests.wecom.bot_seen import BotSeen
from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway

HELP = (Button("看帮助", "帮助", is_main=True), Button("我的待办", "我的待办"))


@pytest.fixture
def county(sqlite_engine: Engine) -> County:
    return a_county(sqlite_engine, wants_mornings=False)


def a_card(program: Running, gateway: Gateway) -> BotSeen:
    """Push a card with buttons and return it as wang sees it."""
    program.push(Recipient.person("wang"), "请看", buttons=HELP, subject="test:1", hints=("发「帮助」",))
    seen: BotSeen = until(lambda: [one for one in gateway.seen_by("wang") if "请看" in one.text], "the card")[-1]
    return seen


def test_buttons_are_shown_in_private_and_as_words_in_a_group(spoken_to: Running, gateway: Gateway) -> None:
    card = a_card(spoken_to, gateway)
    gateway.wait_for_answers(gateway.say("wang", "帮助", chatid="wrG"))
    spoken_to.push(Recipient.chat("group:wrG"), "请看", buttons=HELP, hints=("发「帮助」",))
    in_group = until(lambda: [one for one in gateway.seen_in("wrG") if "请看" in one.text], "the words")[0]

    assert [button["text"] for button in card.card["button_list"]] == ["看帮助", "我的待办"]
    assert in_group.msgtype == "markdown"
    assert "发「帮助」" in in_group.text


def test_a_press_is_answered_as_the_words_are(spoken_to: Running, gateway: Gateway) -> None:
    card = a_card(spoken_to, gateway)
    before = len(gateway.seen_by("wang"))
    gateway.click(card, "帮助")
    (answer,) = until(lambda: gateway.seen_by("wang")[before:], "the answer")

    assert "可以这样用" in answer.text
    assert answer.cmd == frames.PUSH


def test_a_press_that_ends_its_subject_closes_the_card_within_seconds(spoken_to: Running, gateway: Gateway) -> None:
    told = gateway.say("wang", "隐患 二楼东头安全出口堆了轮椅")
    (registered,) = gateway.wait_for_answers(told)
    key = next(one["key"] for one in registered.card["button_list"] if one["key"].startswith("不是隐患"))
    gateway.click(registered, key)
    until(lambda: gateway.seen_by("wang")[-1] is not registered and registered.replaced_by, "the card closed")

    assert registered.replaced_by
    assert registered.updates


def test_an_answer_to_a_press_is_not_lost_with_the_connection(spoken_to: Running, gateway: Gateway) -> None:
    card = a_card(spoken_to, gateway)
    before = len(gateway.seen_by("wang"))
    gateway.platform.fail_next(frames.PUSH, Fault.DROP_BEFORE)
    gateway.click(card, "帮助")

    assert "可以这样用" in until(lambda: gateway.seen_by("wang")[before:], "the answer")[0].text


def test_a_card_that_is_closed_too_late_is_left_alone_and_says_so_when_it_is_pressed(
    sqlite_engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    # No time at all for answers to events: every closing comes too late.
    with running(sqlite_engine, gateway, tmp_path, connection=short(event_life=timedelta(0))) as program:
        gateway.wait_connected()
        (registered,) = gateway.wait_for_answers(gateway.say("wang", "隐患 二楼东头安全出口堆了轮椅"))
        key = next(one["key"] for one in registered.card["button_list"] if one["key"].startswith("不是隐患"))
        gateway.click(registered, key)
        until(lambda: [row for row in program.rows(SentCard) if row.closed_at], "the card closed with us")
        gateway.click(registered, key)
        until(lambda: [one for one in gateway.seen_by("wang") if "已过时" in one.text], "the word that it is old")
        until(lambda: {row.state for row in program.rows(OutboxMessage)} == {OutboxState.SENT}, "all settled")

    assert registered.replaced_by is None
    assert gateway.frames_of(frames.UPDATE) == []


def test_whoever_enters_the_chat_is_welcomed_by_name(spoken_to: Running, gateway: Gateway) -> None:
    (welcome,) = gateway.wait_for_answers(gateway.enter_chat("wang"))

    assert welcome.cmd == frames.WELCOME
    assert "王铁柱" in welcome.text


def test_a_card_that_the_platform_refuses_is_said_in_words(spoken_to: Running, gateway: Gateway) -> None:
    gateway.platform.fail_next(frames.PUSH, Fault.ERRCODE(42038))
    spoken_to.push(Recipient.person("wang"), "请看", buttons=HELP, hints=("发「帮助」",))
    (seen,) = until(lambda: [one for one in gateway.seen_by("wang") if "请看" in one.text], "the words")

    assert seen.msgtype == "markdown"
