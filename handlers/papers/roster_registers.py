"""The sheets of the roster workbook that fill the registers 「登记册」, row by row."""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.papers import register_cells as cells
from handlers.papers.roster_rows import Clerk, Row
from handlers.papers.roster_sheets import (
    ASSESSMENTS,
    BUILDINGS,
    CERTIFICATES,
    REGISTER_SHEETS,
    RESIDENTS,
    SYSTEMS,
)
from handlers.papers.workbook import Rows
from storage.register_rows import RegisterRow
from storage.vocabulary import AssessmentKind, CertificateKind, RegisterKind, SmartKind

NameUnit = Callable[[Row, str], str]
"""(row, what claims it) → the full name of the unit that the row names."""


def read(clerk: Clerk, sheets: Mapping[str, Rows], name_unit: NameUnit) -> list[tuple[Row, RegisterRow]]:
    """Return the rows of all these sheets, each with its cells; faults are noted with the clerk."""
    reading = _Reading(clerk, name_unit)
    readers: Mapping[str, Callable[[Row], RegisterRow]] = {
        CERTIFICATES.title: reading.certificate,
        BUILDINGS.title: reading.building,
        ASSESSMENTS.title: reading.assessment,
        SYSTEMS.title: reading.system,
        RESIDENTS.title: reading.residents,
    }
    found = []
    for sheet in REGISTER_SHEETS:
        first: dict[str, str] = {}
        for row in clerk.rows(sheet, sheets.get(sheet.title, ())):
            read_row = readers[sheet.title](row)
            place = row["单位"].place
            if (before := first.setdefault(read_row.label, place)) != place:
                clerk.fault(row["单位"], f"“{read_row.label}”和 {before} 重复了")
            found.append((row, read_row))
    return found


class _Reading:
    """One reading: every method returns the row of one sheet."""

    def __init__(self, clerk: Clerk, name_unit: NameUnit) -> None:
        self._clerk = clerk
        self._name_unit = name_unit

    def certificate(self, row: Row) -> RegisterRow:
        kind = self._clerk.needed(row, "证书", cells.word(CertificateKind), CertificateKind.FIRE_OPERATOR)
        facts = {
            "certificate": kind.value,
            "level": self._clerk.said(row, "等级", cells.plain) or "",
            "number": self._clerk.said(row, "证号", cells.plain) or "",
        }
        person, _, account = self._clerk.needed(row, "姓名", cells.plain, "").partition(" ")
        return self._row(row, RegisterKind.CERTIFICATE, kind.term, facts, "发证日期", "有效期至", person, account)

    def building(self, row: Row) -> RegisterRow:
        said = {
            "self_built": self._clerk.said(row, "自建房", cells.yes_or_no),
            "grade": self._clerk.said(row, "鉴定等级", cells.grade),
            "acceptance": self._clerk.said(row, "消防审验", cells.acceptance),
        }
        facts = {name: value for name, value in said.items() if value is not None}
        subject = self._clerk.needed(row, "名称", cells.plain, "")
        return self._row(row, RegisterKind.BUILDING, subject, facts, "鉴定日期")

    def assessment(self, row: Row) -> RegisterRow:
        kind = self._clerk.needed(row, "种类", cells.word(AssessmentKind), AssessmentKind.FIRE_FACILITY)
        self._clerk.needed(row, "日期", cells.day, None)
        facts = {
            "assessment": kind.value,
            "provider": self._clerk.said(row, "检测机构", cells.plain) or "",
            "qualification": self._clerk.said(row, "资质", cells.plain) or "",
            "passed": self._clerk.needed(row, "结果", cells.passed, True),
        }
        return self._row(row, RegisterKind.ASSESSMENT, kind.term, facts, "日期", "下次日期", is_noted=True)

    def system(self, row: Row) -> RegisterRow:
        kind = self._clerk.needed(row, "种类", cells.word(SmartKind), SmartKind.VIDEO)
        installed = self._clerk.needed(row, "已装", cells.surely, False)
        working = self._clerk.said(row, "正常", cells.yes_or_no) if installed else None
        facts = {"system": kind.value, "installed": installed, "working": working}
        return self._row(row, RegisterKind.SMART_SYSTEM, kind.term, facts, "测试日期")

    def residents(self, row: Row) -> RegisterRow:
        total = self._clerk.needed(row, "总数", cells.heads, 0)
        by_title = {"自理": "able", "半失能": "half", "失能": "disabled", "失智": "dementia"}
        said = {key: self._clerk.said(row, title, cells.headcount) for title, key in by_title.items()}
        facts = {"total": total, **{key: number for key, number in said.items() if number is not None}}
        by_ability = sum(facts.get(key, 0) for key in ("able", "half", "disabled"))
        if by_ability > total:
            self._clerk.fault(row["总数"], f"自理、半失能、失能加起来是{by_ability}人，比总数{total}人多")
        return self._row(row, RegisterKind.RESIDENTS, "", facts, "统计日期")

    def _row(
        self,
        row: Row,
        kind: RegisterKind,
        subject: str,
        facts: Mapping[str, Any],
        done: str,
        due: str = "",
        person: str = "",
        account: str = "",
        *,
        is_noted: bool = False,
    ) -> RegisterRow:
        """Return the row; `is_noted`: faults of the day on which it was done are noted already."""
        done_on = (_day(row, done) if is_noted else self._clerk.said(row, done, cells.day)) if done else None
        due_on = self._clerk.said(row, due, cells.day) if due else None
        if done_on is not None and due_on is not None and due_on <= done_on:
            self._clerk.fault(row[due], f"“{due}”要在“{done}”后面")
        label = RegisterRow("", kind, subject, {}, person=person).label
        unit = self._name_unit(row, label)
        return RegisterRow(unit, kind, subject, facts, done_on, due_on, person, account)


def _day(row: Row, title: str) -> Any:
    try:
        return cells.day(row[title].text)
    except ValueError:
        return None
