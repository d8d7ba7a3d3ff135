"""How an overdue hazard climbs, by grade: config/escalation.toml."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from config.duty_table import Told
from config.reading import Section, TablesWrong, codes, flag, span

GRADES = ("general", "major")
"""The grades of a hazard, as storage/vocabulary.Grade writes them."""


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
class EscalationTable:
    """The ladder of each grade."""

    by_grade: Mapping[str, Ladder]

    @classmethod
    def from_content(cls, content: str) -> "EscalationTable":
        """Return the table of a version kept by `Tables.content`. Raises TablesWrong."""
        return read_escalation(Section("escalation.toml", "", json.loads(content), []))


def read_escalation(top: Section) -> EscalationTable:
    """Return the ladders of the file. Raises TablesWrong."""
    table = EscalationTable({grade: _read_ladder(top.section(grade)) for grade in GRADES})
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
    waits = [step.wait for step in ladder.steps]
    if waits != sorted(set(waits)):
        raise TablesWrong(f"{section.file} 的 {section.path}.rung：等待时间要一级比一级长")
    return ladder


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
