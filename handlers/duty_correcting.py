"""Put right what was told of a duty 「更正」: by who told it for a while, then by the offices above; with history."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.clock import TZ
from handlers import decisions, duty_book
from handlers import duty_table_evidence as table_evidence
from handlers import evidence_joining as joining
from handlers import hazard_finding as finding
from handlers import hazard_register as register
from handlers.duty_book import Confirmation
from handlers.hazard_notices import tell_of
from handlers.intent import Asking, Reply, Sorry
from handlers.rules import duty_correction as rules
from handlers.rules.access import standing
from handlers.texts import duty_confirm
from handlers.texts import duty_correction as texts
from handlers.texts.duty import moment
from handlers.understand import duty_facts, duty_other
from handlers.understand.duty_period import period_named
from handlers.understand.duty_when import read_when
from handlers.understand.patrol_words import with_handled
from storage import duties, hazards, people, record_versions
from storage.duties import DutyRecord
from storage.hazards import OPEN_STATES
from storage.people import Person
from storage.record_versions import RecordVersion
from storage.units import Unit
from storage.vocabulary import Role

_WITH_PERIODS_OF_THEIR_OWN = ("patrol", "weekly_meeting", "drill", "holiday_check")


def record_meant(unit: Unit, code: str, when: str, asking: Asking) -> DutyRecord:
    """Return the record that the words mean: the latest of the day or period they name. Raises Sorry."""
    assert unit.id is not None
    found = duties.latest_records(asking.session, unit.id, code)
    fitting = [one for one in found if _fits(one, when, asking)]
    if not fitting:
        raise Sorry(texts.none_told(unit.name, duty_book.name(code, asking)))
    return fitting[0]


def check_may_correct(record: DutyRecord, asking: Asking) -> None:
    """Raise Sorry where the asker may not correct the record any more."""
    within = asking.desk.tables.confirmations.own_within
    is_own = record.person_id is not None and record.person_id == asking.person.id
    stands = standing(asking.person, asking.tree, record.unit_id)
    if not rules.may_correct(stands, is_own=is_own, told_at=record.reported_at, now=asking.now, own_within=within):
        who = finding.name_of(asking.session, record.person_id)
        raise Sorry(texts.not_yours(title(record, asking), within, who, is_own=is_own))


def told_in(record: DutyRecord, said: str, asking: Asking) -> dict[str, Any]:
    """Return what the words say of such a duty; empty where they say nothing of it."""
    code = record.code
    hear = duty_facts.answer if duty_facts.knows(code) else duty_other.answer
    wanted = ("result",) if code == "patrol" else ()
    told = hear(code, wanted, said, asking.desk.lexicon.forms)
    reader = duty_facts.read if duty_facts.knows(code) else duty_other.read
    told |= reader(code, said, {}, asking.desk.lexicon.forms)
    told.pop("festival_words", None)
    return told


def correct(record: DutyRecord, told: Mapping[str, Any], asking: Asking) -> Reply:
    """Let the record say what was told, keep what it said, and do what follows from it. Raises Sorry."""
    unit = asking.tree.by_id[record.unit_id]
    if (before := record_versions.by_message(asking.session, asking.origin)) is not None:
        return texts.corrected(title(record, asking), unit.name, record.code, _version(before, asking), ())
    was = dict(record.facts)
    after = rules.corrected(was, told)
    if "problem" in told:
        after = with_handled(after)
    rule = asking.desk.tables.duties.by_code.get(record.code)
    if rule is not None and record.code not in _WITH_PERIODS_OF_THEIR_OWN and not rule.visits:
        after = table_evidence.with_table(rule, unit, after, asking)
    if after == was:
        return texts.unchanged(title(record, asking))
    by, origin = asking.person.id, asking.origin
    if not record_versions.correct(asking.session, record, after, by=by, message=origin, now=asking.now):
        raise Sorry(texts.changed_meanwhile(title(record, asking)))
    joining.confirmed(record, asking)
    lines = _hazards(record, was, unit, asking)
    version = texts.Version(asking.now, asking.person.name, was, after)
    card = texts.corrected(title(record, asking), unit.name, record.code, version, lines)
    if record.person_id != by:
        teller = asking.session.get(Person, record.person_id) if record.person_id is not None else None
        heads = people.of_unit(asking.session, record.unit_id, Role.HEAD)
        tell_of(asking, [teller, *heads], card, what=f"record:{record.id}:correct")
    return decisions.after_meeting(card, record, asking) if "decisions" in told else card


def history(record: DutyRecord, asking: Asking) -> Reply:
    """Return what the record says and every correction of it."""
    assert record.id is not None
    versions = [_version(one, asking) for one in record_versions.of_record(asking.session, record.id)]
    who = finding.name_of(asking.session, record.person_id)
    by = f"{who}，{moment(record.reported_at)}"
    unit = asking.tree.by_id[record.unit_id].name
    return texts.history(title(record, asking), unit, record.code, record.facts, by, versions)


def title(record: DutyRecord, asking: Asking) -> str:
    """Return how people call what the record tells of: 周例会 2026年第48周."""
    slot = str(record.facts["slot"])
    if record.code not in asking.desk.tables.duties.by_code:
        return f"{duty_confirm.name_of(record.code)} {duty_confirm.day_of(slot)}"
    return f"{duty_book.name(record.code, asking)} {asking.desk.tables.duty_title(record.code, slot)}"


def _fits(record: DutyRecord, when: str, asking: Asking) -> bool:
    rule = asking.desk.tables.duties.by_code.get(record.code)
    slot, here = str(record.facts["slot"]), asking.now.astimezone(TZ)
    named = period_named(rule.cadence, when, here.date()) if rule is not None else None
    if named is not None:
        return slot == named
    said = read_when(when, {}, here, asking.desk.calendar, asking.desk.lexicon.festivals)
    if said.is_night is not None and record.code == "patrol" and said.is_night is ("day" in slot):
        return False
    if said.rounds and record.code == "patrol" and not slot.endswith(tuple(f"night{n}" for n in said.rounds)):
        return False
    happened = record.happened_at.astimezone(TZ).date()
    return said.day is None or said.day == happened or slot.startswith(said.day.isoformat())


def _hazards(record: DutyRecord, was: Mapping[str, Any], unit: Unit, asking: Asking) -> Sequence[str]:
    """Register what the correction has found, and say what was registered before and stays."""
    if record.facts.get("problem") == was.get("problem"):
        return ()
    origin = record.origin.removesuffix(f":{record.facts['slot']}")
    before = hazards.by_origin(asking.session, f"{origin}#1")
    stays = [before.number] if before is not None and before.state in OPEN_STATES else []
    told = Confirmation(record.code, unit, (str(record.facts["slot"]),), record.happened_at, dict(record.facts))
    found = register.register(asking, duty_book.reports(told, asking))
    return (
        *(duty_confirm.hazard_line(one.hazard) for one in found),
        *((texts.hazard_stays(stays),) if stays else ()),
    )


def _version(one: RecordVersion, asking: Asking) -> texts.Version:
    return texts.Version(one.at, finding.name_of(asking.session, one.person_id), one.before, one.after)
