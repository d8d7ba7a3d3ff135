"""The published ranking: what its parts are, and that nobody gains by reporting less."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.tables import load_tables
from handlers.rules.ranking import Counts, hazard_counts, parts, rank, rank_towns, score
from storage.figures import HazardRow, Period
from storage.vocabulary import Category, Grade, HazardSource, HazardState, RankPart
from tests.builders import CONFIG

FORMULA = load_tables(CONFIG).ranking
NO_DUTIES = Counts()
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))


def a_row(
    number: int = 1,
    *,
    reported: date = date(2026, 7, 10),
    due: date = date(2026, 7, 20),
    closed: date | None = date(2026, 7, 15),
    source: HazardSource = HazardSource.SELF_CHECK,
    grade: Grade = Grade.GENERAL,
) -> HazardRow:
    state = HazardState.CLOSED if closed else HazardState.RECTIFYING
    return HazardRow(number, 1, Category.EXIT, grade, state, "", source, False, reported, due, closed)


def scored(rows: list[HazardRow], counts: Counts = NO_DUTIES) -> float:
    found = hazard_counts(rows, QUARTER, FORMULA)
    duties = replace(
        found,
        patrols_owed=counts.patrols_owed,
        patrols_done=counts.patrols_done,
        drills=counts.drills,
        drills_owed=1,
        trainings_owed=1,
    )
    return score(parts(duties, FORMULA))


DAYS = st.integers(0, 91).map(lambda days: QUARTER.first + timedelta(days=days))
ROWS = st.lists(
    st.builds(
        a_row,
        number=st.integers(1, 500),
        reported=DAYS.map(lambda day: day - timedelta(days=40)),
        due=DAYS,
        closed=st.one_of(st.none(), DAYS.map(lambda day: day + timedelta(days=5))),
        source=st.sampled_from(HazardSource),
        grade=st.sampled_from(Grade),
    ),
    max_size=12,
)
DUTIES = st.builds(
    lambda owed, done, drills: Counts(patrols_owed=owed, patrols_done=min(owed, done), drills=drills),
    st.integers(0, 300), st.integers(0, 300), st.integers(0, 2),
)  # fmt: skip
OWN = st.sampled_from([HazardSource.SELF_CHECK, HazardSource.PATROL, HazardSource.DRILL])


@given(rows=ROWS, duties=DUTIES, source=OWN, reported=DAYS, took=st.integers(0, 10))
def test_a_hazard_found_by_oneself_and_closed_on_time_never_costs_points(
    rows: list[HazardRow], duties: Counts, source: HazardSource, reported: date, took: int
) -> None:
    closed = min(QUARTER.last, reported + timedelta(days=took))
    own = a_row(501, reported=reported, due=closed, closed=closed, source=source)

    assert scored([*rows, own], duties) >= scored(rows, duties)


@given(rows=ROWS, duties=DUTIES)
def test_who_reports_nothing_never_has_more_than_with_any_hazards(rows: list[HazardRow], duties: Counts) -> None:
    assert scored([], duties) <= scored(rows, duties)


def test_without_hazards_there_are_no_points_where_hazards_are_judged() -> None:
    found = {one.part: one.points for one in parts(hazard_counts([], QUARTER, FORMULA), FORMULA)}

    assert (found[RankPart.ON_TIME], found[RankPart.OVERDUE], found[RankPart.SELF_REPORT]) == (0, 0, 0)


def test_the_parts_are_weighed_as_published() -> None:
    rows = [
        a_row(1),
        a_row(2, source=HazardSource.INSPECTION, closed=date(2026, 7, 26)),
        a_row(3, source=HazardSource.TIP, due=date(2026, 9, 27), closed=None, grade=Grade.MAJOR),
    ]
    counts = replace(
        hazard_counts(rows, QUARTER, FORMULA), patrols_owed=200, patrols_done=150, drills=3, drills_owed=1,
        trainings=0, trainings_owed=1,
    )  # fmt: skip

    # 1 on time of 3; 6 days of one and 3 days × 3 of a major one: 15 of 30; 1 found by itself of 3.
    assert counts.overdue_days == ((2, 6), (3, 9))
    assert (counts.on_time, counts.late, counts.own, counts.others) == ((1,), (2, 3), (1,), (2, 3))
    points = [one.points for one in parts(counts, FORMULA)]
    assert [round(one or 0, 2) for one in points] == [75, 33.33, 50, 50, 33.33]
    assert score(parts(counts, FORMULA)) == round(
        0.30 * 75 + 0.25 * 100 / 3 + 0.15 * 50 + 0.15 * 50 + 0.15 * 100 / 3, 1
    )


def test_what_is_not_owed_is_left_out_and_the_rest_weighs_more() -> None:
    counts = replace(hazard_counts([a_row()], QUARTER, FORMULA), patrols_owed=0, drills_owed=0, trainings_owed=0)

    found = parts(counts, FORMULA)

    assert [one.points for one in found] == [None, 100, 100, None, 100]
    assert score(found) == 100


def test_a_hazard_is_late_only_in_the_period_of_its_last_day() -> None:
    row = a_row(due=date(2026, 6, 30), reported=date(2026, 6, 20), closed=date(2026, 7, 2))

    assert hazard_counts([row], QUARTER, FORMULA).late == ()
    assert hazard_counts([row], Period(date(2026, 4, 1), date(2026, 6, 30)), FORMULA).late == (1,)
    assert hazard_counts([row], QUARTER, FORMULA).overdue_days == ((1, 2),)


def test_the_same_score_shares_a_place_and_the_next_is_not_moved_up() -> None:
    good, bad = Counts(patrols_owed=1, patrols_done=1), Counts(patrols_owed=1)

    found = rank([(1, "乙", good), (2, "甲", good), (3, "丙", bad)], FORMULA)

    assert [(one.place, one.name) for one in found] == [(1, "乙"), (1, "甲"), (3, "丙")]


def test_a_township_has_the_mean_of_its_units() -> None:
    good, bad = Counts(patrols_owed=1, patrols_done=1), Counts(patrols_owed=1)
    units = rank([(1, "甲", good), (2, "乙", bad), (3, "丙", bad)], FORMULA)

    towns = rank_towns(units, {1: (10, "张良镇"), 2: (10, "张良镇"), 3: (11, "马楼乡")})

    # Patrols weigh 30 of the 85 that count where no drill is owed.
    assert [(one.place, one.name, one.score, one.units) for one in towns] == [
        (1, "张良镇", 17.6, 2),
        (2, "马楼乡", 0.0, 1),
    ]
