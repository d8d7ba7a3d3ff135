"""动态清零 and 整改时效 (T6-9, T8-3): recounted by hand from what is stored."""

from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from config.zone import TZ
from handlers.rules import hazard_times as rules
from handlers.texts.hazard_times import length
from storage import hazard_times
from storage.database import work
from storage.figures import Period
from storage.hazards import Hazard, HazardEvent
from storage.vocabulary import HazardAction, HazardState
from tests.builders import MONDAY_TEN, County, a_county, a_hazard, kept
from tests.chat import Chat, words

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def county(engine: Engine) -> County:
    return a_county(engine)


@pytest.fixture
def chat(engine: Engine, county: County) -> Chat:
    return Chat(engine)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=TZ)


def closed(day: date) -> dict[str, Any]:
    return {"state": HazardState.CLOSED, "closed_at": noon(day)}


def store(chat: Chat, county: County, due_on: date, *, unit: str = "home", **more: Any) -> None:
    with work(chat.engine) as session:
        a_hazard(session, getattr(county, unit), due_on=due_on, reported_at=noon(due_on - 3 * DAY), **more)


def test_days_since_zero_are_counted_from_the_last_day_without_an_overdue_one(chat: Chat, county: County) -> None:
    store(chat, county, date(2026, 11, 10), **closed(date(2026, 11, 16)))
    store(chat, county, date(2026, 11, 15))

    card = chat.say("ma", "清零情况")

    assert card.title == "张良镇民政所：超期未销号1条"
    # Overdue from the 11th on: first number 12, then number 13, without a day between.
    assert dict(card.facts) == {"超期未销号": "1条（13号）", "距上次清零": "13天（11月10日（周二）清零）"}
    assert card.lines == ("· 张良镇敬老院：超期1条（13号），距上次清零13天",)
    assert card.hints == ("看一条发：13号",)


def test_a_day_between_two_overdue_ones_is_zero(chat: Chat, county: County) -> None:
    store(chat, county, date(2026, 11, 10), **closed(date(2026, 11, 15)))
    store(chat, county, date(2026, 11, 15))

    assert dict(chat.say("ma", "动态清零").facts)["距上次清零"] == "8天（11月15日（周日）清零）"


def test_days_of_zero_are_counted_since_the_last_one_was_struck_off(chat: Chat, county: County) -> None:
    store(chat, county, date(2026, 11, 10), **closed(date(2026, 11, 20)))
    store(chat, county, date(2026, 11, 27))

    card = chat.say("li", "张良镇敬老院清零情况")

    assert card.title == "张良镇敬老院：超期已清零"
    assert dict(card.facts)["连续清零"] == "4天（11月20日（周五）起）"
    assert not card.is_warning


def test_what_was_never_overdue_has_no_days(chat: Chat) -> None:
    assert dict(chat.say("leader", "清零情况").facts)["连续清零"] == "从来没有超期"


def test_units_are_set_apart_and_those_of_others_not_seen(chat: Chat, county: County) -> None:
    store(chat, county, date(2026, 11, 20))
    store(chat, county, date(2026, 11, 18), unit="other_home")
    store(chat, county, date(2026, 11, 12), unit="welfare", **closed(date(2026, 11, 14)))

    card = chat.say("leader", "清零情况")

    assert card.title == "全县：超期未销号2条"
    assert card.lines == (
        "· 张良镇敬老院：超期1条（12号），距上次清零3天",
        "· 马楼乡敬老院：超期1条（13号），距上次清零5天",
        "· 县社会福利院：已清零10天",
    )
    assert "马楼" not in words(chat.say("ma", "清零情况"))
    assert chat.say("ma", "马楼乡敬老院清零情况").title == "没有查到单位“马楼乡敬老院”"


def test_a_void_one_was_never_overdue(chat: Chat, county: County) -> None:
    store(chat, county, date(2026, 11, 10), state=HazardState.VOID)

    assert chat.say("ma", "清零情况").title == "张良镇民政所：超期已清零"


def test_days_since_zero_agree_with_looking_at_every_day() -> None:
    dice = Random(7)
    for _ in range(200):
        rows = [a_row(dice, number) for number in range(1, dice.randint(2, 9))]
        days = {TODAY - n * DAY: any(was_overdue(row, TODAY - n * DAY) for row in rows) for n in range(90)}
        streak = (
            next(n for n in range(90) if days[TODAY - n * DAY] is not days[TODAY])
            if len({*days.values()}) > 1
            else None
        )

        found = rules.zero(rows, TODAY)

        assert bool(found.overdue) is days[TODAY]
        assert found.days(TODAY) == streak


