"""A press on a card of the self-built app acts as the typed words would, once, and everybody's card shows it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot import due
from bot.accept import Acceptor
from bot.answer import Answerer
from bot.channels.channel import Address, Delivered, GiveUp
from bot.settle import settle
from handlers import card_closing, registry
from storage import hazards, outbox
from storage.cards import SentCard
from storage.database import reading, work
from storage.hazards import Hazard, HazardEvent
from storage.messages import Button, Card, Choice, Recipient
from storage.units import Group
from storage.vocabulary import HazardAction, HazardState, OutboxState, Urgency
from tests.bot.test_sending import Remembering
from tests.bot.world import World, receiving
from tests.builders import County, a_county, a_desk, a_hazard, kept
from tests.wecom.app_cards import click, standing
from tests.wecom.callbacks import CallbackSender
from tests.wecom.faults import Fault
from tests.wecom.platform import EVERYBODY, Platform
from tests.wecom.seen import Seen

SEND, UPDATE = "message/send", "message/update_template_card"
DONE = Button("整改完成", "整改完成 12", is_main=True)
ACCEPT, SEND_BACK = Button("验收通过", "验收通过 12", is_main=True), Button("退回", "退回 12")
ASKS = "12号隐患"
NOTICE = Card(
    f"请处理：{ASKS}",
    facts=(("问题", "二楼东头安全出口堆了轮椅"),),
    hints=("整改好后发：整改完成 12",),
    buttons=(DONE,),
    subject="hazard:12",
)


class Office:
    """A county whose people are all on the fake platform, with hazard 12 in the home and its owner wang."""

    def __init__(self, world: World, sender: CallbackSender, county: County) -> None:
        self.world, self.sender, self.county = world, sender, county
        self._seconds = count(int(world.clock.seconds()))
        self._answerer = Answerer(world.engine, world.clock, a_desk(), registry.discover())

    def send(self, card: Card, *userids: str) -> None:
        """Let these people be sent the card."""
        self.world.put(*map(Recipient.person, userids), card=card)
        self.world.deliver()

    def say(self, userid: str, text: str) -> str:
        """Let somebody write to the app; return what they are answered."""
        return self._hand(userid, self.sender.write.text(text, sender=userid))

    def card(self, userid: str) -> Seen:
        """Return the newest card that puts the hazard before this person; answers may have buttons too."""
        return [seen for seen in self.seen(userid) if seen.msgtype == "template_card" and ASKS in seen.text][-1]

    def press(self, userid: str, key: str, chosen: Mapping[str, Sequence[str]] | None = None, **common: Any) -> str:
        """Let somebody press what has this key on their newest card; return what they are answered."""
        return self._hand(userid, self.inner(userid, key, chosen, **common))

    def inner(self, userid: str, key: str, chosen: Mapping[str, Sequence[str]] | None = None, **common: Any) -> str:
        """Return the click that the platform would post."""
        common = {"created_at": next(self._seconds), **common}
        return click(self.sender.write, self.world.platform, self.card(userid), key, chosen, **common)

    def seen(self, userid: str) -> list[Seen]:
        """Return what this person was sent, oldest first."""
        return self.world.platform.seen_by_person(userid)

    def ends(self, *userids: str) -> list[str]:
        """Return what became of the buttons of each one's newest card, "" where they can be pressed."""
        return [standing(self.card(userid)).get("replace_text", "") for userid in userids]

    def hazard(self, number: int = 12) -> Hazard:
        """Return the hazard as it is now."""
        with reading(self.world.engine) as session:
            found = hazards.by_number(session, number)
            assert found is not None
            return found

    def moves(self, action: HazardAction) -> int:
        """Return how often somebody made this move."""
        with reading(self.world.engine) as session:
            return len(session.exec(select(HazardEvent).where(HazardEvent.action == action)).all())

    def sent_cards(self) -> Sequence[SentCard]:
        """Return the cards that we remember."""
        with reading(self.world.engine) as session:
            return session.exec(select(SentCard).order_by("id")).all()

    def work_off(self) -> None:
        """Answer what waits and deliver the answers."""
        while self._answerer.answer_one():
            continue
        self.world.deliver()

    def _hand(self, userid: str, inner: str) -> str:
        before = len(self.seen(userid))
        assert self.sender.deliver(inner).is_accepted
        self.work_off()
        new = self.seen(userid)[before:]
        return new[-1].text if new else ""


