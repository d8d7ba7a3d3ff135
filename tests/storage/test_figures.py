"""The figures are those that plain counting of the same data gives, on both databases."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from config.clock import TZ
from handlers.questions.answer import ask
from storage import duties, duty_figures, figures, units
from storage.database import reading, work
from storage.duties import Duty, DutyRecord
from storage.figures import Period
from storage.units import Unit
from storage.vocabulary import Category, DutyState, Grade, HazardSource, HazardState, UnitType
from tests.builders import a_desk, a_hazard, a_unit

NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)
TODAY = NOW.date()
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
STATES = (
    HazardState.CLOSED,
    HazardState.TO_RECTIFY,
    HazardState.CLOSED,
    HazardState.RECTIFYING,
    HazardState.TO_ACCEPT,
)
CATEGORIES = (Category.ELEC, Category.FIRE, Category.EXIT, Category.FIRE)
OWNERS = ("刘建国", "王秀兰", "李建设")


@dataclass(frozen=True, slots=True)
class Told:
    """One hazard as the test knows it."""

    home: str
    number: int
    reported: date
    due: date
    closed: date | None
    category: Category
    grade: Grade
    owner: str


class Data:
    """Six homes in three townships with hazards, nights and meetings put in by arithmetic."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.hazards: list[Told] = []
        self.rounds: dict[str, int] = {}
        self.town_by_home: dict[str, str] = {}
        with work(engine) as session:
            bureau = a_unit(session, "县民政局", type=UnitType.BUREAU)
            homes = [self._home(session, bureau, number) for number in range(6)]
            for number in range(60):
                self._hazard(session, homes, number)
            for number, home in enumerate(homes):
                self._nights(session, home, number)
                self._meetings(session, home, number)

    def _home(self, session: Session, bureau: Unit, number: int) -> Unit:
        town = ("张良镇", "马楼乡", "下汤镇")[number % 3]
        kind = UnitType.CARE_HOME if number < 3 else UnitType.PRIVATE_CARE_HOME
        name = f"{town}敬老院" if number < 3 else ("松鹤老年公寓", "长青老年公寓", "安怡老年公寓")[number - 3]
        self.town_by_home[name] = town
        return a_unit(session, name, type=kind, parent=bureau, town=town, is_residential=number != 5)

    def _hazard(self, session: Session, homes: list[Unit], number: int) -> None:
        home = homes[(number * number + number) % 5]
        reported = TODAY - timedelta(days=number * 3)
        state = STATES[number % 5]
        closed = reported + timedelta(days=number % 9) if state is HazardState.CLOSED and reported < TODAY else None
        state = state if closed or state is not HazardState.CLOSED else HazardState.TO_RECTIFY
        told = Told(
            home=home.name,
            number=number + 1,
            reported=reported,
            due=reported + timedelta(days=5),
            closed=min(closed, TODAY) if closed else None,
            category=CATEGORIES[number % 4],
            grade=Grade.MAJOR if number % 7 == 0 else Grade.GENERAL,
            owner=OWNERS[number % 3],
        )
        self.hazards.append(told)
        a_hazard(
            session,
            home,
            state=state,
            reported_at=at(told.reported),
            due_on=told.due,
            closed_at=at(told.closed) if told.closed else None,
            category=told.category,
            grade=told.grade,
            owner_name=told.owner,
            source=HazardSource.SELF_CHECK,
            is_extended=number % 10 == 0,
        )

    def _nights(self, session: Session, home: Unit, number: int) -> None:
        """Home `number` misses one round in every `number + 3`, home 5 has no nights."""
        self.rounds[home.name] = 0
        for night in range(14):
            for round_ in (1, 2):
                is_done = (night * 2 + round_) % (number + 3) != 0
                day = TODAY - timedelta(days=14 - night)
                if home.is_residential:
                    self.rounds[home.name] += is_done and day >= WEEK.first
                    put_duty(session, home, "patrol", f"{day}/night{round_}", day, is_done=is_done)

    def _meetings(self, session: Session, home: Unit, number: int) -> None:
        for week in range(number + 1):
            day = date(2026, 11, 18) - timedelta(weeks=week * 2)
            put_record(session, home, "weekly_meeting", day, {"attendees": 8 + number})
        put_record(session, home, "weekly_meeting", date(2026, 11, 18), {"attendees": 99, "is_repeat": True})

    def count(self, **wanted: Any) -> int:
        """Count the hazards whose fields are as wanted; a callable decides by itself."""
        return sum(all(matches(getattr(one, key), value) for key, value in wanted.items()) for one in self.hazards)

    def ask(self, question: str, homes: set[str] | None = None) -> Any:
        """Return the answer of the program to the question, of all homes or of those named."""
        with reading(self.engine) as session:
            tree = units.tree(session)
            scope = {key for key, unit in tree.by_id.items() if homes is None or unit.name in homes}
            return ask(session, question, now=NOW, tree=tree, desk=a_desk(), scope=scope).answer


