"""The twelve troubles of a long connection (wecom.md G), each survived: nothing is lost, nobody is asked twice."""

import logging
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.wire import frames
from storage.database import work
from storage.hazards import Hazard
from storage.inbox import InboxMessage
from storage.messages import Recipient
from storage.outbox import OutboxMessage
from storage.units import Group
from storage.vocabulary import InboxState, OutboxState, Urgency
from tests.bot.bot_world import Running, running, short, until
from tests.builders import County, a_county, kept
from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway

REPORT = "隐患 二楼东头安全出口堆了轮椅"


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine, wants_mornings=False)


@pytest.fixture
def program(engine: Engine, county: County, gateway: Gateway, tmp_path: Path) -> Iterator[Running]:
    """Run the program against the gateway; it must have kept the rules to the end."""
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        yield program
    assert gateway.complaints == []
    assert gateway.most_live <= 1
    assert gateway.over_limit == {}


def test_normal_what_is_said_is_stored_and_answered_once(program: Running, gateway: Gateway) -> None:
    told = gateway.say("wang", REPORT)
    (answer,) = gateway.wait_for_answers(told)

    assert "12号" in answer.text
    (row,) = program.rows(InboxMessage)
    assert (row.channel, row.message_id, row.conversation) == ("smart_bot", told.msgid, "private:wang")
    assert len(program.rows(Hazard)) == 1


def test_a_duplicate_msgid_is_answered_once(program: Running, gateway: Gateway) -> None:
    told = gateway.say("wang", REPORT)
    gateway.wait_for_answers(told)
    again = gateway.again(told)
    after = gateway.say("wang", "我的待办")
    gateway.wait_for_answers(after)

    assert gateway.answers_to(again) == []
    assert len(program.rows(Hazard)) == 1


def test_a_malformed_frame_does_not_end_the_connection(
    program: Running, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for raw in ('{"cmd": "aibot_msg_callback", "headers":', "[]", "null", '{"cmd": 7, "headers": "x"}', "\x00"):
            gateway.write_raw(raw)
        gateway.wait_for_answers(gateway.say("wang", "帮助"))

    assert gateway.subscribes == 1
    assert "cannot be read" in caplog.text


def test_control_characters_in_a_frame_cost_no_message(program: Running, gateway: Gateway) -> None:
    told = gateway.say("wang", "隐患 二楼\x01东头\x0b安全出口堆了\x1f轮椅", raw_controls=True)
    gateway.wait_for_answers(told)

    (hazard,) = program.rows(Hazard)
    assert "二楼东头安全出口堆了轮椅" in hazard.problem + hazard.place + hazard.problem


def test_an_ack_with_an_error_is_tried_again_by_its_meaning(program: Running, gateway: Gateway) -> None:
    gateway.platform.fail_next(frames.REPLY, Fault.ERRCODE(-1), 2)
    (answer,) = gateway.wait_for_answers(gateway.say("wang", "帮助"))

    assert answer.text
    (row,) = program.rows(OutboxMessage)
    assert until(lambda: program.rows(OutboxMessage)[0].state is OutboxState.SENT, "the answer settled")
    assert row.attempts <= 3


@pytest.mark.parametrize(("chatid", "refused_with"), [("wrGROUP", "846608"), (None, "42014")])
def test_an_ack_that_never_comes_shows_an_answer_once_and_leaves_a_prompt_unknown(
    program: Running, gateway: Gateway, chatid: str | None, refused_with: str
) -> None:
    """In a group the answer is a stream of words, in private a card with buttons."""
    gateway.wait_for_answers(gateway.say("wang", "帮助"))
    gateway.platform.fail_next(frames.REPLY, Fault.HANG_AFTER_ACCEPT(math.inf))
    told = gateway.say("wang", "帮助", chatid=chatid)
    until(lambda: len([row for row in program.rows(OutboxMessage) if row.state is OutboxState.SENT]) == 2, "it")
    gateway.platform.fail_next(frames.PUSH, Fault.HANG_AFTER_ACCEPT(math.inf))
    program.push(Recipient.person("wang"), "提醒")
    until(lambda: [row for row in program.rows(OutboxMessage) if row.state is OutboxState.UNKNOWN], "the prompt")

    # The repeat is refused as shown before: that is how we learn that it had arrived.
    (refusal,) = gateway.complaints
    assert refused_with in refusal
    gateway.complaints.clear()
    assert len(gateway.answers_to(told)) == 1
    assert len([seen for seen in gateway.seen_by("wang") if "提醒" in seen.text]) == 1


@pytest.mark.parametrize("code", [1000, 1001])
def test_a_polite_close_is_an_end_all_the_same(program: Running, gateway: Gateway, code: int) -> None:
    gateway.close(code)
    until(lambda: gateway.subscribes == 2, "a new connection")
    gateway.wait_connected()

    assert gateway.wait_for_answers(gateway.say("wang", "帮助"))


def test_a_tcp_abort_is_survived(program: Running, gateway: Gateway) -> None:
    gateway.abort()
    until(lambda: gateway.subscribes == 2, "a new connection")
    gateway.wait_connected()

    assert gateway.wait_for_answers(gateway.say("wang", "帮助"))


@pytest.mark.parametrize("then_abort", [False, True])
def test_kicked_by_a_newer_connection_it_stops_and_people_are_told(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path, *, then_abort: bool
) -> None:
    with work(engine) as session:
        kept(session, Group(name="全县工作群", unit_id=county.bureau.id or 0, webhook_key="KEY1"))
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("wang", "帮助"))
        gateway.kick(then_abort=then_abort)
        until(lambda: any("顶掉" in fault for fault in program.faults()), "the fault in /readyz")
        # Several leases pass: it must not come back.
        seen = until(lambda: gateway.platform.seen_in_group("KEY1"), "the alarm in the bureau's group")

        assert "顶掉" in seen[0].text
        assert gateway.subscribes == 1
        assert program.bot.is_mine()


