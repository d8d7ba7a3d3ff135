"""What we say about the ranking 「按季排名」 (T4-6): places, what a score is made of, how it is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.rules.ranking import Counts, Part, Ranked
from handlers.texts.report_names import day
from storage.messages import Card
from storage.vocabulary import RankPart

_SHOWN = 15
_NUMBERS_SHOWN = 20
_SLOTS_SHOWN = 8
_HOW = "看算法发：排名怎么算的"


@dataclass(frozen=True, slots=True)
class About:
    """Which ranking it is."""

    period: str
    """2026年第4季度."""
    until: date
    """The last day that is counted."""
    is_frozen: bool
    """Whether the figures are those of a report and will not change."""
    of: int
    """How many institutions are ranked in the whole county."""
    of_towns: int

    @property
    def state(self) -> str:
        """Return how firm the figures are."""
        return "数据已冻结" if self.is_frozen else f"截至{day(self.until)}，还没有冻结，会变"


def board(about: About, towns: Sequence[Ranked], units: Sequence[Ranked]) -> Card:
    """Return the places of these townships and institutions, best first."""
    return Card(
        f"{about.period}排名",
        facts=(("参加排名", f"{about.of}家机构，{about.of_towns}个民政所"), ("状态", about.state)),
        lines=(
            *(("民政所（所辖机构平均分）：",) if towns else ()),
            *_places(towns),
            *(("机构：",) if units else ()),
            *_places(units),
            "隐患少不加分：自己查出来、按期改完才加分。",
        ),
        hints=("看每一分的来处发：张良镇敬老院得分明细（换成单位名）", _HOW),
    )


def one(about: About, ranked: Ranked, units: Sequence[Ranked], *, of: int, shares: bool) -> Card:
    """Return the place of one township or institution among `of`, with the parts of its score.

    `shares` says whether others have the same place; `units` are those of the township.
    """
    place = f"第{ranked.place}名{'（并列）' if shares else ''}，共{of}个"
    return Card(
        f"{ranked.name}{about.period}排名",
        facts=(("名次", place), ("总分", f"{ranked.score:g}分"), ("状态", about.state)),
        lines=(*map(_part, ranked.parts), *(("所辖机构：",) if units else ()), *_places(units)),
        hints=(f"看每一分的来处发：{(units[0] if units else ranked).name}得分明细", _HOW),
    )


def formula(parts: Sequence[tuple[str, int, str]]) -> Card:
    """Return the published formula in words: (part, weight, meaning) of each."""
    return Card(
        "排名怎么算",
        lines=(
            "五项各得0到100分，乘以权重相加就是总分，保留一位小数；分数相同并列。",
            *(f"· {name}，占{weight}%：{meaning}" for name, weight, meaning in parts),
            "· 民政所的得分，是所辖机构得分的平均。",
            "· 没有该项任务的单位，该项不计，其余各项按比例折算。",
            "隐患少不加分：一条隐患也没有的，后面按隐患算的几项都没有分；自己查出来、按期改完，只会加分，不会减分。",
            "权重和尺度文件没有规定，是暂定值，写在 config/ranking.toml，由局里确认。",
        ),
        hints=("发“排名”看名次",),
    )


def details(about: About, ranked: Ranked, counts: Counts, missed: Sequence[str]) -> Card:
    """Return each part of an institution's score down to the rows behind it; `missed` are the patrols not made."""
    overdue = "、".join(f"{number}号{days}天" for number, days in counts.overdue_days[:_NUMBERS_SHOWN])
    rows = {
        RankPart.PATROL: f"应巡{counts.patrols_owed}次，完成{counts.patrols_done}次{_missed(missed)}",
        RankPart.ON_TIME: f"按期销号{_numbered(counts.on_time)}；到期未销号{_numbered(counts.late)}",
        RankPart.OVERDUE: f"{overdue or '没有超期'}{_more(len(counts.overdue_days), _NUMBERS_SHOWN)}",
        RankPart.DRILLS: f"演练{counts.drills}次（应{counts.drills_owed}次），"
        f"培训{counts.trainings}次（应{counts.trainings_owed}次）",
        RankPart.SELF_REPORT: f"自己发现{_numbered(counts.own)}；上级和外部查出{_numbered(counts.others)}",
    }
    return Card(
        f"{ranked.name}{about.period}得分明细",
        facts=(
            ("总分", f"{ranked.score:g}分"),
            ("名次", f"第{ranked.place}名，共{about.of}个"),
            ("状态", about.state),
        ),
        lines=tuple(line for one in ranked.parts for line in (_part(one), f"　{rows[one.part]}")),
        hints=("发“隐患 编号”看一条的经过", _HOW),
    )


def nothing_in_scope(whose: str) -> Card:
    """Return what is said where the asked unit is not ranked or not one that the asker may see: alike."""
    return Card(
        f"没有可看的排名：{whose}",
        lines=("没有这个单位，或者不在您的管辖范围内。",),
        hints=("发“排名”看您管辖范围的名次",),
    )


def only_institutions(name: str) -> Card:
    """Return that the rows behind a score are those of an institution."""
    return Card(f"{name}的得分是所辖机构的平均", hints=("请写机构的名字，如：张良镇敬老院得分明细",))


def not_yet(period: str) -> Card:
    """Return what is said of a period that has not begun."""
    return Card(f"{period}还没有到，没有排名", hints=("发“排名”看最近的名次",))


def _places(ranked: Sequence[Ranked]) -> tuple[str, ...]:
    lines = tuple(f"{one.place}. {one.name} {one.score:g}分" for one in ranked[:_SHOWN])
    return (*lines, f"另有{len(ranked) - _SHOWN}个，完整名次见通报附表") if len(ranked) > _SHOWN else lines


def _part(one: Part) -> str:
    points = "不计（没有该项任务）" if one.points is None else f"{one.points:.1f}分"
    return f"· {one.part.term}（占{one.weight}%）：{points}"


def _numbered(numbers: Sequence[int]) -> str:
    if not numbers:
        return "0条"
    shown = "、".join(f"{number}号" for number in numbers[:_NUMBERS_SHOWN])
    return f"{len(numbers)}条（{shown}{' 等' if len(numbers) > _NUMBERS_SHOWN else ''}）"


def _missed(slots: Sequence[str]) -> str:
    if not slots:
        return ""
    return f"；没巡：{'、'.join(slots[:_SLOTS_SHOWN])}{_more(len(slots), _SLOTS_SHOWN)}"


def _more(found: int, shown: int) -> str:
    return f" 等{found}次" if found > shown else ""
