"""Take a confirmation of a duty: read it, ask for what is missing, hand the whole of it to the books."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from config.clock import TZ
from config.duty_table import DutyRule
from handlers import assessments, coverage, decisions
from handlers import duty_book as book
from handlers import duty_table_evidence as evidence
from handlers.duty_book import Confirmation
from handlers.duty_period import slot_by_exception, slot_for
from handlers.intent import Asking, Heard, Question, Reply, Sorry, Wish
from handlers.reported_unit import Unsure, pick_unit, resolve_unit
from handlers.rules import duty_slot as slots
from handlers.rules.access import scope
from handlers.rules.duty_evidence import has_residents, missing
from handlers.rules.duty_slot import NightHours, PatrolSaid
from handlers.texts import assessment as assessment_texts
from handlers.texts import decision as decision_texts
from handlers.texts import duty_confirm as texts
from handlers.texts import duty_question as question
from handlers.texts import hazard_report as report_texts
from handlers.understand import duty_facts, duty_other
from handlers.understand.attendance_words import absent_words
from handlers.understand.duty_when import Said, festivals_named, read_when
from handlers.understand.patrol_words import patrollers, with_handled
from storage import duties, people
from storage.units import Unit
from storage.vocabulary import DutyState, Level

Facts = dict[str, Any]
_WITH_PERIODS_OF_THEIR_OWN = ("patrol", "weekly_meeting", "drill", "holiday_check")
PATROLS = ("patrol", "rite_fire_patrol")
_CHECKS = ("holiday_check", "rite_fire_check")


def wish_of(heard: Heard) -> Wish:
    """Return the wish of a message that is a confirmation: its words and the fields of its form."""
    return {"text": heard.text, "fields": dict(heard.form.fields) if heard.form else {}}


def answer(code: str) -> Callable[[Wish, Asking], Reply]:
    """Return how confirmations of duty `code` are answered."""
    return lambda wish, asking: _answer(code, wish, asking)


def resume(code: str) -> Callable[[Wish, Heard, Asking], Wish | None]:
    """Return how the answer to our question about duty `code` is read."""
    return lambda known, heard, asking: _resume(code, known, heard, asking)


def _answer(code: str, wish: Wish, asking: Asking) -> Reply:
    if wish.get("asks") == decisions.OWNERS:
        return decisions.set_owners(wish, asking)
    # The words speak of the moment at which they were first said, also when the rest is told after midnight.
    wish = {"at": asking.now.isoformat(), **wish}
    unit = _unit(code, wish, asking)
    if isinstance(unit, Question):
        return unit
    facts = _facts(code, wish, asking)
    if code in PATROLS:
        facts = _with_patrollers(facts, str(wish["text"]), unit, asking)
    said = _said(wish, facts, asking)
    if code == "holiday_check":
        facts["festival"] = _festival(facts, wish, said, asking)
    rule = asking.desk.tables.duties.by_code.get(code)
    if rule is not None and code not in _WITH_PERIODS_OF_THEIR_OWN:
        facts = evidence.with_table(rule, unit, facts, asking)
        facts = coverage.with_absent(rule, unit, facts, str(wish["text"]), asking)
    by_table = rule.evidence if rule else ()
    covers = rule is not None and rule.covers is not None
    wanted = missing(code, facts, has_residents=has_residents(unit.type), by_table=by_table, covers=covers)
    if wanted:
        festivals = [one.name for one in asking.desk.tables.festivals.by_code.values()]
        card = question.ask(book.name(code, asking), wanted, festivals)
        card = decision_texts.with_open_before(card, decisions.left_open(unit.id or 0, code, asking), asking.today)
        return Question(card, {**wish, "asks": "facts", "wanted": wanted}, question.answers(wanted, festivals))
    here = said.at or _first_said(wish)
    happened_at = said.at or _on_day(said.day, here)
    if rule is None or code in _WITH_PERIODS_OF_THEIR_OWN:
        periods = _periods(code, unit, facts, said, here, asking)
    else:
        periods = (slot_for(rule, unit, str(wish["text"]), said.day, happened_at, asking),)
    told = Confirmation(code, unit, periods, happened_at, {**facts, "words": str(wish["text"])})
    if rule is not None and rule.covers is not None:
        return _cover(rule, told, asking)
    if rule is not None and assessments.is_of_offices(code):
        return book.enter(_of_institutions(rule, told, asking), asking)
    return decisions.after_meeting(book.enter(told, asking), book.record_of(told, asking), asking)


def _of_institutions(rule: DutyRule, told: Confirmation, asking: Asking) -> Confirmation:
    """Return the confirmation with the hazards of the institutions that it names, and who of them it leaves out."""
    found, nowhere = assessments.of_office(told, duty_facts.open_problem(told.facts), asking)
    left = assessments.not_assessed(rule, told.unit, told.slots[0], asking) if rule.assessments else ()
    remarks = (assessment_texts.without_unit(nowhere),) if nowhere else ()
    return replace(told, reports=tuple(found), remarks=remarks, leaves_out=left)


def _cover(rule: DutyRule, told: Confirmation, asking: Asking) -> Reply:
    """Enter a training that must cover everybody: it stays open while somebody is missing."""
    slot = told.slots[0]
    judged = coverage.judge(rule, told.unit, slot, told.facts, asking)
    told = replace(told, leaves_out=judged.missing)
    card = book.enter(told, asking)
    if (record := book.record_of(told, asking)) is not None:
        coverage.keep(record, slot, judged, asking)
    return card


def _resume(code: str, known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    if known["asks"] == "unit":
        unit = pick_unit(known["candidates"], heard.text, asking)
        return None if unit is None else {**known, "unit_id": unit.id}
    if known["asks"] == decisions.OWNERS:
        return decisions.owners_in(known, heard.text, asking)
    hear = duty_facts.answer if duty_facts.knows(code) else duty_other.answer
    told = hear(code, tuple(known["wanted"]), heard.text, asking.desk.lexicon.forms)
    if "festival" in known["wanted"] and _festivals_named(heard.text, asking):
        told["festival_words"] = heard.text
    if "absent" in known["wanted"] and duty_facts.bare(heard.text):
        told["absent_words"] = absent_words(heard.text, is_only=len(known["wanted"]) == 1)
    return {**known, "answers": {**known.get("answers", {}), **told}} if told else None


def _facts(code: str, wish: Wish, asking: Asking) -> Facts:
    reader = duty_facts.read if duty_facts.knows(code) else duty_other.read
    read = reader(code, str(wish["text"]), wish.get("fields", {}), asking.desk.lexicon.forms)
    facts = {**read, **wish.get("answers", {})}
    return with_handled(facts) if code in (*PATROLS, *_CHECKS) else facts


def _with_patrollers(facts: Facts, text: str, unit: Unit, asking: Asking) -> Facts:
    """Return the facts with who went round, by name and, of the roster, by id."""
    staff = people.of_unit(asking.session, unit.id or 0)
    names = patrollers(text, str(facts.get("patrollers", "")), [one.name for one in staff])
    if not names:
        return facts
    ids = [one.id for one in staff if one.name in names]
    return {**facts, "patrollers": "、".join(names), "patroller_ids": ids}


def _said(wish: Wish, facts: Facts, asking: Asking) -> Said:
    desk = asking.desk
    text = duty_facts.without_contents(str(wish["text"]), facts)
    return read_when(text, wish.get("fields", {}), _first_said(wish), desk.calendar, desk.lexicon.festivals)


def _first_said(wish: Wish) -> datetime:
    return datetime.fromisoformat(wish["at"]).astimezone(TZ)


def _on_day(day: date | None, here: datetime) -> datetime:
    return here if day is None or day == here.date() else datetime.combine(day, time(12), TZ)


def _unit(code: str, wish: Wish, asking: Asking) -> Unit | Question:
    """Return the unit that did it, or ask. Raises Sorry where the sender may not speak for it."""
    if "unit_id" in wish:
        unit = asking.tree.by_id[wish["unit_id"]]
    elif (
        (fields := wish.get("fields", {})) and not duty_facts.unit_field(fields) and _owes(code, asking.unit, asking)
    ):
        # A form without a unit speaks of the sender's own, whatever places its other lines name.
        unit = asking.unit
    else:
        found = resolve_unit(duty_facts.unit_field(fields), str(wish["text"]), asking)
        if _means_own(code, found, asking):
            found = asking.unit
        if not isinstance(found, Unit):
            candidates = [one for one in found.candidates if _owes(code, one, asking)]
            names = [one.name for one in candidates]
            known = {**wish, "asks": "unit", "candidates": [one.id for one in candidates]}
            offers = [str(n) for n in range(1, len(names) + 1)]
            return Question(report_texts.which_unit(names, is_unsure=found.is_unsure), known, offers)
        unit = found
    if unit.id not in scope(asking.person, asking.tree):
        raise Sorry(texts.not_yours(unit.name))
    if not _owes(code, unit, asking):
        raise Sorry(texts.not_owed(unit.name, book.name(code, asking)))
    return unit


def _means_own(code: str, found: Unit | Unsure, asking: Asking) -> bool:
    """Return whether the sender's own unit is meant: an office speaks of institutions in what only offices do."""
    if not _owes(code, asking.unit, asking):
        return False
    if not isinstance(found, Unit) and not found.is_unsure:
        return True
    is_of_offices = not _owes_at(code, Level.INSTITUTION, asking)
    return is_of_offices and not (isinstance(found, Unit) and _owes(code, found, asking))


