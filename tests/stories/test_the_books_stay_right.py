"""Whatever people of any role do in whatever order, allowed or not: the books of hazards stay right."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select
from sqlmodel import col

from config.clock import TZ
from handlers import departure
from handlers.rules.hazard_flow import flow_by_row
from scheduler.rules import books as rules
from scheduler.wakeups import tick
from storage import books, hazards, job_runs, people
from storage.database import open_engine, reading, work
from storage.hazards import Hazard, HazardEvent, Rung
from storage.inbox import InboxMessage
from storage.people import Person
from storage.vocabulary import InboxState, RungState
from tests.builders import MONDAY_TEN, a_county, a_desk
from tests.chat import Chat, words
from tests.passing import live

TABLES = a_desk().tables
ENDED = ("closed", "void")

Step = tuple[str, str]
Leg = tuple[list[Step], int]
"""What is said, then how many hours pass."""

PEOPLE = ("zhang", "wang", "li", "ma", "ma2", "niu", "hou", "section", "leader", "admin")
LEAVES = "(left)"
REPORTS = (
    ("zhang", "隐患 二楼东头安全出口堆了轮椅"),
    ("ma", "隐患 张良镇敬老院厨房燃气软管老化"),
    ("niu", "隐患 马楼乡敬老院三楼灭火器过期"),
    ("li", "隐患 后院宿舍楼鉴定为D级危房还在住人"),
    ("hou", "隐患 张良镇敬老院厨房燃气软管老化"),
)
WISH = "延期 {} 到12月5日 原因：配件没到 措施：停用并贴封条"
FIVE = "五落实 {} 责任：李秀英 措施：停用 资金：1万元 时限：月底 预案：疏散"
DEEDS = (
    (("zhang", "整改完成 {}"), ("ma", "验收通过 {}")),
    (("hou", "整改完成 {}"), ("niu", "验收通过 {}")),
    (("zhang", "整改完成 {}"), ("ma", "退回 {} 轮椅还在"), ("wang", "收到 {}")),
    (("li", WISH), ("ma", "同意延期 {}"), ("li", "改期限 {} 11月25日")),
    (("li", WISH), ("ma2", "不同意延期 {} 抓紧整改")),
    (("li", "改责任人 {} 张小花"), ("wang", "收到 {}")),
    (("ma", "撤销 {} 报错了"),),
    (("wang", LEAVES), ("hou", LEAVES)),
    (("ma", "退回补充 {} 在哪一间"), ("zhang", "补充 {} 东头第二间"), ("ma", "确认 {}")),
    (("li", "派单 {} 张小花"), ("leader", "催办 {} 今天清完"), ("zhang", "进展 {} 正在清")),
    (("ma", "定为重大 {}"), ("li", FIVE), ("section", "挂牌督办 {} 县级 县安委办 12月30日前")),
    (("section", "解除督办 {} 已到位"), ("section", "定为一般 {} 已断电")),
    (("li", WISH), ("li", "撤回延期 {}")),
    (("ma", "并入 {} 12"), ("li", "并入 {} 13")),
    (("zhang", "整改完成 {}"), ("ma", "验收通过 {}"), ("ma", "回头看 {} 通过")),
    (("wang", "整改完成 {}"), ("section", "验收通过 {}"), ("ma", "回头看 {} 不通过 又堆上了")),
)
"""What mostly is allowed, about one hazard."""
SAID = sorted({said for deed in DEEDS for _, said in deed} | {"定为重大 {}", "改部位 {} 二楼西头", "整改完成 12、13"})


def about_a_hazard(steps: Sequence[Step], number: int) -> list[Step]:
    return [(userid, said.format(number)) for userid, said in steps]


NUMBERS = st.integers(min_value=12, max_value=16)
ALLOWED = st.builds(about_a_hazard, st.sampled_from(DEEDS), NUMBERS)
ANYTHING = st.builds(
    about_a_hazard,
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(SAID)), min_size=3, max_size=3),
    NUMBERS,
)
REPORTING = st.sampled_from(REPORTS).map(lambda report: [report])
STEPS = st.lists(st.one_of(ALLOWED, ANYTHING, REPORTING), min_size=4, max_size=7).map(
    lambda parts: [step for part in parts for step in part]
)
WALKS = st.lists(st.tuples(STEPS, st.sampled_from([2, 30, 50])), min_size=3, max_size=3)


@pytest.fixture(scope="session")
def county(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a county whose duties are planned: every walk begins on a copy."""
    path = tmp_path_factory.mktemp("books") / "minan.db"
    shutil.copy(_sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    a_county(engine)
    tick(engine, MONDAY_TEN, TABLES)
    engine.dispose()
    return path


@contextmanager
def a_chat(county: Path) -> Iterator[Chat]:
    with TemporaryDirectory() as folder:
        shutil.copy(county, Path(folder) / "minan.db")
        engine = open_engine(f"sqlite:///{folder}/minan.db")
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        yield Chat(engine)
        engine.dispose()


def walk(chat: Chat, legs: list[Leg]) -> None:
    for steps, hours in legs:
        for userid, said in steps:
            take(chat, userid, said)
        pass_time(chat, timedelta(hours=hours))
        judge(chat.engine, chat.now)


def take(chat: Chat, userid: str, said: str) -> None:
    if said == LEAVES:
        leave(chat, userid)
    else:
        chat.receive(userid, said, message_id=f"at-{chat.now:%d%H%M}")
    chat.forward(timedelta(minutes=1))


def pass_time(chat: Chat, length: timedelta) -> None:
    live(chat.engine, chat.now, chat.now + length, TABLES)
    chat.forward(length)


def leave(chat: Chat, userid: str) -> None:
    with work(chat.engine) as session:
        person = people.by_userid(session, userid)
        if person is not None:
            departure.leave(session, person, message=f"left-{userid}", now=chat.now, desk=a_desk())


def judge(engine: Engine, now: datetime) -> None:
    """Compare the program's own judgement of the books with a recount from the bare rows."""
    with reading(engine) as session:
        entries = books.entries(session)
        rows = session.scalars(select(Hazard)).all()
        events = session.scalars(select(HazardEvent).order_by(col(HazardEvent.id))).all()
        rungs = session.scalars(select(Rung).where(col(Rung.state) == RungState.WAITING)).all()
        active = set(session.scalars(select(col(Person.id)).where(col(Person.is_active))))
        runs = {run.name: run.error for run in job_runs.all_runs(session)}
        dead = session.scalars(select(InboxMessage).where(col(InboxMessage.state) == InboxState.DEAD)).all()
    assert not dead
    assert set(runs.values()) == {""}
    for begin in (MONDAY_TEN, MONDAY_TEN + timedelta(days=2), MONDAY_TEN + timedelta(days=5)):
        assert rules.faults(entries, begin, now) == {}
        recounted = recount(rows, events, begin)
        assert told(entries, begin, now) == recounted
        for flow in recounted.values():
            assert flow["carried"] + flow["opened"] == flow["closed"] + flow["open"]
    open_rows = [row for row in rows if row.state.value not in ENDED]
    nobody_s = {
        one.number for one in open_rows if one.owner_id not in active and (one.owner_id or not one.owner_name)
    }
    assert nobody_s == {one.number for one in entries if one.is_listed}
    planned = {(rung.hazard_id, rung.deadline) for rung in rungs if rung.due_at > now}
    today = now.astimezone(TZ).date()
    assert [one.number for one in open_rows if one.due_on < today and (one.id, one.due_on) not in planned] == []


def recount(rows: Sequence[Hazard], events: Sequence[HazardEvent], begin: datetime) -> dict[int, Counter[str]]:
    """Go through everything that happened, once, as a clerk would: what stands open, and what changed it."""
    unit_of = {row.id: row.unit_id for row in rows}
    standing: set[int] = set()
    flows: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for one in events:
        flow = flows[unit_of[one.hazard_id]]
        is_late = one.at >= begin
        if one.hazard_id not in standing and one.state_after.value not in ENDED:
            standing.add(one.hazard_id)
            flow["opened" if is_late else "carried"] += 1
        if one.state_after.value in ENDED and one.hazard_id in standing:
            standing.remove(one.hazard_id)
            flow["closed" if is_late else "carried"] += 1 if is_late else -1
    for row in rows:
        flows[row.unit_id]["open"] += row.state.value not in ENDED
        assert (row.id in standing) == (row.state.value not in ENDED)
    return {unit: +flow for unit, flow in flows.items()}


def told(entries: Sequence[books.Entry], begin: datetime, end: datetime) -> dict[int, Counter[str]]:
    flows: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        flows[entry.unit_id].update(asdict(flow_by_row(entry, begin, end)))
    return {unit: +flow for unit, flow in flows.items()}


@settings(max_examples=6, derandomize=True)
@given(WALKS)
def test_the_books_stay_right_whatever_people_do(county: Path, legs: list[Leg]) -> None:
    with a_chat(county) as chat:
        walk(chat, [(list(REPORTS), 1), *legs])


def test_a_deadline_put_off_and_brought_back_is_still_urged(county: Path) -> None:
    with a_chat(county) as chat:
        chat.say("zhang", "隐患 二楼东头安全出口堆了轮椅")
        with reading(chat.engine) as session:
            hazard = hazards.by_number(session, 12)
        assert hazard is not None
        last_day = datetime.combine(hazard.due_on, datetime.min.time(), TZ) + timedelta(hours=10)
        pass_time(chat, max(last_day - chat.now, timedelta()))
        day = f"{hazard.due_on:%m月%d日}"

        chat.say("wang", "延期 12 到12月5日 原因：配件没到 措施：停用并贴封条")
        assert "同意" in words(chat.say("ma", "同意延期 12"))
        assert day.lstrip("0") in words(chat.say("ma", f"改期限 12 {day}"))
        pass_time(chat, timedelta(days=1))

        judge(chat.engine, chat.now)
        assert any("超期" in card.title for card in chat.urgent("wang"))
