"""What is enqueued is read once by those it is for, whatever goes wrong on the way."""

import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import due
from bot.channels.channel import Address, Delivered, Fetched, GiveUp, Limits, TryLater, WithoutConnection
from bot.channels.self_built_app import SelfBuiltApp
from bot.wire import bodies, words
from storage import outbox
from storage.database import work
from storage.messages import Card, Recipient
from storage.units import Group
from storage.vocabulary import OutboxState, Role, UnitType, Urgency
from tests.bot.world import CARD, World
from tests.builders import a_person, a_unit, kept
from tests.wecom.faults import Fault

LISI, WANGWU, STRANGER = Recipient.person("LiSi"), Recipient.person("wangwu"), Recipient.person("nobody")
SEND, HOOK, TOKEN = "message/send", "webhook/send", "gettoken"
SENT, DEAD, UNKNOWN, QUEUED = OutboxState.SENT, OutboxState.DEAD, OutboxState.UNKNOWN, OutboxState.QUEUED


def a_group(world: World, key: str = "KEY1", chat_id: str = "") -> Recipient:
    """Store a township with its officer zhangsan, its group, and lisi in a care home below it."""
    with work(world.engine) as session:
        township = a_unit(session, "磙子营乡民政所", type=UnitType.TOWNSHIP)
        home = a_unit(session, "磙子营乡敬老院", parent=township)
        a_person(session, township, Role.TOWNSHIP, userid="zhangsan", name="张三")
        a_person(session, home, Role.HEAD, userid="LiSi", name="李四")
        a_person(session, home, Role.STAFF, userid="Gone", name="赵六")
        assert township.id is not None
        group = kept(session, Group(name="磙子营群", unit_id=township.id, webhook_key=key, chat_id=chat_id))
        assert group.id is not None
        return Recipient.group(group.id)


# ---- what goes right


def test_a_person_reads_it_once_and_a_group_reads_it_once(both_worlds: World) -> None:
    group = a_group(both_worlds)
    both_worlds.put(LISI, group)

    assert both_worlds.deliver() == 2
    assert both_worlds.deliver() == 0

    assert both_worlds.texts("lisi") == ["巡查提醒\n单位：磙子营乡敬老院\n今天还没有巡查。"]
    assert [seen.msgtype for seen in both_worlds.platform.seen_in_group("KEY1")] == ["markdown"]
    assert both_worlds.states() == [SENT, SENT]


def test_what_leaves_is_what_was_frozen(world: World) -> None:
    world.put(LISI)

    world.deliver()

    (row,) = world.rows()
    (seen,) = world.platform.seen_by_person("lisi")
    assert json.loads(row.body) == seen.payload
    assert row.channel == "self_built_app"
    assert seen.payload["enable_duplicate_check"] == 1


def test_two_letters_with_the_same_words_are_both_read(world: World) -> None:
    world.put(LISI, LISI)

    world.deliver()

    assert len(world.texts("lisi")) == 2
    assert world.platform.dropped_duplicates == 0


def test_an_answer_goes_back_by_the_channel_of_its_question(world: World) -> None:
    group = a_group(world, chat_id="chat-1")
    other = Remembering("other", reaches=True)

    world.put(group, reply=("other", "handle-7"), urgency=Urgency.ANSWER)
    world.put(group)
    world.deliver(world.road_with(world.app, world.robot, other))

    assert [(address.reply_handle, address.chat_id) for address in other.addresses] == [("handle-7", "chat-1")]
    assert len(world.platform.seen_in_group("KEY1")) == 1


def test_an_answer_to_a_chat_finds_its_person_or_its_group(world: World) -> None:
    a_group(world, chat_id="chat-1")

    world.put(Recipient.chat("private:wangwu"), Recipient.chat("group:chat-1"))
    world.deliver()

    assert len(world.texts("wangwu")) == 1
    assert len(world.platform.seen_in_group("KEY1")) == 1


def test_a_webhook_written_down_as_a_whole_address_works_and_leads_nowhere_else(world: World) -> None:
    group = a_group(world, key="https://evil.example/cgi-bin/webhook/send?key=KEY2")

    world.put(group)
    world.deliver()

    assert len(world.platform.seen_in_group("KEY2")) == 1


def test_mentions_reach_the_group(world: World) -> None:
    group = a_group(world)

    world.put(group, card=replace(CARD, mentions=("LiSi", "wangwu")))
    world.deliver()

    assert world.platform.seen_in_group("KEY1")[0].text.endswith("<@LiSi><@wangwu>")


