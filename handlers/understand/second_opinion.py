"""Settle what rules and small models decide together: how far a rule is trusted, when a model overrules; pure.

The points of trust were measured on rows that neither the rules nor the models had seen (docs/decisions.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from config.linear import LinearTable
from handlers.understand.linear import Opinion, judged

TRUST_IN_TIE_BREAK = 350
TRUST_IN_WORDS = 185
TRUST_IN_NEAR_WORDS = 50
NEAR = 6
"""Words less than this ahead of the next category hardly decide."""

TRUST_IN_SIGN = 200
TRUST_IN_PLAIN_SIGN = 450
"""For a sign that leaves little room: 匿名, a whole message 收到."""
TRUST_IN_FAULT = 50

TRUST_IN_FAULT_TOLD = 120
TRUST_IN_FAULT_AMONG_GOOD = -40
"""Where a message tells of faults and of things that are well or mended, in that it often only looks like a fault."""
TRUST_IN_MENTION = 20
"""Where things are only named, whether the rules take that for a hazard or not."""
TRUST_IN_GOOD = -200
TRUST_IN_CONDITION = 300
"""Where one of the conditions of 重大 is fulfilled."""
MAJOR_BAR = 100
"""So many points more must speak for 重大: it is better missed by a suggestion than suggested in vain."""
FAULT_BAR = 20
"""So many points more speak for a fault in an average message: most rows are reports."""
_HAN = re.compile(r"[一-鿿]")
SURE_SHARE = 0.7
"""Nine in ten are right where the rules heard nothing and the characters are this sure."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What rules and characters settle on, and whether the characters overruled."""

    code: str
    is_overruled: bool
    opinion: Opinion | None

    @property
    def share(self) -> float:
        """Return how likely it is, 0 to 1; 1 where there was no model to ask."""
        return self.opinion.share if self.opinion else 1.0

    @property
    def why(self) -> str:
        """Return the characters that weighed most, in Chinese."""
        return why(self.opinion) if self.opinion else ""


def settled(text: str, table: LinearTable, code: str, trust: int) -> Verdict:
    """Return what the rules (which say `code` with `trust` points) and the characters settle on together.

    The rules alone decide what holds no Chinese: the characters are taught on nothing else.
    """
    opinion = weighed(text, table, {code: trust}) if code in table.classes else None
    if opinion is None:
        return Verdict(code, False, None)
    best = opinion.best
    return Verdict(best, best != code, opinion)


def weighed(text: str, table: LinearTable, trust: Mapping[str, int]) -> Opinion | None:
    """Return what the characters say for every class, with the points that the rules add to the classes they name.

    None where there is no model, or no Chinese that it could know.
    """
    return judged(text, table).trusting(trust) if table.classes and _HAN.search(text) else None


def is_fault(text: str, table: LinearTable, trust: int, *, told: bool) -> bool:
    """Return whether a message tells of a fault, where the rules say so with `trust` points.

    `told` is what the rules alone say; it stands where there is no model, or no Chinese that it could know.
    """
    if not table.classes or not _HAN.search(text):
        return told
    return judged(text, table).points[0] + trust >= FAULT_BAR


def why(opinion: Opinion) -> str:
    """Return the characters that weighed most for the best class, in Chinese."""
    return _quoted(opinion.reasons(opinion.best))


def why_fault(text: str, table: LinearTable, *, told: bool) -> str:
    """Return, in Chinese, that the characters decided about a fault against the rules, and which ones."""
    characters = _quoted(judged(text, table).reasons(table.classes[0], against=not told))
    return f"整句{'像' if told else '不像'}在说现存的问题（{characters}）"


def _quoted(characters: tuple[str, ...]) -> str:
    return "、".join(f"“{one}”" for one in characters)
