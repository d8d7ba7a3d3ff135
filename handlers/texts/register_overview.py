"""What we say about the registers of many institutions: one unit's register, coverage and counts by township."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules.register_lacks import Figures, Lack
from handlers.texts.register import line
from storage.messages import Card
from storage.registers import RegisterEntry
from storage.vocabulary import RegisterKind, RegisterLack

_SHOWN = 12
_DIRECT = "县直机构"


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts of the whole, and of each township by the name of its office."""

    whole: Figures
    by_town: Mapping[str, Figures]


def register(
    unit: str, entries: Sequence[tuple[RegisterEntry, date | None, int]], lacks: Sequence[Lack], today: date
) -> Card:
    """Return all that the registers of one unit hold (entry, last day, pieces of evidence), and what they lack."""
    lines: list[str] = []
    for kind in RegisterKind:
        ours = [line(entry, last, today, pictures) for entry, last, pictures in entries if entry.kind is kind]
        lines += [f"【{kind.term}】", *(f"· {one or '已登记'}" for one in _cut(ours))] if ours else []
    missing = [_lack(kind, lacks) for kind in RegisterLack if any(one.lack is kind for one in lacks)]
    if missing:
        lines += [f"【还缺{len(missing)}项】", *(f"· {one}" for one in missing)]
    return Card(
        f"{unit}登记册",
        lines=tuple(lines) or ("还没有登记。",),
        hints=("登记发：证书、建筑、检测评估、智能设备、院民人数、应急预案，后面写内容",),
        is_warning=bool(missing),
    )


def officers(
    whose: str,
    counted: Counted,
    without: Mapping[str, Sequence[str]],
    uncertified: Mapping[str, Sequence[str]],
) -> Card:
    """Return by township how many institutions have a safety officer with a certificate, and which lack one.

    A township is named by its office, _DIRECT where there is none.
    """
    whole = counted.whole
    lines = []
    for town, found in counted.by_town.items():
        lines.append(
            f"{town}：机构{found.institutions}家，有安全员{_share(found.with_officer, found.institutions)}，"
            f"持证{_share(found.certified, found.institutions)}"
        )
        if names := without.get(town):
            lines.append(f"· 没有安全员：{'、'.join(_cut(list(names)))}")
        if names := uncertified.get(town):
            lines.append(f"· 没有有效证书：{'、'.join(_cut(list(names)))}")
    return Card(
        f"{whose}一院一员：{whole.with_officer}/{whole.institutions}家有安全员，{whole.certified}家持证",
        lines=tuple(lines) or ("管辖范围内没有机构。",),
        hints=("登记证书发：证书 姓名 消防设施操作员 四级 号123 2024-05-01到2027-04-30",),
        is_warning=whole.certified < whole.institutions,
    )


def counts(whose: str, counted: Counted) -> Card:
    """Return the counts of the registers, the whole first, then by township."""
    whole = counted.whole
    return Card(
        f"{whose}登记情况",
        facts=(
            ("机构", f"{whole.institutions}家"),
            ("有安全员", _share(whole.with_officer, whole.institutions)),
            ("安全员持证", _share(whole.certified, whole.institutions)),
            ("标杆机构", _benchmarks(whole)),
            ("检测评估齐全", _share(whole.assessed, whole.institutions)),
            ("智能设备齐全", _share(whole.equipped, whole.institutions)),
            ("登记了院民人数", _share(whole.counted, whole.institutions)),
            ("建筑", f"{whole.buildings}栋，审验已办{whole.accepted}栋，C、D级危房{whole.dangerous}栋"),
            ("已过期", f"{whole.over}项"),
        ),
        lines=tuple(in_one_line(town, found) for town, found in counted.by_town.items()),
        hints=("一家的发：登记册 机构名称", "安全员发：安全员情况"),
        is_warning=bool(whole.over or whole.dangerous),
    )


def benchmarks(whose: str, counted: Counted, names: Mapping[str, Sequence[str]], percent: int) -> Card:
    """Return the benchmark institutions by township, and how many are missing to the share (T3-2)."""
    whole = counted.whole
    lines = []
    for town, found in counted.by_town.items():
        listed = "、".join(_cut(list(names.get(town, ())))) or "还没有"
        lines.append(f"{town}：{_benchmarks(found)}｜{listed}")
    return Card(
        f"{whose}标杆机构{whole.benchmarks}家，"
        + (f"还差{whole.benchmark_gap}家" if whole.benchmark_gap else "已达到要求"),
        facts=(("要求", f"不少于机构总数的{percent}%：{whole.institutions}家里至少{whole.benchmarks_wanted}家"),),
        lines=tuple(lines),
        hints=("认定发：设为标杆 机构名称",),
        is_warning=bool(whole.benchmark_gap),
    )


def only_officers() -> Card:
    """Return who may see the figures."""
    return Card("登记情况由民政所、股室和局里查看", hints=("本单位的发：登记册",))


def town_name(office: str) -> str:
    """Return what institutions below this office are listed under; "" is the bureau itself."""
    return office or _DIRECT


def in_one_line(town: str, found: Figures) -> str:
    """Return the counts of one township on one line."""
    return (
        f"{town}：机构{found.institutions}家｜安全员{found.with_officer}｜持证{found.certified}｜标杆{_benchmarks(found)}"
        f"｜检测齐{found.assessed}｜智能齐{found.equipped}｜审验{found.accepted}/{found.buildings}栋｜过期{found.over}项"
    )


def _benchmarks(found: Figures) -> str:
    return f"{found.benchmarks}家" + (f"，还差{found.benchmark_gap}家" if found.benchmark_gap else "")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}家" + (f"（{part * 100 // whole}%）" if whole else "")


def _lack(kind: RegisterLack, lacks: Sequence[Lack]) -> str:
    what = [one.what for one in lacks if one.lack is kind and one.what]
    return f"{kind.term}：{'、'.join(_cut(what))}" if what else kind.term


def _cut(names: list[str]) -> list[str]:
    return [*names[:_SHOWN], f"另有{len(names) - _SHOWN}项"] if len(names) > _SHOWN else names