def test_letters_to_one_recipient_arrive_in_their_order(world: World) -> None:
    for number in range(10):
        world.put(LISI, card=Card(str(number)))

    world.deliver()

    assert world.texts("lisi") == [str(number) for number in range(10)]


def test_a_text_beyond_the_limit_is_cut_by_us_and_not_by_wecom(world: World) -> None:
    world.put(LISI, card=Card("安全" * 1000, link="https://minan.example/h/12"))

    world.deliver()

    (seen,) = world.platform.seen_by_person("lisi")
    assert not seen.is_cut
    assert seen.text.endswith("https://minan.example/h/12")


# ---- the token


def test_thirty_letters_fetch_one_token(world: World) -> None:
    world.platform.users = {"*": "*"}
    world.put(*(Recipient.person(f"u{number}") for number in range(30)))
    world.platform.latency[TOKEN] = 0.05

    world.deliver()

    assert world.platform.calls[TOKEN] == 1
    assert world.states() == [SENT] * 30


@pytest.mark.parametrize("errcode", [40014, 42001])
def test_a_token_that_died_early_is_replaced_once(world: World, errcode: int) -> None:
    world.put(LISI)
    world.deliver()
    world.platform.void_token(errcode)

    world.put(LISI)
    world.deliver()

    assert world.platform.calls[TOKEN] == 2
    assert world.states() == [SENT, SENT]


def test_a_token_that_stays_refused_is_no_endless_loop(world: World) -> None:
    world.platform.fail_next(SEND, Fault.ERRCODE(40014), times=50)
    world.put(LISI)

    world.deliver()

    assert world.platform.calls[SEND] == 2
    assert world.states() == [QUEUED]


# ---- error codes


@pytest.mark.parametrize("errcode", [-1, 6000, 45033, 99999])
def test_a_passing_error_is_tried_again_with_growing_waits(world: World, errcode: int) -> None:
    world.platform.fail_next(SEND, Fault.ERRCODE(errcode), times=2)
    world.put(LISI)

    world.deliver()
    first_wait = world.rows()[0].not_before - world.clock()
    world.forward(minutes=1)
    world.deliver()
    second_wait = world.rows()[0].not_before - world.clock()
    world.forward(minutes=1)
    world.deliver()

    assert timedelta(seconds=5) <= first_wait < second_wait
    assert world.states() == [SENT]
    assert len(world.texts("lisi")) == 1


@pytest.mark.parametrize(
    ("errcode", "says"),
    [
        (60020, "可信 IP"),
        (50003, "停用"),
        (40056, "AgentId"),
        (45002, "太长"),
        (40201, "违规"),
        (60111, "没有这个成员"),
    ],
)
def test_an_error_for_good_is_given_up_at_once_with_a_reason_in_chinese(
    world: World, errcode: int, says: str
) -> None:
    world.platform.fail_next(SEND, Fault.ERRCODE(errcode))
    world.put(LISI, urgency=Urgency.ANSWER)

    world.deliver()

    (row,) = world.rows()
    assert row.state is DEAD
    assert says in row.error
    assert "203.0.113.7" not in row.error


def test_a_group_that_heard_too_much_is_left_alone_for_a_window(world: World) -> None:
    group = a_group(world)
    world.platform.fail_next(HOOK, Fault.ERRCODE(45009))
    with work(world.engine) as session:
        soon = world.clock() + timedelta(seconds=20)
        outbox.enqueue(session, "soon", group, CARD, urgency=Urgency.PROMPT, now=world.clock(), not_before=soon)
    world.put(group, group, group)

    world.deliver()
    calls = world.platform.calls[HOOK]
    world.forward(seconds=59)
    world.deliver()
    early = world.platform.calls[HOOK]
    world.forward(seconds=30)
    world.deliver()

    assert (calls, early) == (1, 1)
    assert world.states() == [SENT] * 4


def test_our_throttle_never_meets_the_limit_of_a_webhook(world: World) -> None:
    group = a_group(world)
    for number in range(60):
        world.put(group, card=Card(f"第{number}条"))

    rounds = 0
    while QUEUED in world.states() and rounds < 30:
        world.deliver()
        world.forward(seconds=20)
        rounds += 1

    texts = [seen.text for seen in world.platform.seen_in_group("KEY1")]
    assert len(texts) == 60
    assert world.platform.errcodes[HOOK, 45009] == 0
    assert {row.attempts for row in world.rows()} == {1}
    assert rounds > 9


def test_our_throttle_never_lets_wecom_drop_a_message_silently(world: World) -> None:
    world.put(*[LISI] * 70)

    for _ in range(6):
        world.deliver()
        world.forward(seconds=31)

    assert world.platform.silently_dropped == []
    assert len(world.texts("lisi")) == 70


