"""`import`: bring a roster workbook, a hazard ledger or a year of records in, all or nothing."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session

from bot.app import CACHE
from bot.commands import import_ledger
from bot.commands.command import Command, Failed
from bot.commands.database import open_for_import
from bot.commands.files import why
from config.clock import system_clock
from config.settings import Settings
from config.tables import load_tables
from handlers import registers as holding
from handlers.desk import load_desk
from handlers.intent import Asking
from handlers.papers import ledger_reading, records_file, roster_book
from handlers.papers.records_file import RecordsWrong
from handlers.papers.workbook import BookWrong
from scheduler import history
from scheduler.history import Brought
from storage import people, registers, roster, units
from storage.answerable_rows import NamesShared
from storage.messages import Incoming, MessageKind
from storage.records import Count
from storage.register_rows import PeopleUnclear, RegisterRow
from storage.roster import Changes, Tally, UnitsInCircle, UnknownUnit
from storage.vocabulary import RegisterKind, Role

_MAX_BYTES = max(records_file.MAX_BYTES, ledger_reading.LIMITS.max_bytes)
_SHOWN = 20
_FAULTS_SHOWN = 50
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_TERM_BY_CODE = {
    "patrol": "巡查",
    "weekly_meeting": "周例会",
    "drill": "演练",
    "training": "培训",
    "holiday_check": "节前检查",
}


_REGISTERING = (Role.ADMIN, Role.LEADER)
"""In whose name what the workbook says of dangerous buildings is registered."""
_BringIn = Callable[[Session, bytes, Settings, datetime], Iterator[str]]


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="文件", type=Path, help="花名册或隐患台账（.xlsx），或者记录（.json）")
    parser.add_argument("--dry-run", action="store_true", help="只看会改什么，不真的改；台账逐行列出")


def _run(given: Namespace, settings: Settings) -> int:
    content = _read(given.file)
    now = system_clock()
    if not _is_workbook(given.file, content):
        bring_in: _BringIn = _records
    elif ledger_reading.is_ledger(content):
        bring_in = partial(import_ledger.bring_in, row_by_row=given.dry_run)
    else:
        bring_in = _roster
    try:
        with Session(open_for_import(settings)) as session:
            lines = list(bring_in(session, content, settings, now))
            if not given.dry_run:
                session.commit()
    except (BookWrong, RecordsWrong) as wrong:
        raise Failed(_refused(wrong.faults)) from wrong
    print("试导入，没有改动任何数据：" if given.dry_run else "已导入：")
    print(*lines, sep="\n")
    return 0


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise Failed(f"{file} 太大：不能超过 {_MAX_BYTES // 1024 // 1024} MB")
        return file.read_bytes()
    except OSError as error:
        raise Failed(f"{file} 读不了：{why(error)}") from error


def _is_workbook(file: Path, content: bytes) -> bool:
    """Return whether the file is to be read as a workbook, else as JSON; what it holds counts before its name."""
    if content.startswith(_WORKBOOKS):
        return True
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return False
    if file.suffix.lower() not in (".xlsx", ".json"):
        raise Failed("不认识这种文件：只能导入花名册、台账（.xlsx）或记录（.json）")
    return file.suffix.lower() == ".xlsx"


def _roster(session: Session, content: bytes, settings: Settings, now: datetime) -> Iterator[str]:
    book = roster_book.parse(content)
    try:
        changes = roster.apply(session, book.roster, now=now)
    except UnknownUnit as unknown:
        place = book.place_by_claim.get((unknown.wanted_by, unknown.name), unknown.wanted_by)
        raise Failed(_refused([f"{place}：找不到单位“{unknown.name}”，表里没有，数据库里也没有"])) from unknown
    except UnitsInCircle as circle:
        raise Failed(_refused([f"上级绕成了圈：{' → '.join(circle.names)}"])) from circle
    except PeopleUnclear as unclear:
        raise Failed(
            _refused([_unclear(row, count, book.place_by_claim) for row, count in unclear.rows])
        ) from unclear
    except NamesShared as names:
        places = [
            (book.place_by_claim.get((row.label, row.named.name), row.label), row.named.name, found)
            for row, found in names.shared
        ]
        faults = [
            f"{place}：花名册里有几个{name}，请在后面加账号：{'；'.join(found)}" for place, name, found in places
        ]
        raise Failed(_refused(faults)) from names
    yield from _told(changes)
    yield from (f"提示：{one}，不在花名册里，只作登记，催办发不到本人" for one in changes.strangers)
    yield from _dangers(session, book.roster.registers, settings, now)
    yield from (f"提示：{one} 填了，但单位不是重点单位，先不算数" for one in changes.unwanted)
    yield from (f"提示：{remark}" for remark in book.remarks)


def _told(changes: Changes) -> Iterator[str]:
    for term, tally in (
        ("单位", changes.units),
        ("人员", changes.people),
        ("群", changes.groups),
        ("责任", changes.answerables),
        ("登记", changes.registers),
    ):
        if term in ("责任", "登记") and not _says_anything(tally):
            continue
        yield f"{term}：新增 {_named(tally.added)}，修改 {_named(tally.changed)}，不变 {len(tally.unchanged)}"
        if tally.missing and _says_anything(tally):
            yield f"  表里没有、数据库里在用的{term}没有动：{_named(tally.missing)}；要停用请在表里“停用”列填“是”"
    if changes.returned:
        yield f"注意：通讯录里已离开、表里还在用，按表恢复使用：{_named(changes.returned)}；真走了请在“停用”列填“是”"


def _unclear(row: RegisterRow, count: int, place_by_claim: Mapping[tuple[str, str], str]) -> str:
    place = place_by_claim.get((row.label, row.person), row.label)
    if count:
        return f"{place}：{row.unit}有{count}个{row.person}，请在姓名后面加账号"
    return f"{place}：{row.unit}没有叫“{row.person}”的人，请先填在“人员”表里"


def _dangers(session: Session, rows: Sequence[RegisterRow], settings: Settings, now: datetime) -> Iterator[str]:
    """Register what the workbook says of C and D grade buildings, as in chat (T13-4); return a line for each."""
    told = {(one.unit, one.full_subject) for one in rows if one.facts.get("grade") in ("C", "D")}
    if not told:
        return
    by = next((one for role in _REGISTERING for one in people.with_role(session, role)), None)
    tree = units.tree(session)
    if by is None or by.unit_id not in tree.by_id:
        yield from (f"提示：{unit} {subject}是危房，还没有管理员，请在群里登记一次" for unit, subject in sorted(told))
        return
    desk = load_desk(settings.config_dir, settings.data_dir / CACHE, settings.data_dir)
    message = Incoming("import", f"roster:{now.isoformat()}", by.userid, "import", MessageKind.TEXT)
    asking = Asking(session, now, by, tree.by_id[by.unit_id], tree, desk, message)
    unit_by_id = {one.id: one for one in tree.by_id.values() if one.id is not None}
    standing = registers.standing(session, list(unit_by_id), RegisterKind.BUILDING)
    meant = [
        (unit_by_id[one.unit_id], one) for one in standing if (unit_by_id[one.unit_id].name, one.subject) in told
    ]
    for hazard in holding.open_dangers(meant, asking):
        unit = unit_by_id[hazard.unit_id].name
        yield f"注意：{unit} {hazard.place}是危房，已登记为重大隐患{hazard.number}号，并通知了有关的人"


def _says_anything(tally: Tally) -> bool:
    # A workbook without the sheet says nothing about who is missing from it.
    return bool(tally.added or tally.changed or tally.unchanged)


def _named(names: Sequence[str]) -> str:
    if not names:
        return "0"
    more = f" 等 {len(names)} 个" if len(names) > _SHOWN else ""
    return f"{len(names)}（{'、'.join(names[:_SHOWN])}{more}）"


def _records(session: Session, content: bytes, settings: Settings, now: datetime) -> Iterator[str]:
    past = records_file.parse(content, now=now)
    try:
        brought = history.bring_in(session, past, load_tables(settings.config_dir), now=now)
    except UnknownUnit as unknown:
        raise Failed(_refused([f"{unknown.wanted_by}：找不到单位“{unknown.name}”"])) from unknown
    yield from _told_records(brought)


def _told_records(brought: Brought) -> Iterator[str]:
    yield f"单位：新增 {_named(brought.units)}"
    counted: Mapping[str, Count] = {"隐患": brought.hazards} | {
        _TERM_BY_CODE[code]: count for code, count in brought.duties.items()
    }
    for term, count in counted.items():
        yield f"{term}：新增 {count.added}，原来就有 {count.known}"
    yield f"同期别家做了、本单位没有记录的，记为未办：{brought.missed}"


def _refused(faults: Sequence[str]) -> str:
    shown = faults[:_FAULTS_SHOWN]
    more = [f"……还有 {len(faults) - len(shown)} 处"] if len(faults) > len(shown) else []
    return "\n".join(["没有导入，请先改正：", *shown, *more])


COMMAND = Command(
    "import", "导入花名册、隐患台账（xlsx）或一年的记录（JSON），有一处错就全不导入", _add_arguments, _run
)