def an_office(engine: Engine, platform: Platform) -> Iterator[Office]:
    """Yield an office on this database."""
    with World(engine, platform) as world:
        with receiving(world.app, Acceptor(engine, world.clock, lambda: None)) as sender:
            platform.users, platform.callback_url = {EVERYBODY: EVERYBODY}, sender.url
            county = a_county(engine, wants_mornings=False)
            with work(engine) as session:
                wang = county.person_by_userid["wang"]
                a_hazard(session, county.home, owner=wang, reported_at=world.clock())
            yield Office(world, sender, county)
        platform.callback_url = None


@pytest.fixture
def office(sqlite_engine: Engine, platform: Platform) -> Iterator[Office]:
    yield from an_office(sqlite_engine, platform)


@pytest.fixture
def both_offices(engine: Engine, platform: Platform) -> Iterator[Office]:
    yield from an_office(engine, platform)


# ---- what goes right


def test_a_press_acts_as_the_words_would_and_closes_everybodys_card(both_offices: Office) -> None:
    both_offices.say("wang", "整改完成 12 轮椅已搬走")
    asked = both_offices.ends("ma", "ma2")

    answer = both_offices.press("ma", "验收通过 12")

    assert asked == ["", ""]
    assert "12号验收通过" in answer
    assert both_offices.hazard().state is HazardState.CLOSED
    assert both_offices.ends("ma", "ma2") == ["已由马建国验收通过"] * 2
    assert both_offices.world.platform.errcodes[UPDATE, 60140] == 0
    assert set(both_offices.world.states()) == {OutboxState.SENT}


def test_a_press_that_is_reported_twice_or_made_twice_acts_once(both_offices: Office) -> None:
    both_offices.send(NOTICE, "wang")
    first, second = both_offices.inner("wang", DONE.says), both_offices.inner("wang", DONE.says)

    both_offices.sender.deliver_again(first, 3)
    both_offices.sender.deliver(second)
    both_offices.work_off()

    assert both_offices.moves(HazardAction.SUBMIT) == 1
    assert both_offices.ends("wang") == ["王铁柱已报整改完成"]
    _, done, outdated = (seen.text for seen in both_offices.seen("wang"))
    assert "12号已报整改完成" in done
    assert "已过时（王铁柱已报整改完成）" in outdated


def test_the_card_shows_facts_and_the_handle_is_kept_for_72_hours(office: Office) -> None:
    office.send(NOTICE, "wang")

    shown = standing(office.card("wang"))
    (kept_card,) = office.sent_cards()
    assert shown["horizontal_content_list"] == [{"keyname": "问题", "value": "二楼东头安全出口堆了轮椅"}]
    assert shown["task_id"] == kept_card.task
    assert kept_card.handle
    assert kept_card.handle_until == office.world.clock() + timedelta(hours=72)


def test_what_was_ticked_is_said_together(office: Office) -> None:
    with work(office.world.engine) as session:
        a_hazard(session, office.county.home, owner=office.county.person_by_userid["wang"])
    which = Choice("numbers", "哪几条", (("12", "12号"), ("13", "13号")), takes_several=True)
    office.send(
        replace(NOTICE, buttons=(Button("提交", "整改完成 {numbers}"),), choices=(which,), subject="x:1"), "wang"
    )

    nothing = office.press("wang", "整改完成 {numbers}")
    both = office.press("wang", "整改完成 {numbers}", {"numbers": ["12", "13"]})

    assert "还没有选" in nothing
    assert "整改完成：2条" in both
    assert [office.hazard(number).state for number in (12, 13)] == [HazardState.TO_ACCEPT] * 2


