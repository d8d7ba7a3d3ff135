"""One day of the demo county over the long connection and over the app's callback: the same outcome."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.sandbox import county
from config.zone import TZ
from storage import roster, units
from storage.database import open_engine, reading, work
from storage.duties import Duty, DutyRecord
from storage.evidence import Evidence, EvidenceUse
from storage.hazards import Hazard, HazardEvent
from storage.outbox import OutboxMessage
from storage.schema import migrate
from storage.vocabulary import EvidenceState, HazardState, OutboxState
from tests.stories.roads import Road, road_of_app, road_of_bot

MONDAY_EIGHT = datetime(2026, 11, 23, 8, tzinfo=TZ)
NURSE, HEAD, OFFICER, LEADER = (
    "zhangliang_yeban", "zhangliang_yuanzhang", "zhangliang_ganshi", "fenguan_fujuzhang",
)  # fmt: skip
Open = Callable[[Engine, datetime, Path, list[str]], AbstractContextManager[Road]]


def a_photo(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()


def the_demo_county(database: Path) -> tuple[Engine, list[str]]:
    """Return a database with the demo county, every group with a webhook."""
    engine = open_engine(f"sqlite:///{database}")
    migrate(engine)
    with work(engine) as session:
        roster.apply(session, county.demo_roster(), now=MONDAY_EIGHT)
        keys = []
        for group in units.groups(session):
            group.webhook_key = f"KEY-{group.chat_id}"
            # An app hears no group, so that only what both channels can do is compared.
            group.chat_id = ""
            keys.append(group.webhook_key)
            session.add(group)
    return engine, keys


def live_a_day(road: Road) -> None:
    """Let the county live from Monday 8:00 to Tuesday 11:00."""

    def at(hour: int, minute: int = 0, *, day: int = 23) -> None:
        # Through every hour, as a program that is never off.
        until = datetime.combine(MONDAY_EIGHT.date().replace(day=day), time(hour, minute), TZ)
        while (step := road.clock() + timedelta(hours=1)) < until:
            road.at(step)
        road.at(until)

    for userid in (NURSE, HEAD, OFFICER, LEADER):
        road.say(userid, "帮助")
    at(9, 5)
    road.say(NURSE, "二楼东头安全出口堆了轮椅")
    road.send_image(NURSE, a_photo("red"))
    road.say("bu_zai_huamingce", "你好")
    at(9, 20)
    road.say(HEAD, "收到 1")
    road.say(HEAD, "厨房燃气软管老化")
    at(10, 30)
    road.say(HEAD, "整改完成 1 轮椅已经搬走")
    road.send_image(HEAD, a_photo("green"))
    at(10, 40)
    road.press(OFFICER, "验收通过")
    road.say(HEAD, "巡查 正常")
    at(15, 10)
    road.say(HEAD, "演练")
    road.say(HEAD, "8人 20个老人 5个失能 用时6分钟")
    road.say(LEADER, "今日情况")
    road.say(NURSE, "啊吧啊吧")
    at(11, day=24)


def outcome(engine: Engine) -> dict[str, Any]:
    """Return what a day left behind, without what only names the channel."""
    with reading(engine) as session:
        hazards = [
            (one.number, one.place, one.problem, one.category, one.state, one.due_on, one.owner_name)
            for one in session.scalars(select(Hazard).order_by(col(Hazard.number)))
        ]
        events = [
            (one.hazard_id, one.action, one.person_id, one.note)
            for one in session.scalars(select(HazardEvent).order_by(col(HazardEvent.id)))
        ]
        duties = [
            (one.unit_id, one.code, one.slot, one.state)
            for one in session.scalars(select(Duty).order_by(col(Duty.unit_id), col(Duty.code), col(Duty.slot)))
        ]
        records = [
            (one.unit_id, one.code, one.person_id, one.facts.get("slot"), one.is_late)
            for one in session.scalars(select(DutyRecord).order_by(col(DutyRecord.id)))
        ]
        evidence = [
            (one.kind, one.sender, one.state, one.sha256, one.mime)
            for one in session.scalars(select(Evidence).order_by(col(Evidence.id)))
        ]
        uses = [
            (one.evidence_id, one.subject, one.phase)
            for one in session.scalars(select(EvidenceUse).order_by(col(EvidenceUse.id)))
        ]
        said = [
            (one.recipient, one.urgency, one.as_card().title, one.state)
            for one in session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
            # The app greys everybody's card, the bot only the pressed one: the platform allows no more.
            # The list of the morning counts what waits when it is made, which the real seconds of a road decide.
            if not one.as_card().closed_as and not one.key.startswith("morning_list:")
        ]
    return {
        "hazards": hazards,
        "events": events,
        "duties": duties,
        "records": records,
        "evidence": evidence,
        "uses": uses,
        "said": sorted(said),
    }


def lived(open_road: Open, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    engine, keys = the_demo_county(folder / "minan.db")
    with open_road(engine, MONDAY_EIGHT, folder, keys) as road:
        live_a_day(road)
    found = outcome(engine)
    engine.dispose()
    return found


def test_a_day_has_the_same_outcome_over_the_long_connection_and_over_the_callback(tmp_path: Path) -> None:
    by_app, by_bot = lived(road_of_app, tmp_path / "app"), lived(road_of_bot, tmp_path / "bot")

    for part, found in by_app.items():
        if part != "said":
            assert found == by_bot[part], part
    # Whoever never spoke to the bot cannot be told by it: everything else was said to the same people.
    reached = {NURSE, HEAD, OFFICER, LEADER}
    groups_and_reached = [
        one for one in by_app["said"] if one[0].startswith("group:") or one[0].removeprefix("person:") in reached
    ]
    assert [one for one in by_bot["said"] if one in groups_and_reached] == groups_and_reached
    assert [one[4] for one in by_app["hazards"]] == [HazardState.CLOSED, HazardState.TO_RECTIFY]
    assert [one[2] for one in by_app["evidence"]] == [EvidenceState.STORED, EvidenceState.STORED]
    assert len(by_app["uses"]) == 2
    assert {one[3] for one in by_app["said"]} == {OutboxState.SENT}
    assert len([one for one in by_app["said"] if one[0].startswith("group:")]) > 20
