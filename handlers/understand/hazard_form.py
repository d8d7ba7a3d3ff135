"""The lines of the form 「隐患上报」 by what they are; pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HazardForm:
    """What the form says; "" where it is silent."""

    place: str
    problem: str
    category: str
    grade: str


def whole_problem(words: str) -> Mapping[str, str]:
    """Return the form that says nothing but the problem, in these words."""
    return {"问题": words}


def hazard_form(fields: Mapping[str, str]) -> HazardForm:
    """Return the lines that describe the hazard itself; `fields` by the keys of config/lexicon/forms.toml."""
    return HazardForm(
        place=fields.get("部位", ""),
        problem=fields.get("问题", ""),
        category=fields.get("类别", "").strip(),
        grade=fields.get("等级", ""),
    )


def with_problem(problem: str) -> Mapping[str, str]:
    """Return the fields of a form that says nothing but its problem."""
    return {"问题": problem}
