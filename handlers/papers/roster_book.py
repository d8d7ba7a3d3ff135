"""The roster workbook: bytes → roster, every fault named by its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.papers import roster_cells as cells
from handlers.papers import roster_registers
from handlers.papers.roster_rows import Clerk, Row
from handlers.papers.roster_sheets import (
    ANSWERABLE,
    GROUPS,
    PEOPLE,
    RESPONSIBILITY_BY_TITLE,
    SHEETS,
    UNITS,
    UNREAD,
)
from handlers.papers.workbook import BookWrong, Rows, open_sheets
from storage.answerable_rows import AnswerableRow
from storage.register_rows import RegisterRow
from storage.roster import GroupRow, PersonRow, Roster, UnitRow, label
from storage.vocabulary import Level, Role, UnitType

_RANK = {Level.BUREAU: 0, Level.SECTION: 1, Level.TOWNSHIP: 1, Level.INSTITUTION: 2}


@dataclass(frozen=True, slots=True)
class RosterBook:
    """What a workbook says."""

    roster: Roster
    remarks: tuple[str, ...]
    """What was not read or looks odd, in Chinese: no reason to refuse the workbook."""
    place_by_claim: Mapping[tuple[str, str], str]
    """(row, unit or person that it names) → the cell, for what only the database could know."""


def parse(content: bytes) -> RosterBook:
    """Return what the workbook says. Raises BookWrong with all faults, in the order of the sheets."""
    sheets = open_sheets(content)
    if not any(sheet.title in sheets for sheet in SHEETS):
        raise BookWrong(["没有找到工作表：至少要有“单位”“人员”“群”“责任”中的一个"])
    clerk = Clerk()
    reading = _Reading(clerk)
    units = reading.units(sheets.get(UNITS.title, ()))
    people = reading.people(sheets.get(PEOPLE.title, ()))
    groups = reading.groups(sheets.get(GROUPS.title, ()))
    answerables = reading.answerables(sheets.get(ANSWERABLE.title, ()))
    registers = reading.registers(sheets)
    if clerk.faults:
        raise BookWrong(clerk.faults)
    known = {sheet.title for sheet in SHEETS} | UNREAD
    unread = [f"工作表“{title}”没有读" for title, rows in sheets.items() if title not in known and rows]
    return RosterBook(
        Roster(units, people, groups, answerables, registers), (*clerk.remarks, *unread), reading.place_by_claim
    )


class _Reading:
    """One reading of one workbook: collects faults, and knows the units by all their names."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self.place_by_claim: dict[tuple[str, str], str] = {}
        self._full_name: dict[str, str] = {}

    def units(self, rows: Rows) -> tuple[UnitRow, ...]:
        found = list(self._clerk.rows(UNITS, rows))
        self._clerk.refuse_repeats(found, "名称", str)
        self._learn_names(found)
        read = [(row, self._unit(row)) for row in found]
        self._refuse_circles(read)
        self._refuse_upside_down(read)
        return tuple(unit for _, unit in read)

    def people(self, rows: Rows) -> tuple[PersonRow, ...]:
        found = list(self._clerk.rows(PEOPLE, rows))
        self._clerk.refuse_repeats(found, "账号", lambda account: cells.half_width(account).lower())
        return tuple(self._person(row) for row in found)

    def groups(self, rows: Rows) -> tuple[GroupRow, ...]:
        found = list(self._clerk.rows(GROUPS, rows))
        self._clerk.refuse_repeats(found, "名称", str)
        for title in ("webhook", "会话ID"):
            self._clerk.remark_repeats(found, title)
        return tuple(self._group(row) for row in found)

    def answerables(self, rows: Rows) -> tuple[AnswerableRow, ...]:
        found = list(self._clerk.rows(ANSWERABLE, rows))
        self._clerk.refuse_repeats(found, "单位", lambda name: self._full_name.get(name, name))
        return tuple(one for row in found for one in self._answerables(row))

    def registers(self, sheets: Mapping[str, Rows]) -> tuple[RegisterRow, ...]:
        found = roster_registers.read(self._clerk, sheets, self._unit_needed)
        for row, one in found:
            self.place_by_claim[one.label, one.unit] = row["单位"].place
            if one.person:
                self.place_by_claim[one.label, one.person] = row["姓名"].place
        return tuple(one for _, one in found)

    def _answerables(self, row: Row) -> list[AnswerableRow]:
        self._clerk.needed(row, "单位", cells.words, "")
        unit = self._full_name.get(row["单位"].text, row["单位"].text)
        said = [
            AnswerableRow(unit, responsibility, named)
            for title, responsibility in RESPONSIBILITY_BY_TITLE.items()
            if (named := self._clerk.told(row, title, cells.answerable)) is not None
        ]
        for one in said:
            self._unit_named(row, "单位", one.label)
            self.place_by_claim[one.label, one.named.name] = row[one.responsibility.term].place
        return said

    def _unit(self, row: Row) -> UnitRow:
        name = self._clerk.needed(row, "名称", cells.words, "")
        return UnitRow(
            name=name,
            type=self._clerk.needed(row, "类型", cells.unit_type, UnitType.OTHER),
            short_names=self._clerk.said(row, "简称", cells.short_names),
            parent=self._unit_named(row, "上级", name),
            town=self._clerk.said(row, "乡镇", cells.words),
            is_residential=self._clerk.said(row, "住宿", cells.yes_or_no),
            headcount=self._clerk.said(row, "人数", cells.headcount),
            section=self._unit_named(row, "分包股室", name),
            is_key=self._clerk.said(row, "重点单位", cells.yes_or_no),
            is_active=not self._clerk.said(row, "停用", cells.yes_or_no),
        )

    def _person(self, row: Row) -> PersonRow:
        account = self._clerk.needed(row, "账号", cells.userid, "")
        name = self._clerk.needed(row, "姓名", cells.words, "")
        substitute = self._clerk.said(row, "替补账号", cells.userid)
        if account and substitute and substitute.lower() == account.lower():
            self._clerk.fault(row["替补账号"], "替补不能是本人")
        return PersonRow(
            userid=account,
            name=name,
            unit=self._unit_needed(row, label(name, account)),
            role=self._clerk.needed(row, "角色", cells.role, Role.STAFF),
            phone=self._clerk.said(row, "手机", cells.phone),
            substitute=substitute,
            is_active=not self._clerk.said(row, "停用", cells.yes_or_no),
        )

    def _group(self, row: Row) -> GroupRow:
        name = self._clerk.needed(row, "名称", cells.words, "")
        return GroupRow(
            name=name,
            unit=self._unit_needed(row, name),
            webhook_key=self._clerk.said(row, "webhook", cells.webhook_key),
            chat_id=self._clerk.said(row, "会话ID", cells.half_width),
            is_active=not self._clerk.said(row, "停用", cells.yes_or_no),
        )

    def _unit_needed(self, row: Row, claimed_by: str) -> str:
        self._clerk.needed(row, "单位", cells.words, "")
        return self._unit_named(row, "单位", claimed_by) or ""

    def _unit_named(self, row: Row, title: str, claimed_by: str) -> str | None:
        if title not in row:
            return None
        name = self._full_name.get(row[title].text, row[title].text)
        self.place_by_claim.setdefault((claimed_by, name), row[title].place)
        return name

    def _learn_names(self, rows: Sequence[Row]) -> None:
        """Learn the units' names, and the short names that mean one unit only."""
        owners: dict[str, set[str]] = {}
        for row in rows:
            for name in cells.short_names(row["简称"].text) if "简称" in row else ():
                owners.setdefault(name, set()).add(row["名称"].text)
        for name, units in owners.items():
            if len(units) > 1:
                self._clerk.remarks.append(
                    f"简称“{name}”有几个单位在用（{'、'.join(sorted(units))}），说到时会先问是哪一个"
                )
        self._full_name = {name: units.pop() for name, units in owners.items() if len(units) == 1}
        self._full_name |= {row["名称"].text: row["名称"].text for row in rows}

    def _refuse_circles(self, read: Sequence[tuple[Row, UnitRow]]) -> None:
        parent_by_name = {unit.name: unit.parent for _, unit in read if unit.name}
        told: set[str] = set()
        for row, unit in read:
            path = [unit.name]
            while (above := parent_by_name.get(path[-1])) and above not in path:
                path.append(above)
            if above == unit.name and unit.name not in told:
                told.update(path)
                self._clerk.fault(row["上级"], f"上级绕成了圈：{' → '.join([*path, unit.name])}")

    def _refuse_upside_down(self, read: Sequence[tuple[Row, UnitRow]]) -> None:
        type_by_name = {unit.name: unit.type for _, unit in read if unit.name}
        for row, unit in read:
            above = type_by_name.get(unit.parent or "")
            if above is not None and _RANK[above.level] > _RANK[unit.type.level]:
                self._clerk.fault(row["上级"], f"“{unit.parent}”是{above.term}，不能是{unit.type.term}的上级")
            section = type_by_name.get(unit.section or "")
            if section is not None and section is not UnitType.SECTION:
                self._clerk.fault(row["分包股室"], f"“{unit.section}”不是股室")