def was_overdue(row: hazard_times.HazardTimes, day: date) -> bool:
    return row.due_on < day and (row.closed_on is None or day < row.closed_on)


def a_row(dice: Random, number: int) -> hazard_times.HazardTimes:
    due_on = TODAY + DAY * dice.randint(-40, 5)
    is_open = dice.random() < 0.3
    end = None if is_open else noon(min(TODAY, due_on + DAY * dice.randint(-3, 12)))
    found = noon(due_on - 5 * DAY)
    return hazard_times.HazardTimes(number, 1, found, found, False, None, end, due_on, is_open)


def test_the_times_of_a_month_are_the_middle_and_the_longest(chat: Chat, county: County) -> None:
    lengths = put_some(chat, county)

    card = chat.say("ma", "本月整改时效")

    assert card.title == "张良镇民政所本月整改时效"
    facts = dict(card.facts)
    for name, found in lengths.items():
        seconds = [one.total_seconds() for one in found.values()]
        longest = max(found, key=lambda number: found[number])
        assert facts[name] == (
            f"{len(found)}条，中位{length(timedelta(seconds=median(seconds)))}，最长{length(found[longest])}（{longest}号）"
        )
        assert f"{name}的编号：{len(found)}条（{'、'.join(f'{one}号' for one in sorted(found))}）" in card.lines


def put_some(chat: Chat, county: County) -> dict[str, dict[int, timedelta]]:
    """Store hazards whose steps are known, and return how long each took by step and number, this month's alone."""
    found: dict[str, dict[int, timedelta]] = {"发现→上报": {}, "上报→处置": {}, "上报→销号": {}}
    with work(chat.engine) as session:
        for n, (late, act, end) in enumerate(((0, 2, 30), (5, 1, 50), (9, 7, 20), (0, 3, 700)), start=1):
            at = MONDAY_TEN - timedelta(days=20) + timedelta(hours=n)
            entered = at + timedelta(hours=late)
            hazard = a_hazard(
                session,
                county.home,
                reported_at=at,
                entered_at=entered if late else None,
                state=HazardState.CLOSED,
                closed_at=entered + timedelta(hours=end),
            )
            for hours, who, action in (
                (0.5, "ma", HazardAction.ASSIGN),
                (act, "wang", HazardAction.ACKNOWLEDGE),
                (act + 1, "li", HazardAction.SUBMIT),
            ):
                kept(
                    session,
                    HazardEvent(
                        hazard_id=hazard.id or 0,
                        at=entered + timedelta(hours=hours),
                        action=action,
                        person_id=county.person_by_userid[who].id,
                        state_after=HazardState.RECTIFYING,
                    ),
                )
            if late:
                found["发现→上报"][hazard.number] = timedelta(hours=late)
            found["上报→处置"][hazard.number] = timedelta(hours=act)
            if (entered + timedelta(hours=end)).astimezone(TZ).month == 11:
                found["上报→销号"][hazard.number] = timedelta(hours=end)
    return found


def test_the_stored_moments_are_those_of_rows_and_events(chat: Chat, county: County) -> None:
    put_some(chat, county)
    with work(chat.engine) as session:
        rows = {one.number: one for one in hazard_times.of_units(session, [county.home.id or 0])}
        for hazard in session.scalars(select(Hazard).order_by(col(Hazard.number))):
            events = session.scalars(select(HazardEvent).where(col(HazardEvent.hazard_id) == hazard.id))
            ours = {county.person_by_userid[one].id for one in ("li", "wang", "zhang")}
            acted = min(one.at for one in events if one.person_id in ours)
            assert rows[hazard.number].acted_at == acted


def test_a_month_without_anything_says_so(chat: Chat, county: County) -> None:
    put_some(chat, county)

    assert chat.say("ma", "张良镇敬老院9月整改时效").title == "张良镇敬老院9月没有可以统计的隐患"
    assert chat.say("niu", "整改时效").title == "马楼乡民政所至今没有可以统计的隐患"
    assert chat.say("li", "整改时效").title == "张良镇敬老院至今整改时效"


def test_a_step_outside_the_period_is_not_counted() -> None:
    row = hazard_times.HazardTimes(
        1, 1, noon(TODAY), noon(TODAY), False, noon(TODAY), noon(TODAY + 3 * DAY), TODAY, False
    )

    found = rules.course([row], Period(TODAY, TODAY))

    assert found.reporting is None
    assert found.acting is not None
    assert found.closing is None
