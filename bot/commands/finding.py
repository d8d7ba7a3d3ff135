"""One thing that `check` found: wrong, or only worth knowing."""

from collections.abc import Sequence
from dataclasses import dataclass

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in Chinese."""

    area: str
    text: str
    is_wrong: bool
    """Whether something does not work until it is put right; else it is a hint."""


def wrong(area: str, text: str) -> Finding:
    """Return a finding that must be put right."""
    return Finding(area, text, is_wrong=True)


def hint(area: str, text: str) -> Finding:
    """Return a finding that is only worth knowing."""
    return Finding(area, text, is_wrong=False)


def listed(names: Sequence[str]) -> str:
    """Return the first names and how many there are in all."""
    shown = "、".join(names[:_SHOWN])
    return f"{shown} 等 {len(names)} 个" if len(names) > _SHOWN else shown
