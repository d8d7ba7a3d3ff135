"""Hot work: what may be asked for, who decides, when somebody is told."""

from datetime import datetime, timedelta

import pytest

from config.clock import TZ
from handlers.rules.access import Standing
from handlers.rules.hot_work import MOVES, Fault, Job, Told, fault_of, may_decide, steps_due
from handlers.understand.hot_work import HotWorkMove, read_ask, read_move, span_of
from storage.vocabulary import HotWorkState, Role
from tests.builders import a_desk

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TZ)
LONGEST = timedelta(hours=8)


def at(hour: int, day: int = 24, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TZ)


def job(begin: datetime, end: datetime, place: str = "厨房", operator: str = "张三", watcher: str = "李四") -> Job:
    return Job(place, operator, watcher, begin, end)


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (job(at(9), at(11)), None),
        (job(NOW, at(11, 23)), None),
        (job(NOW - timedelta(minutes=1), at(11, 23)), Fault.PAST),
        (job(at(11), at(11)), Fault.BACKWARDS),
        (job(at(9, 25), at(17, 25)), None),
        (job(at(9, 25), at(17, 25, 1)), Fault.TOO_LONG),
        (job(at(9), at(11), watcher="张三"), Fault.SAME_PERSON),
        (job(at(15), at(17)), None),
        (job(at(14), at(16)), Fault.OVERLAP),
        (job(at(14), at(16), "锅炉房"), Fault.OVERLAP),
        (job(at(14), at(16), "锅炉房", "王五", "赵六"), None),
        (job(at(14), at(16), "厨房", "王五", "赵六"), Fault.OVERLAP),
    ],
)
def test_what_may_be_asked_for(wanted: Job, fault: Fault | None) -> None:
    other = job(at(13), at(15))

    assert fault_of(wanted, [other], now=NOW, longest=LONGEST) is fault


@pytest.mark.parametrize("head_grants", [True, False])
@pytest.mark.parametrize("is_asker", [True, False])
@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("role", list(Role))
def test_who_decides(role: Role, standing: Standing, *, is_asker: bool, head_grants: bool) -> None:
    expected = not is_asker and (
        standing is Standing.SUPERIOR or (head_grants and role is Role.HEAD and standing is Standing.MEMBER)
    )

    assert may_decide(role, standing, is_asker=is_asker, head_grants=head_grants) == expected


def test_the_reminders_climb_after_the_end_and_again_after_the_look_back() -> None:
    ends_at, recheck_at = at(11), at(12)
    after = {"head_after": timedelta(minutes=30), "township_after": timedelta(minutes=90)}

    def due(state: HotWorkState, now: datetime) -> list[tuple[str, Told]]:
        return [(one.what, one.told) for one in steps_due(state, ends_at, recheck_at, now=now, **after)]

    assert due(HotWorkState.GRANTED, at(10, minute=59)) == []
    assert due(HotWorkState.GRANTED, at(11)) == [("end", Told.UNIT)]
    assert due(HotWorkState.GRANTED, at(11, minute=30)) == [("end", Told.UNIT), ("end", Told.HEAD)]
    assert due(HotWorkState.GRANTED, at(12, minute=30))[-1] == ("end", Told.TOWNSHIP)
    assert due(HotWorkState.ENDED, at(11, minute=59)) == []
    assert due(HotWorkState.ENDED, at(13, minute=30))[-1] == ("recheck", Told.TOWNSHIP)
    for state in (HotWorkState.ASKED, HotWorkState.REFUSED, HotWorkState.CLOSED, HotWorkState.VOID):
        assert due(state, at(23)) == []


def test_what_has_ended_is_not_moved() -> None:
    ends = {HotWorkState.REFUSED, HotWorkState.CLOSED, HotWorkState.VOID}

    assert {state for state, _ in MOVES} == set(HotWorkState) - ends


@pytest.mark.parametrize(
    ("said", "begin", "end"),
    [
        ("明天9点到11点", at(9), at(11)),
        ("明天上午9点至下午3点", at(9), at(15)),
        ("11月25日14:00-16:30", at(14, 25), at(16, 25, 30)),
        ("明晚10点到凌晨1点", at(22), at(1, 25)),
    ],
)
def test_from_when_to_when(said: str, begin: datetime, end: datetime) -> None:
    desk = a_desk()

    assert span_of(said, NOW, desk.calendar, desk.lexicon.festivals) == (begin, end)


@pytest.mark.parametrize("said", ["明天", "明天9点", "上午"])
def test_a_time_without_begin_and_end_is_none(said: str) -> None:
    desk = a_desk()

    assert span_of(said, NOW, desk.calendar, desk.lexicon.festivals) is None


def test_the_parts_are_heard_with_and_without_colons() -> None:
    parts = {"place": "厨房", "time": "明天9点到11点", "operator": "张三", "certificate": "T123", "watcher": "李四"}

    assert read_ask("动火 地点厨房 时间明天9点到11点 焊工张三 证号T123 监护人李四") == parts
    assert read_ask("动火作业\n地点:厨房\n时间:明天9点到11点\n焊工:张三\n证号:T123\n监护人:李四") == parts
    assert read_ask("动火 厨房，时间明天9点到11点，焊工张三，证号T123，监护人李四") == parts
    assert read_ask("动火") == {}
    assert read_ask("动火结束 3") is None
    assert read_ask("食堂动火不规范") is None


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("同意动火 3", HotWorkMove("grant", "3")),
        ("不同意动火3号，液化气没搬走", HotWorkMove("refuse", "3", "液化气没搬走")),
        ("动火结束", HotWorkMove("end")),
        ("复查 3 正常", HotWorkMove("recheck", "3", "正常")),
        ("复查 3 墙角还在冒烟", HotWorkMove("embers", "3", "墙角还在冒烟")),
        ("动火复查", HotWorkMove("recheck")),
        ("复查", None),
        ("复查了吗", None),
        ("动火票", HotWorkMove("list")),
    ],
)
def test_what_is_done_to_a_ticket(text: str, move: HotWorkMove | None) -> None:
    assert read_move(text) == move