def at(day: date) -> datetime:
    """Return a moment of the day that falls on another day in UTC, where a careless count goes wrong."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=TZ)


def put_duty(session: Session, unit: Unit, code: str, slot: str, day: date, *, is_done: bool) -> None:
    assert unit.id is not None
    session.add(
        Duty(
            unit_id=unit.id,
            code=code,
            slot=slot,
            opens_at=at(day),
            due_at=at(day),
            cutoff_at=at(day),
            state=DutyState.DONE if is_done else DutyState.MISSED,
            done_at=at(day) if is_done else None,
        )
    )


def put_record(session: Session, unit: Unit, code: str, day: date, facts: dict[str, Any]) -> None:
    assert unit.id is not None
    duties.add_record(
        session,
        DutyRecord(
            origin=f"{code}:{unit.id}:{day}:{facts}",
            unit_id=unit.id,
            code=code,
            happened_at=at(day),
            reported_at=at(day),
            facts=facts,
        ),
    )


def matches(found: Any, wanted: Any) -> bool:
    return bool(wanted(found)) if callable(wanted) else found == wanted


@pytest.fixture
def data(engine: Engine) -> Data:
    return Data(engine)


def test_hazards_are_counted_as_plain_counting_does(data: Data) -> None:
    in_november = lambda day: day is not None and date(2026, 11, 1) <= day <= date(2026, 11, 30)  # noqa: E731

    assert data.ask("现在还有多少条没销号") == data.count(closed=None)
    assert data.ask("超期的有几条") == data.count(closed=None, due=lambda day: day < TODAY)
    assert data.ask("本月新增几条") == data.count(reported=in_november)
    assert data.ask("本月新报了多少，销了多少") == {
        "hazard_new": data.count(reported=in_november),
        "hazard_closed": data.count(closed=in_november),
    }
    assert data.ask("重大隐患还有几条没改") == data.count(closed=None, grade=Grade.MAJOR)
    assert data.ask("消防设施的隐患今年报了多少") == data.count(
        category=Category.FIRE, reported=lambda day: day.year == 2026
    )
    assert data.ask("刘建国手上还有几条没改") == data.count(closed=None, owner="刘建国")
    assert data.ask("张良镇还剩几条没改") == data.count(
        closed=None, home=lambda home: data.town_by_home[home] == "张良镇"
    )
    assert data.ask("民办养老机构还剩几条没改") == data.count(closed=None, home=lambda home: home.endswith("公寓"))
    assert data.ask("本周到期的有几条") == data.count(
        closed=None, due=lambda day: date(2026, 11, 23) <= day <= date(2026, 11, 29)
    )


def test_rates_and_averages_are_of_the_same_rows(data: Data) -> None:
    closed = [one for one in data.hazards if one.closed]

    assert data.ask("整改率多少") == round(100 * len(closed) / len(data.hazards), 1)
    on_time = [one for one in closed if one.closed and one.closed <= one.due]
    assert data.ask("按时整改率多少") == round(100 * len(on_time) / len(closed), 1)
    days = [(one.closed - one.reported).days for one in closed if one.closed]
    assert data.ask("平均多少天改完") == round(sum(days) / len(days), 1)


def test_a_rate_of_nothing_is_no_number(data: Data) -> None:
    assert data.ask("去年的整改率") is None
    assert data.ask("去年夜巡率") is None


def test_hazards_are_listed_by_number(data: Data) -> None:
    overdue = [one.number for one in data.hazards if one.closed is None and one.due < TODAY]

    assert data.ask("哪些隐患超期了") == sorted(overdue)


def test_townships_are_ranked_by_their_own_hazards(data: Data) -> None:
    found = dict(data.ask("各乡镇隐患数量排名"))

    assert found == {
        town: data.count(home=lambda home, town=town: data.town_by_home[home] == town)
        for town in ("张良镇", "马楼乡", "下汤镇")
    }
    ranked = data.ask("各乡镇隐患数量排名")
    assert [value for _, value in ranked] == sorted(found.values(), reverse=True)


def test_nights_are_counted_over_residential_homes_alone(data: Data) -> None:
    residential = [home for home in data.rounds if home != "安怡老年公寓"]
    owed = 2 * 7 * len(residential)

    assert data.ask("上周夜巡率") == round(100 * sum(data.rounds.values()) / owed, 1)
    assert data.ask("上周夜巡漏了几次") == owed - sum(data.rounds.values())
    assert sorted(data.ask("上周谁没巡")) == sorted(home for home in residential if data.rounds[home] < 14)
    assert data.ask("上周夜巡全勤的有几家") == sum(data.rounds[home] == 14 for home in residential)
    worst = min(residential, key=lambda home: data.rounds[home])
    assert data.ask("上周夜巡率最低的是哪家")[0][0] == worst


def test_the_night_that_has_not_ended_does_not_count(data: Data) -> None:
    with reading(data.engine) as session:
        over = duty_figures.nights(session, Period(TODAY - timedelta(days=1), TODAY), TODAY)

    assert over == Period(TODAY - timedelta(days=1), TODAY - timedelta(days=1))


def test_what_was_told_twice_counts_once(data: Data) -> None:
    assert data.ask("上周例会开了几次") == 6
    assert data.ask("上周例会参加了多少人") == sum(8 + number for number in range(6))
    assert data.ask("今年例会一共开了多少次") == sum(number + 1 for number in range(6))
    # Home n met n + 1 times, every other week back from 18 November.
    assert data.ask("10月有几家没开例会") == 2


def test_excused_rounds_are_not_owed(data: Data) -> None:
    with work(data.engine) as session:
        home = units.by_name(session, "张良镇敬老院")
        assert home is not None
        assert home.id is not None
        for row in duties.of_unit(session, home.id, "patrol", since=at(WEEK.first), until=at(TODAY)):
            if row.state is DutyState.MISSED:
                row.state = DutyState.EXCUSED

    assert "张良镇敬老院" not in data.ask("上周谁没巡")


def test_figures_stay_within_the_askers_scope(data: Data) -> None:
    own = {"张良镇敬老院"}

    assert data.ask("现在还有多少条没销号", own) == data.count(closed=None, home="张良镇敬老院")
    assert data.ask("一共多少家机构", own) == 1
    assert data.ask("马楼乡还剩几条没改", own) is None
    assert data.ask("松鹤老年公寓还剩几条没改", own) is None


def test_a_void_hazard_is_in_no_figure(data: Data) -> None:
    before = data.ask("现在还有多少条没销号")
    with work(data.engine) as session:
        home = units.by_name(session, "张良镇敬老院")
        assert home is not None
        a_hazard(session, home, state=HazardState.VOID)

    assert data.ask("现在还有多少条没销号") == before
    with reading(data.engine) as session:
        assert len(figures.hazard_rows(session, {1, 2, 3, 4, 5, 6, 7})) == len(data.hazards)
