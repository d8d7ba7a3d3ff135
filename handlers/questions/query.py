"""A question about figures in its parts (taxonomy §6): what is counted, of whom, when, how it is set out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.figures import Period
from storage.vocabulary import Category, Grade, HazardSource, HazardState

CATEGORY_GROUPS: Mapping[str, tuple[Category, ...]] = {
    # The listed fatal risk factors of T5-6 are the first eleven categories.
    "十大致命风险因素": tuple(Category)[:11],
    "三清": (Category.EXIT, Category.EVAC, Category.BARRIER, Category.FLAM, Category.ELEC),
    "两管": (Category.FLAME, Category.HOTWORK),
}
"""Groups of categories that are spoken of as one (taxonomy §1, domain.md §6)."""

_SHORT_CATEGORY = {Category.MIXED: "多合一"}
_SHORT_SOURCE = {HazardSource.TIP: "匿名"}


@dataclass(frozen=True, slots=True)
class Query:
    """One question. Empty parts mean: no limit."""

    metrics: tuple[str, ...]
    towns: tuple[str, ...] = ()
    orgs: tuple[str, ...] = ()
    org_types: tuple[str, ...] = ()
    period: Period | None = None
    compare: Period | None = None
    """What the period is compared with."""
    categories: tuple[Category, ...] = ()
    category_group: str = ""
    grade: Grade | None = None
    state: HazardState | None = None
    owner: str = ""
    source: HazardSource | None = None
    is_extended: bool = False
    festival: str = ""
    """As people call it: 国庆, 两会."""
    group_by: str = ""
    """town, org, category, owner, source, month, grade, status; "" for one figure."""
    order: str = ""
    """desc, asc or ""."""
    limit: int | None = None
    output: str = "count"
    """count, list, bool, rate, avg, sum, rank, top, diff or report."""

    def as_json(self) -> dict[str, Any]:
        """Return the question in the form in which it is compared and logged."""
        return {
            "metric": ",".join(self.metrics),
            "scope": _filled({"town": list(self.towns), "org": list(self.orgs), "org_type": list(self.org_types)}),
            "period": _span(self.period),
            "compare": _span(self.compare),
            "filters": self._filters(),
            "group_by": self.group_by or None,
            "order": self.order or None,
            "limit": self.limit,
            "output": self.output,
        }

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> "Query":
        """Return the question that `as_json` wrote."""
        scope, filters = parts["scope"], parts["filters"]
        return cls(
            metrics=tuple(parts["metric"].split(",")),
            towns=tuple(scope.get("town", ())),
            orgs=tuple(scope.get("org", ())),
            org_types=tuple(scope.get("org_type", ())),
            period=_period(parts["period"]),
            compare=_period(parts["compare"]),
            categories=tuple(one for one in Category if category_name(one) in filters.get("category", ())),
            category_group=filters.get("category_group", ""),
            grade=next((one for one in Grade if one.term == filters.get("grade")), None),
            state=next((one for one in HazardState if one.term == filters.get("status")), None),
            owner=filters.get("owner", ""),
            source=next((one for one in HazardSource if source_name(one) == filters.get("source")), None),
            is_extended=bool(filters.get("extended")),
            festival=filters.get("holiday", ""),
            group_by=parts["group_by"] or "",
            order=parts["order"] or "",
            limit=parts["limit"],
            output=parts["output"],
        )

    def _filters(self) -> dict[str, Any]:
        return _filled(
            {
                "category": [category_name(one) for one in self.categories],
                "category_group": self.category_group,
                "grade": self.grade.term if self.grade else "",
                "status": self.state.term if self.state else "",
                "owner": self.owner,
                "source": source_name(self.source) if self.source else "",
                "extended": self.is_extended,
                "holiday": self.festival,
            }
        )

    @property
    def counted_categories(self) -> tuple[Category, ...]:
        """Return the categories that count, those of a group spelled out; empty for all."""
        return self.categories or CATEGORY_GROUPS.get(self.category_group, ())


def category_name(category: Category) -> str:
    """Return the category as it is called in questions and answers."""
    return _SHORT_CATEGORY.get(category, category.term)


def source_name(source: HazardSource) -> str:
    """Return the source as it is called in questions and answers."""
    return _SHORT_SOURCE.get(source, source.term)


def _span(period: Period | None) -> dict[str, str] | None:
    return {"start": period.first.isoformat(), "end": period.last.isoformat()} if period else None


def _period(span: Mapping[str, str] | None) -> Period | None:
    return Period(date.fromisoformat(span["start"]), date.fromisoformat(span["end"])) if span else None


def _filled(parts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in parts.items() if value}