def _owes(code: str, unit: Unit, asking: Asking) -> bool:
    """Return whether units of this level do the duty at all; what nobody plans may be told by everybody."""
    return _owes_at(code, unit.level, asking)


def _owes_at(code: str, level: Level, asking: Asking) -> bool:
    rule = asking.desk.tables.duties.by_code.get(code)
    return rule is None or any(level in slot.levels for slot in rule.slots)


def _periods(code: str, unit: Unit, facts: Facts, said: Said, here: datetime, asking: Asking) -> tuple[str, ...]:
    day = said.day or here.date()
    match code:
        case "patrol":
            return _patrol_periods(unit, said, here, asking)
        case "weekly_meeting":
            return (slot_by_exception(code, unit, day, asking) or slots.week_slot(day),)
        case "drill":
            return (slot_by_exception(code, unit, day, asking) or slots.quarter_slot(day),)
        case "holiday_check":
            return (facts["festival"],)
        case _:
            return (day.isoformat(),)


def _patrol_periods(unit: Unit, said: Said, here: datetime, asking: Asking) -> tuple[str, ...]:
    hours = _night_hours(asking.desk.tables.duties.by_code["patrol"], unit)
    day = said.day
    if said.at is not None:
        is_night = slots.is_of_night(PatrolSaid(None, said.is_night, said.rounds), here, hours)
        day = here.date() - timedelta(days=1) if is_night and here.time() < time(12) else here.date()
        patrol = PatrolSaid(day, is_night, said.rounds)
    else:
        patrol = PatrolSaid(day, said.is_night, said.rounds)
    return slots.patrol_slots(patrol, here, hours, _rounds_told(unit, slots.night_of(patrol, here), asking))


