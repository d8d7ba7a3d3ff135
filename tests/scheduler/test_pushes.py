"""What the clock pushes: the ledger of it, the limit of a day, the list of the evening; once however many try."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from config.tables import Tables
from config.zone import TZ
from scheduler.rules.push_room import has_room
from scheduler.wakeups import tick
from storage import outbox
from storage.database import reading, work
from storage.duties import Duty
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.pushes import Push
from storage.reports import Report
from storage.units import Group
from storage.vocabulary import DutyState, PushKind, PushState, ReportKind, Urgency
from tests.builders import County, a_county, a_desk, kept
from tests.chat import words

TABLES = a_desk().tables
GROUP = "group:1"

TEN_MINUTES = timedelta(minutes=10)


def at(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TZ).astimezone(UTC)


def with_limit(a_day: int) -> Tables:
    rules = TABLES.reminders
    return replace(TABLES, reminders=replace(rules, push=replace(rules.push, a_day=a_day)))


def with_duties(tables: Tables, *codes: str) -> Tables:
    by_code = {code: tables.duties.by_code[code] for code in codes}
    return replace(tables, duties=replace(tables.duties, by_code=by_code))


@pytest.fixture
def county(engine: Engine) -> County:
    """Give a county whose town has a group, the first of all."""
    county = a_county(engine)
    with work(engine) as session:
        kept(session, Group(name="张良镇群", unit_id=county.town.id or 0, chat_id="g1"))
    return county


def pass_(engine: Engine, start: datetime, end: datetime, tables: Tables, *, step: timedelta = TEN_MINUTES) -> None:
    """Tick at every step."""
    while start <= end:
        tick(engine, start, tables)
        start += step


def to_group(engine: Engine) -> list[OutboxMessage]:
    with reading(engine) as session:
        rows = select(OutboxMessage).where(col(OutboxMessage.recipient) == GROUP).order_by(col(OutboxMessage.id))
        return list(session.scalars(rows))


def pushes_to_group(engine: Engine, *kinds: PushKind) -> list[Push]:
    with reading(engine) as session:
        rows = select(Push).where(col(Push.recipient) == GROUP).order_by(col(Push.planned_at), col(Push.id))
        return [one for one in session.scalars(rows) if not kinds or one.kind in kinds]


def here(moment: datetime) -> str:
    return moment.astimezone(TZ).strftime("%d %H:%M")


def do(engine: Engine, state: DutyState = DutyState.DONE) -> None:
    with work(engine) as session:
        session.connection().execute(update(Duty).values(state=state))


@pytest.mark.parametrize(
    ("pushed", "night_left", "is_evening_due", "fits"),
    [(0, 0, False, True), (2, 0, False, True), (3, 0, False, False), (1, 1, True, False), (0, 1, True, True)],
)
def test_room_is_kept_for_the_night_and_the_evening(
    pushed: int, night_left: int, is_evening_due: bool, fits: bool
) -> None:
    assert has_room(pushed, night_left=night_left, is_evening_due=is_evening_due, a_day=3) is fits


def test_a_group_is_pushed_no_more_than_its_limit_and_nothing_is_lost(engine: Engine, county: County) -> None:
    """Five places: four for the night, one for the evening; all that is of the day waits for the evening."""
    tables = with_limit(5)
    pass_(engine, at(23, 0), at(23, 23, 50), tables)

    said = to_group(engine)
    assert [(here(row.created_at), row.key.split(":")[0]) for row in said] == [
        ("23 01:40", "remind"),
        ("23 03:10", "remind"),
        ("23 19:40", "evening_list"),
        ("23 21:40", "remind"),
        ("23 22:40", "remind"),
    ]
    waited = [one for one in pushes_to_group(engine) if one.held_at is not None]
    assert {one.state for one in waited} == {PushState.MERGED}
    assert {one.letter for one in waited} == {said[2].key}
    assert "日巡查（11月23日日间）" in words(said[2].as_card())
    assert "周例会" in words(said[2].as_card())


def test_every_push_leaves_a_row_that_says_for_when_it_was_planned(engine: Engine, county: County) -> None:
    pass_(engine, at(23, 8), at(23, 12), with_duties(TABLES, "patrol", "weekly_meeting"))

    (letter,) = to_group(engine)
    rows = pushes_to_group(engine)
    assert [(one.code, here(one.planned_at), one.state, one.letter) for one in rows] == [
        ("patrol", "23 09:10", PushState.SENT, letter.key),
        ("weekly_meeting", "23 09:20", PushState.SENT, letter.key),
    ]
    assert here(letter.created_at) == "23 09:10"


def test_what_waits_goes_along_with_the_next_that_may_go(engine: Engine, county: County) -> None:
    """Nothing may go on Monday; on Friday there is room again, before any evening list was made."""
    codes = ("weekly_meeting", "month_meeting")
    pass_(engine, at(23, 8), at(23, 15), with_duties(with_limit(1), *codes))
    held = pushes_to_group(engine)
    pass_(engine, at(27, 9), at(27, 10), with_duties(TABLES, *codes))

    assert {one.state for one in held} == {PushState.HELD}
    (letter,) = to_group(engine)
    assert {one.letter for one in pushes_to_group(engine)} == {letter.key}
    assert {one.state for one in pushes_to_group(engine)} == {PushState.SENT, PushState.MERGED}
    assert "研判会" in words(letter.as_card())
    assert "周例会" in words(letter.as_card())


def test_what_was_done_meanwhile_is_dropped(engine: Engine, county: County) -> None:
    pass_(engine, at(23, 8), at(23, 12), with_limit(1))
    do(engine)
    pass_(engine, at(23, 19, 30), at(23, 20), TABLES)

    assert to_group(engine) == []
    assert {one.state for one in pushes_to_group(engine)} == {PushState.DROPPED}


def test_two_schedulers_keep_the_limit_and_say_all_once(engine: Engine, county: County) -> None:
    tables = with_limit(5)
    hours = (0, 1, 2, 3, 6, 7, 9, 10, 14, 15, 16, 17, 18, 19, 20, 21, 22)
    moments = [at(23, hour, minute) for hour in hours for minute in (11, 41)]
    with ThreadPoolExecutor(2) as pool:
        for now in moments:
            list(pool.map(lambda now: tick(engine, now, tables), [now, now]))

    said = to_group(engine)
    keys = Counter(one.key for one in pushes_to_group(engine))
    assert len([row for row in said if row.urgency is Urgency.PROMPT]) == 5
    assert set(keys.values()) == {1}
    assert [row.key.split(":")[0] for row in said].count("evening_list") == 1
    assert PushState.HELD not in {one.state for one in pushes_to_group(engine) if one.planned_at < at(23, 19, 30)}


def test_what_is_urgent_is_neither_counted_nor_held(engine: Engine, county: County) -> None:
    with work(engine) as session:
        for n in range(9):
            outbox.enqueue(
                session, f"alert:{n}", Recipient.group(1), Card("险情"), urgency=Urgency.URGENT, now=at(23, 8)
            )
    pass_(engine, at(23, 9), at(23, 9, 30), TABLES)

    assert len([row for row in to_group(engine) if row.urgency is Urgency.PROMPT]) == 1


def test_the_evening_names_who_is_missing_and_nobody_where_all_is_done(engine: Engine, county: County) -> None:
    tick(engine, at(23, 0), TABLES)
    pass_(engine, at(23, 18), at(23, 20), TABLES)
    first = to_group(engine)[-1].as_card()
    do(engine)
    pass_(engine, at(24, 19), at(24, 20), TABLES)

    assert first.title == "今晚未办名单：2项任务没有做完"
    assert dict(first.facts)["日巡查（11月23日日间）"] == "应于11月23日 10:10前完成，还差1家：张良镇敬老院"
    assert first.is_warning
    assert [row.key for row in to_group(engine) if row.key.startswith("evening_list:2026112")] == [
        f"evening_list:20261123:{county.town.id}@group:1"
    ]


def test_an_evening_that_passed_while_we_were_down_is_left_to_the_next(engine: Engine, county: County) -> None:
    pass_(engine, at(23, 8), at(23, 18), TABLES)
    before = len(to_group(engine))
    tick(engine, at(23, 22), TABLES)

    assert [row.key.split(":")[0] for row in to_group(engine)[before:]] == ["remind"]


def test_a_report_that_was_drafted_is_asked_for_by_its_letter_alone(engine: Engine, county: County) -> None:
    tables = with_duties(TABLES, "month_circular", "half_year_summary")
    tick(engine, at(25, 0, month=12), tables)
    with work(engine) as session:
        for kind, period in ((ReportKind.MONTH, "2026-12"), (ReportKind.HALF_YEAR, "2026-H2")):
            kept(session, Report(kind=kind, period=period, title=period, figures={}, made_at=at(31, 9, month=12)))
    pass_(
        engine,
        datetime(2027, 1, 4, 9, tzinfo=TZ),
        datetime(2027, 1, 8, 20, tzinfo=TZ),
        tables,
        step=timedelta(hours=1),
    )

    with reading(engine) as session:
        said = " ".join(words(one.as_card()) for one in session.scalars(select(OutboxMessage)))
    # The township and its home still owe their own summaries.
    assert "月通报" not in said
    assert "鲁山县民政局" not in said
    assert "半年小结" in said