# ---- the line


@pytest.mark.parametrize(
    "fault",
    [
        *(Fault.HTTP_500, Fault.HTTP(502), Fault.HTML_INSTEAD_OF_JSON, Fault.DROP_BEFORE, Fault.DROP_AFTER_ACCEPT),
        *(Fault.HANG(30), Fault.HANG_AFTER_ACCEPT(30)),
    ],
    ids=["500", "502", "html", "drop before", "drop after", "hang", "hang after"],
)
def test_a_broken_line_to_a_person_costs_nothing_and_is_seen_once(world: World, fault: Fault) -> None:
    world.platform.fail_next(SEND, fault)
    world.put(LISI)

    world.deliver()
    body = world.rows()[0].body
    assert world.states() == [QUEUED]
    world.forward(minutes=1)
    world.deliver()

    assert world.states() == [SENT]
    assert world.rows()[0].body == body
    assert len(world.texts("lisi")) == 1


def test_a_repeat_is_the_same_to_the_byte_though_it_would_be_drawn_otherwise_by_now(world: World) -> None:
    world.platform.fail_next(SEND, Fault.DROP_AFTER_ACCEPT)
    world.put(LISI)
    world.deliver()
    shorter = replace(world.limits.by_channel["self_built_app"], text_bytes=64)
    limits = replace(world.limits, by_channel={"self_built_app": shorter})
    after_restart = SelfBuiltApp(world.settings, limits, world.engine, world.clock)

    world.forward(minutes=1)
    world.deliver(world.road_with(after_restart))
    world.run(after_restart.close())

    assert world.platform.dropped_duplicates == 1
    assert len(world.texts("lisi")) == 1


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER_ACCEPT, Fault.HANG_AFTER_ACCEPT(30)], ids=["drop", "hang"])
def test_a_prompt_that_a_group_may_have_read_is_not_said_again(world: World, fault: Fault) -> None:
    group = a_group(world)
    world.platform.fail_next(HOOK, fault)
    world.put(group)

    world.deliver()
    at_once = world.states()
    world.forward(hours=1)
    world.deliver()

    assert at_once == world.states() == [UNKNOWN]
    assert len(world.platform.seen_in_group("KEY1")) == 1


@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.ANSWER])
def test_what_somebody_needs_is_said_again_to_a_group(world: World, urgency: Urgency) -> None:
    group = a_group(world)
    world.platform.fail_next(HOOK, Fault.DROP_BEFORE)
    world.put(group, urgency=urgency)

    world.deliver()
    world.forward(minutes=1)
    world.deliver()

    assert world.states() == [SENT]
    assert len(world.platform.seen_in_group("KEY1")) == 1


def test_a_prompt_that_certainly_did_not_reach_a_group_is_said_when_it_can(world: World) -> None:
    group = a_group(world)
    world.platform.fail_next(HOOK, Fault.HTML_INSTEAD_OF_JSON, times=3)
    world.put(group)

    for _ in range(5):
        world.deliver()
        world.forward(hours=2)

    assert world.states() == [SENT]


def test_a_prompt_is_not_repeated_where_wecom_no_longer_drops_repeats(world: World) -> None:
    world.platform.fail_next(SEND, Fault.DROP_AFTER_ACCEPT)
    world.put(LISI)

    world.deliver()
    world.forward(hours=5)
    world.deliver()

    assert world.states() == [UNKNOWN]
    assert len(world.texts("lisi")) == 1


def test_while_the_line_is_down_each_recipient_is_tried_once_a_round(world: World) -> None:
    world.platform.fail_next(SEND, Fault.HTTP_500)
    world.put(*[LISI] * 5)

    world.deliver()

    assert world.platform.calls[SEND] == 1
    assert [row.attempts for row in world.rows()] == [1, 0, 0, 0, 0]
    world.forward(minutes=1)
    world.deliver()
    assert world.states() == [SENT] * 5


def test_a_message_is_given_up_after_its_last_try(world: World) -> None:
    world.platform.fail_next(SEND, Fault.ERRCODE(-1), times=1000)
    world.put(LISI)

    rounds = 0
    while world.states()[0] is QUEUED and rounds < 50:
        world.deliver()
        world.forward(hours=1)
        rounds += 1

    assert world.states()[0] is DEAD
    assert rounds == world.limits.outbox.attempts


# ---- a worker that stopped in the middle