def _night_hours(rule: DutyRule, unit: Unit) -> NightHours | None:
    nights = [slot for slot in rule.slots if slot.key.startswith(slots.NIGHT) and slot.is_owed_by(unit)]
    return NightHours(nights[0].opens.at, nights[-1].cutoff.at) if nights else None


def _rounds_told(unit: Unit, night: date, asking: Asking) -> dict[int, datetime]:
    """Return the rounds of the night that were confirmed, with the moment of the latest word about each."""
    assert unit.id is not None
    told: dict[int, datetime] = {}
    for number in slots.ROUNDS:
        duty = duties.of_slot(asking.session, unit.id, "patrol", f"{night}/{slots.NIGHT}{number}")
        if duty is not None and duty.state in (DutyState.DONE, DutyState.LATE) and duty.done_at is not None:
            told[number] = duty.done_at.astimezone(TZ)
    return told


def _festival(facts: Facts, wish: Wish, said: Said, asking: Asking) -> str | None:
    words = str(facts.pop("festival_words", "")) or str(wish["text"])
    day = said.day or _first_said(wish).date()
    table, calendar = asking.desk.tables.festivals, asking.desk.calendar
    windows = [window for year in (day.year - 1, day.year, day.year + 1) for window in table.windows(year, calendar)]
    return slots.festival_slot(windows, day, _festivals_named(words, asking))


def _festivals_named(text: str, asking: Asking) -> tuple[str, ...]:
    return festivals_named(text, asking.desk.tables.festivals, asking.desk.lexicon.festivals)