def test_without_pongs_a_connection_is_dead_although_it_is_open(program: Running, gateway: Gateway) -> None:
    gateway.answers_pings = False
    until(lambda: gateway.subscribes >= 2, "a new connection")
    gateway.answers_pings = True
    gateway.wait_connected()

    assert gateway.wait_for_answers(gateway.say("wang", "帮助"))


def test_a_refused_secret_is_tried_a_few_times_then_said_loudly_and_tried_again_slowly(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    gateway.refuses_auth = True
    with running(engine, gateway, tmp_path, connection=short(refused_tries=3)) as program:
        until(lambda: any("MINAN_BOT_SECRET" in fault for fault in program.faults()), "the fault in /readyz")
        tried = gateway.platform.calls[frames.SUBSCRIBE]
        gateway.refuses_auth = False
        gateway.wait_connected()
        until(lambda: program.faults() == [], "the fault gone")
        assert gateway.wait_for_answers(gateway.say("wang", "帮助"))

    assert tried >= 3


def test_what_was_said_before_the_line_broke_is_answered_after_it_is_back(program: Running, gateway: Gateway) -> None:
    gateway.platform.fail_next(frames.REPLY, Fault.DROP_BEFORE)
    told = gateway.say("wang", REPORT)
    (answer,) = gateway.wait_for_answers(told)

    assert "12号" in answer.text
    assert gateway.subscribes == 2
    assert len(program.rows(Hazard)) == 1


def test_an_answer_that_can_no_longer_be_a_reply_is_pushed(program: Running, gateway: Gateway) -> None:
    gateway.platform.fail_next(frames.REPLY, Fault.ERRCODE(846605))
    told = gateway.say("wang", REPORT)
    (pushed,) = gateway.wait_for_seen("wang")

    assert "12号" in pushed.text
    assert gateway.answers_to(told) == []


def test_an_outage_uses_no_tries_up_and_what_waited_leaves_when_it_is_over(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("wang", "帮助"))
        with gateway.unreachable():
            gateway.abort()
            until(lambda: not program.bot.is_up(), "the connection down for longer")
            program.push(Recipient.person("wang"), "夜里的提醒")
            until(lambda: program.rows(OutboxMessage)[-1].error == "", "the letter waiting")
        (seen,) = until(lambda: [one for one in gateway.seen_by("wang") if "夜里" in one.text], "the letter")
        until(lambda: program.rows(OutboxMessage)[-1].state is OutboxState.SENT, "the letter settled")

        assert seen.text
        assert program.rows(OutboxMessage)[-1].attempts == 1


def test_unknown_kinds_are_stored_and_nobody_is_answered(program: Running, gateway: Gateway) -> None:
    gateway.message("wang", "hologram", {"depth": 3})
    gateway.event("moon_phase_event", "wang", {"phase": "full"})
    gateway.wait_for_answers(gateway.say("wang", "帮助"))
    rows = until(lambda: len(program.rows(InboxMessage)) == 3 and program.rows(InboxMessage), "three rows")

    assert [row.state for row in rows] == [InboxState.IGNORED, InboxState.IGNORED, InboxState.DONE]
    assert len(gateway.seen_by("wang")) == 1


def test_in_a_group_the_bots_name_is_no_part_of_the_words(program: Running, gateway: Gateway) -> None:
    told = gateway.say("wang", REPORT, chatid="wrGROUP")
    gateway.wait_for_answers(told)

    (row,) = program.rows(InboxMessage)
    assert (row.body, row.conversation) == (REPORT, "group:wrGROUP")


def test_a_quote_is_kept_apart_and_says_which_hazard_is_meant(program: Running, gateway: Gateway) -> None:
    gateway.wait_for_answers(gateway.say("wang", REPORT))
    told = gateway.say("wang", "整改完成", quote=gateway.quoted("已登记：12号隐患"))
    (answer,) = gateway.wait_for_answers(told)

    assert "12号" in answer.text
    assert program.rows(InboxMessage)[-1].body == "整改完成"


def test_a_group_is_pushed_to_once_somebody_has_spoken_there_and_by_its_webhook_before(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with work(engine) as session:
        group = kept(
            session,
            Group(name="张良镇工作群", unit_id=county.town.id or 0, webhook_key="KEY1", chat_id="wrTOWN"),
        )
        assert group.id is not None
        to = Recipient.group(group.id)
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        program.push(to, "第一次提醒")
        by_webhook = until(lambda: gateway.platform.seen_in_group("KEY1"), "the first by webhook")
        gateway.wait_for_answers(gateway.say("wang", "帮助", chatid="wrTOWN"))
        program.push(to, "第二次提醒")
        until(lambda: [seen for seen in gateway.seen_in("wrTOWN") if "第二次" in seen.text], "the second")
        gateway.shut_chats.add("wrTOWN")
        program.push(to, "第三次提醒")
        until(lambda: len(gateway.platform.seen_in_group("KEY1")) == 2, "the third by webhook again")

        assert "第一次" in by_webhook[0].text
        assert "第三次" in gateway.platform.seen_in_group("KEY1")[1].text


def test_a_push_that_fails_for_good_without_a_webhook_is_told_to_the_officer_in_charge(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        for userid in ("wang", "zhou", "admin"):
            gateway.wait_for_answers(gateway.say(userid, "帮助"))
        gateway.shut_chats.add("wang")
        program.push(Recipient.person("wang"), "要紧的提醒", urgency=Urgency.URGENT)
        until(
            lambda: [row for row in program.rows(OutboxMessage) if row.state is OutboxState.DEAD], "the dead letter"
        )
        told = until(
            lambda: [row for row in program.rows(OutboxMessage) if row.key.startswith("undelivered:")], "the note"
        )

        assert "要紧的提醒" in str(told[0].card)


def test_thirty_a_minute_in_one_chat_are_never_exceeded(program: Running, gateway: Gateway) -> None:
    gateway.wait_for_answers(gateway.say("wang", "帮助"))
    for number in range(40):
        program.push(Recipient.person("wang"), f"第{number}条")
    until(lambda: len(gateway.seen_by("wang")) >= 28, "as many as a minute bears")
    until(lambda: not [row for row in program.rows(OutboxMessage) if row.state is OutboxState.SENDING], "a pause")

    assert gateway.over_limit == {}
    assert len(gateway.seen_by("wang")) == 28


def test_the_secret_stands_in_no_row_and_no_log(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("wang", "帮助"))
        gateway.abort()
        until(lambda: gateway.subscribes == 2, "a new connection")
        rows = [str(row) for row in (*program.rows(InboxMessage), *program.rows(OutboxMessage))]

    secret = gateway.platform.identity.bot_secret
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("tests"))
    assert secret not in ours
    assert not [row for row in rows if secret in row]


def test_a_userid_is_written_as_the_platform_does_however_the_roster_spells_it(
    engine: Engine, county: County, gateway: Gateway, tmp_path: Path
) -> None:
    with running(engine, gateway, tmp_path) as program:
        gateway.wait_connected()
        gateway.wait_for_answers(gateway.say("Wang", "帮助"))
        program.push(Recipient.person("WANG"), "按花名册写的账号发的提醒")
        (seen,) = until(lambda: [one for one in gateway.seen_by("Wang") if "花名册" in one.text], "the push")

    assert seen.reader == "Wang"
    assert gateway.complaints == []
