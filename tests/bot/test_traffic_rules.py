"""When the next may leave, when to try again, and what an error code means."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.retry import delay_after, may_repeat
from bot.rules.throttle import may_leave_at
from bot.wire.verdicts import Fault, Outcome, verdict
from config.limits import RetryLimits
from storage.vocabulary import Urgency

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLAN = RetryLimits(timedelta(minutes=1), 5, timedelta(seconds=5), timedelta(seconds=30))


def ago(*seconds: int) -> list[datetime]:
    return [NOW - timedelta(seconds=second) for second in seconds]


@pytest.mark.parametrize(
    ("tries", "per_minute", "per_hour", "wait"),
    [
        ([], 1, 1, 0),
        (ago(59), 1, None, 1),
        (ago(60), 1, None, 0),
        (ago(50, 40, 30), 3, None, 10),
        (ago(70, 50, 40), 3, None, 0),
        (ago(50, 40, 30), 2, None, 20),
        (ago(3000, 2000), 10, 2, 600),
        (ago(3000, 30, 20), 2, 3, 600),
        (ago(1, 1, 1), None, None, 0),
        ([*ago(30), NOW + timedelta(seconds=30)], 1, None, 90),
    ],
)
def test_the_next_leaves_when_both_windows_have_room(
    tries: list[datetime], per_minute: int | None, per_hour: int | None, wait: int
) -> None:
    at = may_leave_at(tries, per_minute=per_minute, per_hour=per_hour, now=NOW)

    assert at == NOW + timedelta(seconds=wait)


def test_a_hundred_planned_one_after_the_other_never_crowd_a_minute() -> None:
    planned: list[datetime] = []
    for _ in range(100):
        planned.append(may_leave_at(planned, per_minute=18, per_hour=None, now=NOW))

    crowds = [sum(at <= other < at + timedelta(minutes=1) for other in planned) for at in planned]
    assert max(crowds) == 18
    assert planned[-1] == NOW + timedelta(minutes=5)


def test_waits_double_up_to_the_longest_and_end() -> None:
    waits = [delay_after(attempts, PLAN) for attempts in range(1, 7)]

    assert waits == [*(timedelta(seconds=seconds) for seconds in (5, 10, 20, 30)), None, None]


def test_jitter_only_lengthens_and_by_a_quarter_at_most() -> None:
    assert delay_after(1, PLAN, jitter=1.0) == timedelta(seconds=6.25)


@pytest.mark.parametrize(
    ("urgency", "minutes", "is_repeated"),
    [
        (Urgency.PROMPT, 29, True),
        (Urgency.PROMPT, 30, False),
        (Urgency.ANSWER, 31, True),
        (Urgency.URGENT, 31, True),
    ],
)
def test_a_prompt_is_repeated_only_while_the_platform_drops_repeats(
    urgency: Urgency, minutes: int, is_repeated: bool
) -> None:
    again_at, window = NOW + timedelta(minutes=minutes), timedelta(minutes=30)

    assert may_repeat(urgency, NOW, again_at=again_at, dropped_for=window) is is_repeated


@pytest.mark.parametrize(
    ("outcome", "fault", "codes"),
    [
        (Outcome.DELIVERED, None, [0]),
        (Outcome.TRY_LATER, None, [-1, 6000, 45033, 123456]),
        (Outcome.HOLD, None, [45009]),
        (Outcome.NEW_TOKEN, None, [40014, 42001]),
        (
            Outcome.GIVE_UP,
            Fault.CONFIG,
            [40001, 40013, 40091, 43012, 48002, 50003, 60020, 93000, 93004, 93008, 86008],
        ),
        (Outcome.GIVE_UP, Fault.RECEIVER, [40003, 40031, 40032, 46004, 60111, 81013, 82001, 86216]),
        (Outcome.GIVE_UP, Fault.CONTENT, [40007, 40008, 40033, 40058, 44004, 45002, 85002, 42014, 42045]),
    ],
)
def test_a_code_means_what_the_platform_says(outcome: Outcome, fault: Fault | None, codes: list[int]) -> None:
    assert {(verdict(code).outcome, verdict(code).fault) for code in codes} == {(outcome, fault)}


def test_every_refusal_has_words_for_the_one_who_looks_after_it() -> None:
    assert [code for code in range(-1, 350_000) if code != 0 and not verdict(code).meaning] == []
