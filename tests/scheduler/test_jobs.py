"""The jobs on the rows: what is said when, to whom, once, and after an outage; the clock is moved by hand."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select, update
from sqlmodel import col

from config.tables import load_tables
from config.zone import TZ
from scheduler.wakeups import tick
from storage import policies
from storage.database import reading, work
from storage.duties import Duty, ReminderStep
from storage.hazards import Hazard, HazardEvent, Rung
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.units import Group, Unit
from storage.vocabulary import DutyState, HazardAction, HazardState, RungState, StepState
from tests import passing
from tests.builders import CONFIG, County, a_county, a_hazard, kept
from tests.chat import words

TABLES = load_tables(CONFIG)
TOWN = ("张良镇民政所群", "马建国", "郭干事")


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TZ).astimezone(UTC)


def a_county_with_groups(engine: Engine) -> County:
    county = a_county(engine)
    with work(engine) as session:
        for unit in (county.bureau, county.town, county.other_town):
            assert unit.id is not None
            kept(session, Group(name=f"{unit.name}群", unit_id=unit.id, chat_id=f"chat-{unit.id}"))
    return county


def live(engine: Engine, start: datetime, end: datetime) -> None:
    passing.live(engine, start, end, TABLES)


def said(engine: Engine, prefix: str = "") -> list[tuple[str, OutboxMessage]]:
    """Return (recipient's name, message) of everything said so far, oldest first."""
    with reading(engine) as session:
        group_names = {f"group:{one.id}": one.name for one in session.scalars(select(Group))}
        names = group_names | {f"person:{one.userid}": one.name for one in session.scalars(select(Person))}
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
        return [(names[row.recipient], row) for row in rows if row.key.startswith(prefix)]


def here(moment: datetime) -> str:
    return moment.astimezone(TZ).strftime("%d %H:%M")


def fact(message: OutboxMessage, label: str) -> str:
    return dict(message.as_card().facts).get(label, "")


def test_a_day_is_asked_for_and_what_is_missing_is_named(engine: Engine) -> None:
    county = a_county_with_groups(engine)
    live(engine, at(23, 0), at(23, 23, 50))

    day = [
        (who, row.key.split(":")[0], here(row.created_at), county.home.name in words(row.as_card()))
        for who, row in said(engine)
        if ("2026-11-23/day:" in row.key or row.key.startswith("evening_list:")) and who in TOWN
    ]

    # The meeting of the week, due ten minutes later, goes along; at the cut-off the group waits for the evening.
    assert day == [
        ("张良镇民政所群", "gathered", "23 09:10", True),
        ("张良镇民政所群", "remind", "23 16:40", True),
        ("马建国", "missing", "23 18:10", True),
        ("郭干事", "missing", "23 18:10", True),
        ("张良镇民政所群", "evening_list", "23 21:10", True),
    ]
    with reading(engine) as session:
        states = session.scalars(select(col(Duty.state)).where(col(Duty.slot) == "2026-11-23/day"))
        assert set(states) == {DutyState.MISSED}


def test_planning_again_writes_nothing_twice(engine: Engine) -> None:
    a_county_with_groups(engine)
    first = tick(engine, at(23, 0), TABLES)
    with reading(engine) as session:
        rows = (
            len(session.scalars(select(Duty)).all()),
            len(session.scalars(select(ReminderStep)).all()),
        )

    tick(engine, at(23, 1, 1), TABLES)

    with reading(engine) as session:
        again = (
            len(session.scalars(select(Duty)).all()),
            len(session.scalars(select(ReminderStep)).all()),
        )
    assert first == sum(rows)
    assert again == rows


def test_who_has_done_it_is_not_named_and_nobody_is_asked_when_all_have(engine: Engine) -> None:
    county = a_county_with_groups(engine)
    tick(engine, at(23, 0), TABLES)
    with work(engine) as session:
        session.connection().execute(
            update(Duty).where(col(Duty.unit_id) == county.home.id).values(state=DutyState.DONE)
        )
    live(engine, at(23, 8), at(23, 18, 30))

    asked_of_homes = {who for who, row in said(engine, "remind:") if ":month_meeting:" not in row.key}
    assert asked_of_homes == {"马楼乡民政所群", "鲁山县民政局群"}
    with reading(engine) as session:
        steps = session.scalars(
            select(col(ReminderStep.state)).where(
                col(ReminderStep.unit_id) == county.town.id, col(ReminderStep.slot) == "2026-11-23/day"
            )
        )
        assert set(steps) == {StepState.CANCELLED}


def test_two_schedulers_say_everything_once(engine: Engine) -> None:
    county = a_county_with_groups(engine)
    with work(engine) as session:
        a_hazard(session, county.home, owner=county.person_by_userid["wang"], due_on=date(2026, 11, 20))
    moments = [at(23, 0) + n * timedelta(hours=1) + timedelta(minutes=11) for n in range(30)]
    with ThreadPoolExecutor(2) as pool:
        for now in moments:
            list(pool.map(lambda now: tick(engine, now, TABLES), [now, now]))

    keys = [row.key for _, row in said(engine)]
    with reading(engine) as session:
        due = session.scalars(select(col(ReminderStep.state)).where(col(ReminderStep.due_at) <= moments[-1])).all()
    assert len(keys) == len(set(keys)) > 20
    assert StepState.WAITING not in due
    assert len([key for key in keys if key.startswith("escalate:")]) == len(
        [one for one in rung_states(engine) if one is RungState.SAID]
    )


def rung_states(engine: Engine) -> list[RungState]:
    with reading(engine) as session:
        return list(session.scalars(select(col(Rung.state))))


def test_after_three_days_down_each_group_gets_one_card_and_nothing_is_lost(engine: Engine) -> None:
    a_county_with_groups(engine)
    live(engine, at(23, 0), at(23, 12))
    before = len(said(engine))

    live(engine, at(26, 12, 5), at(26, 12, 35))

    caught_up = said(engine)[before:]
    assert sorted(who for who, _ in caught_up if "群" in who) == [
        "张良镇民政所群",
        "马楼乡民政所群",
        "鲁山县民政局群",
    ]
    assert {row.key.split(":")[0] for _, row in caught_up} == {"caught-up", "duty_rung"}
    with reading(engine) as session:
        open_steps = session.scalars(
            select(col(ReminderStep.id)).where(
                col(ReminderStep.due_at) <= at(26, 12), col(ReminderStep.state) == StepState.WAITING
            )
        )
        states = set(session.scalars(select(col(ReminderStep.state))))
        missed = session.scalars(
            select(col(Duty.id)).where(col(Duty.code) == "patrol", col(Duty.state) == DutyState.MISSED)
        ).all()
        # Three residential homes: the second round of the 22nd's night and three whole days; the 26th is open.
        assert len(missed) == 3 * (1 + 3 * 3)
        assert open_steps.all() == []
        assert {StepState.EXPIRED, StepState.MERGED} <= states


def climb(engine: Engine) -> Iterator[tuple[str, str]]:
    for who, row in said(engine, "escalate:"):
        yield here(row.created_at), who


def an_overdue_hazard(engine: Engine, county: County, **more: Any) -> int:
    with work(engine) as session:
        hazard = a_hazard(
            session, county.home, owner=county.person_by_userid["wang"], due_on=date(2026, 11, 20), **more
        )
        assert hazard.id is not None
        return hazard.id


def test_an_overdue_hazard_climbs_from_the_owner_to_the_bureau_and_goes_on(engine: Engine) -> None:
    county = a_county(engine)
    an_overdue_hazard(engine, county)

    live(engine, at(20, 20), datetime(2026, 12, 1, 12, tzinfo=TZ))

    assert list(climb(engine)) == [
        ("21 09:10", "王铁柱"),
        ("22 09:10", "李秀英"),
        ("23 09:10", "马建国"),
        ("23 09:10", "郭干事"),
        ("25 09:10", "周股长"),
        ("28 09:10", "陈局长"),
        ("01 09:10", "陈局长"),
    ]
    titles = [row.as_card().title for _, row in said(engine, "escalate:")]
    assert "第1级" in titles[0]
    assert "第5级" in titles[-2]
    assert "再次催办" in titles[-1]


def test_an_answer_pauses_the_ladder_and_then_it_goes_on(engine: Engine) -> None:
    county = a_county(engine)
    hazard_id = an_overdue_hazard(engine, county)
    live(engine, at(20, 20), at(21, 12))
    with work(engine) as session:
        kept(
            session,
            HazardEvent(
                hazard_id=hazard_id,
                at=at(21, 12),
                action=HazardAction.ACKNOWLEDGE,
                state_after=HazardState.TO_RECTIFY,
            ),
        )

    live(engine, at(21, 12), at(23, 12))

    assert list(climb(engine)) == [("21 09:10", "王铁柱"), ("23 09:10", "李秀英")]


def test_an_accepted_hazard_climbs_no_further(engine: Engine) -> None:
    county = a_county(engine)
    hazard_id = an_overdue_hazard(engine, county)
    live(engine, at(20, 20), at(21, 12))
    with work(engine) as session:
        session.get_one(Hazard, hazard_id).state = HazardState.CLOSED

    live(engine, at(21, 12), at(25, 12))

    assert list(climb(engine)) == [("21 09:10", "王铁柱")]
    assert rung_states(engine) == [RungState.SAID, RungState.STOPPED]


def test_a_hazard_without_an_owner_goes_up_at_once(engine: Engine) -> None:
    county = a_county(engine)
    with work(engine) as session:
        a_hazard(session, county.home, due_on=date(2026, 11, 20))

    live(engine, at(20, 20), at(21, 12))

    assert list(climb(engine)) == [("21 09:10", "李秀英")]


def test_a_submitted_hazard_waits_for_the_office_that_accepts(engine: Engine) -> None:
    county = a_county(engine)
    an_overdue_hazard(engine, county, state=HazardState.TO_ACCEPT)

    live(engine, at(20, 20), at(21, 12))

    assert list(climb(engine)) == [("21 09:10", "马建国"), ("21 09:10", "郭干事")]


def test_a_hazard_keeps_the_ladder_that_it_was_opened_under(engine: Engine) -> None:
    county = a_county(engine)
    old = TABLES.content("escalation").replace('"9h10m"', '"1h10m"', 1)
    with work(engine) as session:
        policies.remember(session, "escalation", "old", old, now=at(1, 8))
    an_overdue_hazard(engine, county, ladder_version="old")

    live(engine, at(20, 20), at(21, 9))

    # 01:10 lies in the quiet hours: said at their end, off the full hour.
    assert list(climb(engine)) == [("21 07:04", "王铁柱")]


def test_a_bad_row_stops_nobody_else(engine: Engine) -> None:
    county = a_county_with_groups(engine)
    an_overdue_hazard(engine, county)
    tick(engine, at(20, 20), TABLES)
    with work(engine) as session:
        # A duty that the tables no longer know, and a unit that left the tree.
        session.connection().execute(
            update(ReminderStep)
            .where(col(ReminderStep.unit_id) == county.other_town.id, col(ReminderStep.code) == "patrol")
            .values(code="gone")
        )
        session.connection().execute(update(Unit).where(col(Unit.id) == county.welfare.id).values(is_active=False))

    live(engine, at(21, 6), at(21, 9, 30))

    assert {who for who, _ in said(engine, "remind:")} >= {"张良镇民政所群"}
    assert list(climb(engine)) == [("21 09:10", "王铁柱")]


def test_the_national_day_season_is_asked_for_in_its_window(sqlite_engine: Engine) -> None:
    a_county_with_groups(sqlite_engine)
    only_checks = {"holiday_check": TABLES.duties.by_code["holiday_check"]}
    tables = replace(TABLES, duties=replace(TABLES.duties, by_code=only_checks))
    passing.live(sqlite_engine, at(20, 0, month=9), at(8, 23, month=10), tables)

    asked = [
        (here(row.created_at), row.key.split(":")[0])
        for who, row in said(sqlite_engine)
        if ":holiday_check:2026-national-day:" in row.key and who == "张良镇民政所群"
    ]

    assert asked == [
        ("21 09:20", "remind"),
        ("29 09:20", "remind"),
        ("01 09:20", "remind"),
        # At the cut-off the group waits for the list of the evening.
    ]
    assert [
        (here(row.created_at), "节前检查（2026年国庆节）" in words(row.as_card()))
        for who, row in said(sqlite_engine, "evening_list:")
        if who == "张良镇民政所群"
    ][-1] == ("07 21:20", True)


def test_what_falls_due_at_one_moment_is_said_in_one_card(sqlite_engine: Engine) -> None:
    a_county_with_groups(sqlite_engine)
    live(sqlite_engine, at(29, 0, month=12), at(30, 23, month=12))

    morning = [
        row
        for who, row in said(sqlite_engine)
        if who == "张良镇民政所群" and here(row.created_at) in ("30 09:10", "30 09:40")
    ]

    (card,) = [row.as_card() for row in morning]
    named = " ".join(label for label, _ in card.facts)
    assert "日巡查" in named
    assert card.title.startswith("提醒：有")
    assert all(name in named for name in ("研判会", "警示教育片", "安全教育培训", "重大事故隐患排查", "疏散逃生演练"))