def test_an_entry_of_the_cards_menu_is_pressed_like_a_button(office: Office) -> None:
    office.send(NOTICE, "wang")

    office.press("wang", DONE.says, event="template_card_menu_event")

    assert office.hazard().state is HazardState.TO_ACCEPT


def test_a_group_reads_the_words_to_type(office: Office) -> None:
    with work(office.world.engine) as session:
        assert office.county.town.id is not None
        group = kept(session, Group(name="张良群", unit_id=office.county.town.id, webhook_key="KEY1"))
        assert group.id is not None

    office.world.put(Recipient.group(group.id), card=NOTICE)
    office.world.deliver()

    (seen,) = office.world.platform.seen_in_group("KEY1")
    assert seen.msgtype == "markdown"
    assert "整改完成 12" in seen.text
    assert office.sent_cards() == []


# ---- too late, not allowed


def test_a_press_on_an_outdated_card_says_so_and_greys_it(office: Office) -> None:
    office.say("wang", "整改完成 12 轮椅已搬走")
    of_ma2 = next(card for card in office.sent_cards() if card.userid == "ma2")
    office.world.platform.use_response_code(of_ma2.handle)
    office.say("ma", "验收通过 12")
    left_over = office.ends("ma", "ma2")

    answer = office.press("ma2", "验收通过 12")

    assert left_over == ["已由马建国验收通过", ""]
    assert "这张卡片已过时（已由马建国验收通过）" in answer
    assert office.ends("ma2") == ["已由马建国验收通过"]
    assert office.moves(HazardAction.ACCEPT) == 1


def test_a_press_of_somebody_who_may_not_is_refused(both_offices: Office) -> None:
    both_offices.say("wang", "整改完成 12 轮椅已搬走")
    both_offices.send(replace(NOTICE, buttons=(ACCEPT, SEND_BACK), subject="hazard:12:acceptance"), "zhang", "hou")

    colleague = both_offices.press("zhang", ACCEPT.says)
    outsider = both_offices.press("hou", ACCEPT.says)

    assert "12号没有验收通过" in colleague
    assert "没有查到12号隐患" in outsider
    assert both_offices.hazard().state is HazardState.TO_ACCEPT
    assert both_offices.ends("ma", "zhang", "hou") == ["", "", ""]


def test_a_press_of_a_stranger_does_nothing(office: Office) -> None:
    office.send(NOTICE, "nobody")

    answer = office.press("nobody", DONE.says)

    assert "您还不在花名册里" in answer
    assert office.hazard().state is HazardState.TO_RECTIFY


# ---- what the platform does not take


def test_without_a_callback_address_the_words_go_at_once(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.world.platform.callback_url = None
    caplog.set_level(logging.WARNING)

    office.send(NOTICE, "wang")

    (seen,) = office.seen("wang")
    assert seen.msgtype == "text"
    assert "▸ 整改好后发：整改完成 12" in seen.text
    assert "43012" in caplog.text
    assert office.world.states() == [OutboxState.SENT]
    assert [card.handle for card in office.sent_cards()] == [""]


def test_a_card_that_is_refused_for_what_it_is_goes_in_words(office: Office) -> None:
    office.world.platform.fail_next(SEND, Fault.ERRCODE(42033))

    office.send(NOTICE, "wang")

    assert [seen.msgtype for seen in office.seen("wang")] == ["text"]


def test_an_end_that_is_refused_for_what_it_is_still_greys_the_button(office: Office) -> None:
    office.send(NOTICE, "wang")
    office.world.platform.fail_next(UPDATE, Fault.ERRCODE(42033))

    office.press("wang", DONE.says)

    assert office.card("wang").updates[0]["button"] == {"replace_name": "王铁柱已报整改完成"}
    assert set(office.world.states()) == {OutboxState.SENT}


def test_a_code_that_is_used_up_leaves_no_trouble(office: Office) -> None:
    office.send(NOTICE, "wang")
    office.world.platform.use_response_code(office.sent_cards()[0].handle)

    office.say("li", "整改完成 12 轮椅已搬走")

    assert office.ends("wang") == [""]
    assert office.world.platform.errcodes[UPDATE, 60140] == 1
    assert set(office.world.states()) == {OutboxState.SENT}


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER_ACCEPT, Fault.DROP_BEFORE], ids=["heard", "unheard"])
def test_an_end_is_sent_again_until_the_platform_answers(office: Office, fault: Fault) -> None:
    office.send(NOTICE, "wang")
    office.world.platform.fail_next(UPDATE, fault)

    office.press("wang", DONE.says)
    office.world.forward(minutes=1)
    office.world.deliver()

    assert office.ends("wang") == ["王铁柱已报整改完成"]
    assert set(office.world.states()) == {OutboxState.SENT}


