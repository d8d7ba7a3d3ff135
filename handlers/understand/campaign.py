"""Read which special action 「专项行动」 is meant: 专项 六查一打, 12号 计入 六查一打, 专项：大排查; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from config.campaign_table import Campaign
from handlers.understand.hazard_command import leading_numbers

_SIGNS = re.compile(r"[\s、，,“”\"'‘’《》·/\-]")
_TAIL = re.compile(r"(?:专项整治|专项行动|专项)(?:行动)?$")
_SHOW = re.compile(
    r"(?:查看?|看看?)?(?P<before>[^，。:；？\s\d]{0,16}?)\s*专项(?:整治|行动)*\s*[:，]?\s*(?P<after>[^，。:；？\d]{0,16}?)\s*"
    r"(?:的?(?:情况|进展|统计|汇总|怎么样)|有哪些)?[。？]?"
)
# 「排查情况」 is asked of patrols and hazards; the name of this action alone is not.
_GREAT = re.compile(
    r"(?P<name>大排查[、，]?大起底[、，]?大整治)(?:行动)?\s*(?:的?(?:情况|进展|统计|汇总|怎么样))?[？。]?"
)
_MARK = re.compile(
    r"\s*(?:计入|纳入|列入|归入|算入)(?:到)?\s*[:，]?\s*(?P<name>[^。；？\d]{2,24}?)\s*(?:里|中)?[。]?"
)
_UNMARK = re.compile(r"\s*(?:不计入|移出|退出|不算)\s*[:，]?\s*(?P<name>[^。；？\d]{0,24}?)[。]?")
_SAID = re.compile(
    r"(?:^|(?<=[\s，。；]))专项(?:行动|整治)?(?P<gap>\s*:\s*|\s+)(?P<name>[^\s，。；:]{2,20})[\s，。；]*"
)
_NONE = frozenset({"无", "没有", "不计", "否"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Under which action which hazards are to count; `name` is "" where they are to count under none."""

    numbers: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says of an action, and the report without it."""

    name: str
    rest: str
    is_label: bool
    """Whether it stands behind 「专项：」 and can be nothing else."""


def find(said: str, campaigns: Sequence[Campaign]) -> Campaign | None:
    """Return the action that is named in full, by another of its names, or by a part that only it has."""
    if (exact := called_so(said, campaigns)) is not None:
        return exact
    plain = _plain(said)
    names = [(one, _plain(name)) for one in campaigns for name in (one.name, *one.also)]
    near = {one.code: one for one, name in names if len(plain) > 1 and (plain in name or name in plain)}
    return next(iter(near.values())) if len(near) == 1 else None


def called_so(said: str, campaigns: Sequence[Campaign]) -> Campaign | None:
    """Return the action that has this for one of its names, signs and 专项 left out; None where none has."""
    plain = _plain(said)
    named = (one for one in campaigns for name in (one.name, *one.also) if _plain(name) == plain)
    return next(named, None) if plain else None


def read_show(text: str) -> str | None:
    """Return the name of the action that is asked about ("" for all of them), None where it is something else."""
    said = text.strip()
    if (great := _GREAT.fullmatch(said)) is not None:
        return great["name"]
    match = _SHOW.fullmatch(said)
    if match is None or re.search(r"[计纳列归算]入|移出|退出|隐患|检查|发现", said):
        return None
    return (match["before"] or match["after"]).strip()


def read_mark(text: str) -> Mark | None:
    """Return what 「12号 计入 六查一打」 or 「12号 不计入专项」 asks for, None where the text is something else."""
    numbers, rest = leading_numbers(text.strip().removeprefix("把").strip())
    if not numbers:
        return None
    if _UNMARK.fullmatch(rest):
        return Mark(numbers, "")
    match = _MARK.fullmatch(rest)
    return Mark(numbers, match["name"].strip()) if match else None


def in_report(text: str) -> Said | None:
    """Return the action that the evened-out text of a report names behind 「专项」, None where it names none."""
    match = _SAID.search(text)
    if match is None:
        return None
    rest = f"{text[: match.start()]}{text[match.end() :]}".strip()
    return Said(match["name"], rest, ":" in match["gap"])


def in_words(text: str, campaigns: Sequence[Campaign]) -> tuple[Campaign, str] | None:
    """Return the action that is named anywhere in the text, and the text without its name; None where none is."""
    for one in campaigns:
        for plain in sorted(map(_plain, (one.name, *one.also)), key=len, reverse=True):
            spelled = r"[\s、，]*".join(map(re.escape, plain))
            match = re.search(rf"[:“\"《\s]*{spelled}[”\"》]?\s*(?:专项)?(?:整治|行动)*", text) if plain else None
            if match is not None:
                return one, f"{text[: match.start()]} {text[match.end() :]}".strip()
    return None


def is_none(name: str) -> bool:
    """Return whether a form says that the hazard counts under no action."""
    return name.strip() in _NONE


def _plain(name: str) -> str:
    return _TAIL.sub("", _SIGNS.sub("", name))