def claimed_and_left(world: World) -> None:
    """Claim as a worker would that is killed while it sends."""
    due.claim(world.engine, world.road.channels, world.road.plan, now=world.clock(), limit=10)
    world.forward(minutes=2)


def test_a_letter_of_a_dead_worker_goes_again_where_wecom_drops_repeats(both_worlds: World) -> None:
    both_worlds.put(LISI)
    claimed_and_left(both_worlds)

    both_worlds.deliver()

    assert both_worlds.states() == [SENT]
    assert both_worlds.rows()[0].attempts == 2


@pytest.mark.parametrize(
    ("urgency", "state"), [(Urgency.PROMPT, UNKNOWN), (Urgency.ANSWER, SENT), (Urgency.URGENT, SENT)]
)
def test_a_group_letter_of_a_dead_worker_goes_again_only_where_somebody_needs_it(
    world: World, urgency: Urgency, state: OutboxState
) -> None:
    group = a_group(world)
    world.put(group, urgency=urgency)
    claimed_and_left(world)

    world.deliver()

    assert world.states() == [state]


def test_a_letter_that_kills_every_worker_ends(world: World) -> None:
    world.put(LISI, urgency=Urgency.ANSWER)
    for _ in range(world.limits.outbox.attempts):
        claimed_and_left(world)

    world.deliver()

    assert world.states() == [DEAD]


# ---- who is told


def test_a_person_whom_wecom_does_not_know_is_not_reached_and_the_officer_is_told(world: World) -> None:
    a_group(world)
    world.put(Recipient.person("Gone"))

    world.deliver()

    assert world.states() == [DEAD, SENT]
    (note,) = world.texts("zhangsan")
    assert "赵六（磙子营乡敬老院）" in note
    assert "巡查提醒" in note


def test_wecom_says_in_lower_case_whom_it_did_not_reach(world: World) -> None:
    to = Address(LISI, userid="LiSi|Gone|AlsoGone")

    delivered = world.run(world.app.send(world.app.draw(CARD, to), to))

    assert delivered.missed == ("gone", "alsogone")
    assert len(world.texts("lisi")) == 1


def test_somebody_missed_among_those_reached_is_told_of(world: World) -> None:
    a_group(world)
    channel = Remembering("app", reaches=True, outcomes=[Delivered(missed=("somebody",))])
    world.put(Recipient.person("LiSi"))

    world.deliver(world.road_with(channel))

    assert world.states() == [SENT, SENT]
    assert [str(address.recipient) for address in channel.addresses] == ["person:LiSi", "person:zhangsan"]


def test_a_message_that_only_names_the_missed_is_not_counted_as_delivered(world: World) -> None:
    a_group(world)
    channel = Remembering("app", reaches=True, outcomes=[Delivered(missed=("lisi",))])
    world.put(Recipient.person("LiSi"))

    world.deliver(world.road_with(channel))

    assert world.states() == [DEAD, SENT]


def test_a_fault_of_the_settings_is_told_to_an_administrator(world: World) -> None:
    group = a_group(world, key="GONE")
    with work(world.engine) as session:
        a_person(session, a_unit(session), Role.ADMIN, userid="wangwu", name="王五")
    world.put(group)

    world.deliver()

    assert world.states() == [DEAD, SENT]
    assert "磙子营群" in world.texts("wangwu")[0]
    assert world.texts("zhangsan") == []


def test_an_officer_who_cannot_be_reached_is_told_of_to_an_administrator_and_that_is_all(world: World) -> None:
    a_group(world)
    with work(world.engine) as session:
        a_person(session, a_unit(session), Role.ADMIN, userid="gone-too", name="王五")
    world.platform.users = {}
    world.put(Recipient.person("zhangsan"))

    world.deliver()

    assert [(row.recipient, row.state) for row in world.rows()] == [
        ("person:zhangsan", DEAD),
        ("person:gone-too", DEAD),
    ]


def test_a_dead_answer_is_not_told_of(world: World) -> None:
    a_group(world)
    world.put(Recipient.person("Gone"), urgency=Urgency.ANSWER)

    world.deliver()

    assert world.states() == [DEAD]


def test_without_a_channel_the_reason_says_what_to_configure(world: World) -> None:
    group = a_group(world, key="")
    world.put(LISI, group)

    world.deliver(world.road_with(world.robot))

    assert [row.error for row in world.rows()[:2]] == [words.NO_WAY_TO_PERSON, words.NO_WAY_TO_GROUP]


# ---- faults of our own


