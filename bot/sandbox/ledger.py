"""One hazard with everything that happened to it, for the page that opens behind its number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.sandbox import attachments
from config.clock import TZ
from handlers.rules import access
from handlers.rules.access import Standing
from storage import evidence, hazards, people, units
from storage.evidence import Evidence, EvidenceUse
from storage.hazards import OPEN_STATES, Hazard, HazardEvent, Rung
from storage.vocabulary import HazardSource, Phase

Json = dict[str, Any]
Proof = tuple[EvidenceUse, Evidence]
_MOST_DIGITS = 9
_SHIELDED = "举报人（保密）"


def show(session: Session, reference: str, userid: str, *, today: date) -> Json | None:
    """Return the hazard by number or ledger code; None where there is none, or none that this person may see."""
    found = _find(session, reference)
    if found is None or not _concerns(session, found, userid):
        return None
    return _page(session, found, units.tree(session).by_id[found.unit_id].name, today)


def may_see(session: Session, subject: str, userid: str) -> bool:
    """Return whether this person may see what a piece of evidence proves: a hazard in their charge."""
    kind, _, row_id = subject.partition(":")
    found = session.get(Hazard, int(row_id)) if kind == "hazard" else None
    return found is not None and _concerns(session, found, userid)


def _concerns(session: Session, hazard: Hazard, userid: str) -> bool:
    person = people.by_userid(session, userid)
    return person is not None and access.standing(person, units.tree(session), hazard.unit_id) is not Standing.OUTSIDE


def _find(session: Session, reference: str) -> Hazard | None:
    if reference.isdecimal():
        return hazards.by_number(session, int(reference)) if len(reference) <= _MOST_DIGITS else None
    return hazards.by_code(session, reference)


def _page(session: Session, hazard: Hazard, unit: str, today: date) -> Json:
    assert hazard.id is not None
    names = {person.id: person.name for person in people.everybody(session)}
    by_phase: dict[Phase, list[Proof]] = {}
    for use, piece in evidence.about(session, f"hazard:{hazard.id}"):
        by_phase.setdefault(use.phase, []).append((use, piece))
    days_over = (today - hazard.due_on).days if hazard.state in OPEN_STATES else 0
    return {
        "number": hazard.number,
        "code": hazard.code,
        "state": hazard.state.term,
        "days_over": max(days_over, 0),
        "is_major": hazard.grade.value == "major",
        "facts": [[label, value] for label, value in _facts(hazard, unit, names) if value],
        "evidence": [_phase(phase, proofs, hazard, names) for phase in Phase if (proofs := by_phase.get(phase))],
        "events": [_event(event, hazard, names) for event in hazards.events(session, hazard.id)],
        "rungs": [_rung(rung) for rung in hazards.rungs(session, hazard.id)],
    }


def _facts(hazard: Hazard, unit: str, names: dict[int | None, str]) -> list[tuple[str, str]]:
    owner = names.get(hazard.owner_id, hazard.owner_name) if hazard.owner_id else hazard.owner_name
    return [
        ("单位", unit),
        ("部位", hazard.place),
        ("问题", hazard.problem),
        ("类别", hazard.category.term),
        ("等级", hazard.grade.term),
        ("建议等级", f"{hazard.suggested_grade.term}：{hazard.grade_reason}" if hazard.suggested_grade else ""),
        ("来源", hazard.source.term),
        ("期限", f"{hazard.due_on:%Y-%m-%d}{'（已延期）' if hazard.is_extended else ''}"),
        ("责任人", owner or "未定"),
        ("上报", f"{hazard.reported_at.astimezone(TZ):%Y-%m-%d %H:%M} {_reporter(hazard, names)}".strip()),
        ("销号", f"{hazard.closed_at.astimezone(TZ):%Y-%m-%d %H:%M}" if hazard.closed_at else ""),
    ]


def _reporter(hazard: Hazard, names: dict[int | None, str]) -> str:
    return _SHIELDED if hazard.source is HazardSource.TIP else names.get(hazard.reported_by, "")


def _phase(phase: Phase, proofs: Sequence[Proof], hazard: Hazard, names: dict[int | None, str]) -> Json:
    return {"term": phase.term, "pieces": [_proof(use, piece, hazard, names) for use, piece in proofs]}


def _proof(use: EvidenceUse, piece: Evidence, hazard: Hazard, names: dict[int | None, str]) -> Json:
    # Whoever gives a tip sends what was there before.
    is_shielded = hazard.source is HazardSource.TIP and (
        use.phase is Phase.BEFORE or use.person_id in (None, hazard.reported_by)
    )
    return {
        **attachments.shown(piece),
        "who": _SHIELDED if is_shielded else names.get(use.person_id, ""),
        "at": piece.received_at.astimezone(TZ).isoformat(),
    }


def _event(event: HazardEvent, hazard: Hazard, names: dict[int | None, str]) -> Json:
    is_shielded = hazard.source is HazardSource.TIP and event.person_id == hazard.reported_by
    return {
        "at": event.at.astimezone(TZ).isoformat(),
        "action": event.action.term,
        "who": _SHIELDED if is_shielded else names.get(event.person_id, ""),
        "state": event.state_after.term,
        "note": event.note,
    }


def _rung(rung: Rung) -> Json:
    return {
        "rung": rung.rung,
        "due_at": rung.due_at.astimezone(TZ).isoformat(),
        "said_at": rung.said_at.astimezone(TZ).isoformat() if rung.said_at else None,
        "state": rung.state.term,
        "told": rung.told,
    }