def test_a_card_whose_answer_was_lost_is_seen_once_and_can_be_closed(office: Office) -> None:
    office.world.platform.fail_next(SEND, Fault.DROP_AFTER_ACCEPT)
    office.send(NOTICE, "wang")

    office.world.forward(minutes=1)
    office.world.deliver()
    office.say("li", "整改完成 12 轮椅已搬走")

    assert [seen.msgtype for seen in office.seen("wang")] == ["template_card"]
    assert office.ends("wang") == ["李秀英已报整改完成"]


# ---- between sending and settling


def test_a_card_whose_subject_moved_on_while_it_was_sent_is_closed(both_offices: Office) -> None:
    world = both_offices.world
    world.put(Recipient.person("wang"), card=NOTICE)
    _, (parcel,) = due.claim(world.engine, world.road.channels, world.road.plan, now=world.clock(), limit=10)
    sent = world.run(parcel.channel.send(parcel.body, parcel.address))
    with work(world.engine) as session:
        assert card_closing.close(session, "hazard:12", "已销号", now=world.clock()) == 1

    settle(world.engine, world.road.channels, world.road.plan, [(parcel, sent)], now=world.clock())
    world.deliver()

    assert both_offices.ends("wang") == ["已销号"]


def test_another_channels_card_is_none_of_ours(office: Office) -> None:
    office.send(NOTICE, "wang")
    (of_wang,) = office.sent_cards()
    end = replace(NOTICE, closed_as="已销号", task=of_wang.task)
    to = Address(Recipient.person("wang"), userid="wang", reply_channel="smart_bot", reply_handle=of_wang.handle)

    assert office.world.run(office.world.app.send(office.world.app.draw(end, to), to)) == Delivered()

    assert office.world.platform.calls[UPDATE] == 0
    assert office.ends("wang") == [""]


def test_a_card_that_arrived_unheard_long_ago_is_not_said_again_in_words(office: Office) -> None:
    office.world.platform.fail_next(SEND, Fault.DROP_AFTER_ACCEPT)
    office.world.put(Recipient.person("wang"), card=NOTICE, urgency=Urgency.URGENT)
    office.world.deliver()

    office.world.forward(hours=5)
    office.world.deliver()

    assert [seen.msgtype for seen in office.seen("wang")] == ["template_card"]
    assert office.world.states() == [OutboxState.SENT]


def test_a_card_that_went_another_way_in_the_end_is_closed_there(office: Office) -> None:
    with work(office.world.engine) as session:
        outbox.enqueue(
            session, "n", Recipient.person("wang"), NOTICE, urgency=Urgency.ANSWER, now=office.world.clock()
        )
    refusing = Remembering("smart_bot", reaches=True, outcomes=[GiveUp("refused")])
    office.world.deliver(office.world.road_with(refusing, office.world.app))

    office.say("li", "整改完成 12 轮椅已搬走")

    assert office.ends("wang") == ["李秀英已报整改完成"]
