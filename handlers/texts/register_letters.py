"""The letters about registers: what runs out, and who has no certified safety officer."""

from collections.abc import Sequence
from datetime import date

from handlers.texts.register import runs_out, what
from storage.messages import Card
from storage.registers import RegisterEntry
from storage.vocabulary import RegisterKind

_SHOWN = 12


def due(unit: str, entries: Sequence[tuple[RegisterEntry, date]], today: date) -> Card:
    """Return the letter about what runs out at one institution, the most urgent first."""
    ordered = sorted(entries, key=lambda one: one[1])
    over = sum(last < today for _, last in ordered)
    lines = [f"· {_what(entry)}：{runs_out(last, today)}" for entry, last in ordered]
    return Card(
        f"{unit}：" + (f"{over}项登记已过期" if over else f"{len(lines)}项登记快到期"),
        lines=tuple([*lines[:_SHOWN], f"……另有{len(lines) - _SHOWN}项"] if len(lines) > _SHOWN else lines),
        hints=("办好后重新登记一遍就行", f"全部登记发：登记册 {unit}"),
        is_warning=bool(over),
    )


def _what(entry: RegisterEntry) -> str:
    """Return what runs out: of the residents it is the table of who leads whom out (T12-6)."""
    return "失能失智老人疏散结对表" if entry.kind is RegisterKind.RESIDENTS else what(entry)


def weekly(without: Sequence[str], uncertified: Sequence[str]) -> Card:
    """Return the weekly letter about institutions without a safety officer (T2-1) or without a certificate (T2-2)."""
    lines = []
    if without:
        lines.append(f"没有安全员{len(without)}家：{_listed(without)}")
    if uncertified:
        lines.append(f"安全员没有有效的消防设施操作员证{len(uncertified)}家：{_listed(uncertified)}")
    return Card(
        f"一院一员：{len(without) + len(uncertified)}家机构的安全员还没落实",
        lines=tuple(lines),
        hints=(
            "确定人选后报管理员改花名册",
            "证书登记发：证书 姓名 消防设施操作员 四级 号123 2024-05-01到2027-04-30",
        ),
        is_warning=True,
    )


def _listed(names: Sequence[str]) -> str:
    more = f"等{len(names)}家" if len(names) > _SHOWN else ""
    return "、".join(names[:_SHOWN]) + more