class Remembering(WithoutConnection):
    """A channel that remembers what it was given and does as it is told."""

    limits = Limits(None, None, timedelta(0))

    def __init__(
        self, name: str, *, reaches: bool, outcomes: list[Delivered | Exception] | None = None, draws: bool = True
    ) -> None:
        self.name, self._reaches, self._outcomes, self._draws = name, reaches, outcomes or [], draws
        self.addresses: list[Address] = []

    def attach(self, app: object, accept: object) -> None:
        """Do nothing."""

    async def fetch(self, source: Mapping[str, Any]) -> Fetched:
        raise ZeroDivisionError

    async def close(self) -> None:
        """Do nothing."""

    def reaches(self, address: Address) -> bool:
        return self._reaches

    def draw(self, card: Card, address: Address) -> str:
        if not self._draws:
            raise ZeroDivisionError
        return card.title

    async def send(self, body: str, address: Address) -> Delivered:
        self.addresses.append(address)
        outcome = self._outcomes.pop(0) if self._outcomes else Delivered()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def test_a_card_that_cannot_be_drawn_does_not_stop_the_others(world: World) -> None:
    group = a_group(world)
    world.put(group, LISI)

    world.deliver(world.road_with(Remembering("broken", reaches=True, draws=False)))

    assert world.states()[:2] == [DEAD, DEAD]


def test_a_channel_with_a_fault_stops_only_its_letter(world: World, caplog: pytest.LogCaptureFixture) -> None:
    channel = Remembering("odd", reaches=True, outcomes=[ZeroDivisionError()])
    world.put(LISI, WANGWU, urgency=Urgency.URGENT)

    world.deliver(world.road_with(channel))

    assert world.states() == [QUEUED, SENT]
    assert f"outbox row {world.rows()[0].id}" in caplog.text


# ---- secrets


def test_no_secret_is_ever_logged_or_stored(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    # The commands quieten it for the whole process; here its line for every request must be seen.
    caplog.set_level(logging.DEBUG, logger="httpx2")
    group = a_group(world, key="KEY1")
    faults = [Fault.HTTP_500, Fault.HTML_INSTEAD_OF_JSON, Fault.DROP_AFTER_ACCEPT, Fault.ERRCODE(-1), Fault.HANG(30)]
    for fault in faults:
        for endpoint in (TOKEN, SEND, HOOK):
            world.platform.fail_next(endpoint, fault)
        world.put(LISI, group, urgency=Urgency.URGENT)
        world.deliver()
        world.forward(minutes=3)
    unreachable = replace_address(world, "http://127.0.0.1:9/cgi-bin")
    world.put(LISI, urgency=Urgency.URGENT)
    world.deliver(world.road_with(unreachable))
    world.run(unreachable.close())

    token = world.run(world.app._token.get())
    secrets = [world.platform.identity.secret, token, "KEY1", world.platform.identity.aes_key]
    errors = " ".join(row.error for row in world.rows())
    assert errors.strip()
    assert "HTTP Request" in caplog.text
    assert [secret for secret in secrets if secret in caplog.text or secret in errors] == []


def replace_address(world: World, api_url: str) -> SelfBuiltApp:
    settings = world.settings.model_copy(update={"wecom_api_url": api_url})
    return SelfBuiltApp(settings, world.limits, world.engine, world.clock)


def test_a_failure_carries_no_cause_that_knows_the_address(world: World) -> None:
    unreachable = replace_address(world, "http://127.0.0.1:9/cgi-bin")

    with pytest.raises(TryLater) as caught:
        world.run(unreachable.send("{}", Address(LISI, userid="LiSi")))
    world.run(unreachable.close())

    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert not caught.value.may_have_arrived


# ---- files


def test_a_group_gets_text_and_pictures(world: World) -> None:
    to = Address(Recipient.group(1), webhook_key="KEY1")
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 20

    async def all_kinds() -> None:
        await world.robot.send('{"msgtype": "text", "text": {"content": "各院注意"}}', to)
        await world.robot.send(bodies.robot_image(picture), to)

    world.run(all_kinds())

    assert [seen.msgtype for seen in world.platform.seen_in_group("KEY1")] == ["text", "image"]


def test_a_webhook_that_is_gone_is_given_up(world: World) -> None:
    with pytest.raises(GiveUp) as caught:
        world.run(world.robot.send("{}", Address(Recipient.group(1), webhook_key="GONE")))

    assert caught.value.is_for_admin


def test_a_cancelled_letter_does_not_leave(world: World) -> None:
    world.put(LISI, key="remind:7:1")
    with work(world.engine) as session:
        outbox.cancel(session, "remind:7:")

    assert world.deliver() == 0
    assert world.texts("lisi") == []
