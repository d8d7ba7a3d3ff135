"""How an overdue hazard climbs, by grade: config/escalation.toml."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from config.duty_table import Told
from config.reading import Section, TablesWrong, codes, flag, span

GRADES = ("general", "major")
"""The grades of a hazard, as storage/vocabulary.Grade writes them."""
DAILY, OTHER = "daily", "other"
"""The two kinds of duties that climb: those of every day, and all others."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder as it is configured."""

    wait: timedelta
    """Counted from the end of the deadline day, with the time of pauses taken out."""
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of one grade, lowest first: waits ascend, the last is repeated until somebody answers."""

    steps: tuple[Step, ...]
    repeat_every: timedelta
    pause: timedelta
    """How long 「收到」 holds the ladder."""
    minds_quiet_hours: bool


@dataclass(frozen=True, slots=True)
class DutyLadder:
    """The rungs of a missed duty, lowest first: waits ascend from the end of the day of its cut-off; none repeats."""

    steps: tuple[Step, ...]
    pause: timedelta
    """How long 「收到」 holds the ladder."""
    minds_quiet_hours: bool


@dataclass(frozen=True, slots=True)
class EscalationTable:
    """The ladder of each grade of a hazard, and of each kind of duty."""

    by_grade: Mapping[str, Ladder]
    by_duty: Mapping[str, DutyLadder]
    """By DAILY and OTHER; empty in a version from before missed duties climbed."""

    @classmethod
    def from_content(cls, content: str) -> "EscalationTable":
        """Return the table of a version kept by `Tables.content`. Raises TablesWrong."""
        return read_escalation(Section("escalation.toml", "", json.loads(content), []))


def read_escalation(top: Section) -> EscalationTable:
    """Return the ladders of the file. Raises TablesWrong."""
    duty = top.section("duty") if top.has("duty") else None
    by_duty = {kind: _read_duty_ladder(duty.section(kind)) for kind in (DAILY, OTHER)} if duty else {}
    table = EscalationTable({grade: _read_ladder(top.section(grade)) for grade in GRADES}, by_duty)
    if duty:
        duty.finish()
    top.finish()
    return table


def _read_ladder(section: Section) -> Ladder:
    ladder = Ladder(
        steps=tuple(map(_read_step, section.sections("rung"))),
        repeat_every=section.settled("repeat_every", _some_time),
        pause=section.settled("pause", _some_time),
        minds_quiet_hours=section.settled("minds_quiet_hours", flag),
    )
    section.finish()
    _check_waits(section, ladder.steps)
    return ladder


def _read_duty_ladder(section: Section) -> DutyLadder:
    ladder = DutyLadder(
        steps=tuple(map(_read_step, section.sections("rung"))),
        pause=section.settled("pause", _some_time),
        minds_quiet_hours=section.settled("minds_quiet_hours", flag),
    )
    section.finish()
    _check_waits(section, ladder.steps)
    return ladder


def _check_waits(section: Section, steps: Sequence[Step]) -> None:
    waits = [step.wait for step in steps]
    if waits != sorted(set(waits)):
        raise TablesWrong(f"{section.file} 的 {section.path}.rung：等待时间要一级比一级长")


def _read_step(section: Section) -> Step:
    climbers = [told for told in Told if told is not Told.GROUP]
    step = Step(
        wait=section.settled("wait", span),
        told=tuple(map(Told, section.settled("told", codes(climbers)))),
    )
    section.finish()
    return step


def _some_time(found: object) -> timedelta:
    length = span(found)
    if not length:
        raise ValueError("时长不能是零")
    return length
