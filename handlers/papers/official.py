"""The official documents 「文书」: which there are, and what all of them say in the same words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from config.clock import TZ
from storage.hazards import Hazard


class Official(StrEnum):
    """One kind of document: what it is called, which is also the name of its template."""

    NOTICE = "整改通知书"
    EXTENSION = "延期审批意见"
    ACCEPTANCE = "验收意见书"
    SUPERVISION = "挂牌督办通知书"
    INSPECTION = "检查记录"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that stands in a document: its content, as it was kept, and how large it may be drawn."""

    content: bytes
    width_mm: int = 70
    height_mm: int = 85


Word = str | int | bool | Photo
Words = Mapping[str, Word | Sequence[Mapping[str, Word]]]
"""What a template can say, by the name that the office writes between double braces 「{{单位}}」."""

TICKED, UNTICKED = "☑", "□"


def day(found: date | None) -> str:
    """Return the day as a document writes it, "" for none."""
    return f"{found.year}年{found.month}月{found.day}日" if found else ""


def here(at: datetime | None) -> date | None:
    """Return the day in the county."""
    return at.astimezone(TZ).date() if at else None


def minute(at: datetime | None) -> str:
    """Return the moment as a document writes it, "" for none."""
    return f"{day(here(at))}{at.astimezone(TZ):%H:%M}" if at else ""


def tick(is_so: bool) -> str:
    """Return a box, ticked or to be ticked by hand."""
    return TICKED if is_so else UNTICKED


@dataclass(frozen=True, slots=True)
class Subject:
    """The hazard that a document is about. Nobody who reported it is named: it may have been a tip."""

    number: int
    code: str
    place: str
    problem: str
    category: str
    grade: str
    due_on: date
    owner: str

    @classmethod
    def of(cls, hazard: Hazard) -> "Subject":
        """Return what documents say of the hazard."""
        return cls(
            number=hazard.number,
            code=hazard.code,
            place=hazard.place,
            problem=hazard.problem,
            category=hazard.category.term,
            grade=hazard.grade.term,
            due_on=hazard.due_on,
            owner=hazard.owner_name,
        )

    def words(self) -> Mapping[str, Word]:
        """Return what a template can say of it."""
        return {
            "编号": f"{self.number}号",
            "台账编号": self.code,
            "部位": self.place,
            "问题": self.problem,
            "类别": self.category,
            "等级": self.grade,
            "期限": day(self.due_on),
            "责任人": self.owner,
        }


@dataclass(frozen=True, slots=True)
class Frame:
    """What every document says of itself."""

    bureau: str
    office: str
    """Who issues it: the office above the unit."""
    unit: str
    heads: Sequence[str]
    """Who is in charge of the unit."""
    printed_on: date

    def words(self) -> Mapping[str, Word]:
        """Return what a template can say of it."""
        return {
            "局": self.bureau,
            "签发单位": self.office,
            "单位": self.unit,
            "负责人": "、".join(self.heads),
            "打印日期": day(self.printed_on),
        }


def listed(subjects: Sequence[Subject]) -> list[Mapping[str, Word]]:
    """Return the rows of a table of hazards, numbered from 1."""
    return [{"序号": nth, **one.words()} for nth, one in enumerate(subjects, start=1)]


EXAMPLE_FRAME = Frame("某县民政局", "某镇民政所", "某镇敬老院", ("李某",), date(2026, 11, 27))
EXAMPLE_SUBJECT = Subject(
    12, "YH20261123-001", "二楼东头", "安全出口堆放轮椅", "安全出口", "一般", date(2026, 11, 30), "王某"
)
"""Made up: what templates are tried with."""
