"""Decisions of meetings 「议定事项」 (T1-3, T4-2, T4-3): taken from the minutes, given to somebody, told to them."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from config.clock import TZ
from handlers import evidence_joining as joining
from handlers.hazard_notices import tell_of
from handlers.intent import Asking, Question, Reply, Sorry, Wish
from handlers.texts import decision as texts
from handlers.texts import duty_confirm as duty_texts
from handlers.understand import decisions as understand
from handlers.understand.days import Time, find_times
from handlers.understand.decisions import Named, Said
from storage import decisions, duties, people
from storage.decisions import Decision
from storage.duties import DutyRecord
from storage.messages import Card
from storage.people import Person
from storage.vocabulary import DecisionState, DecisionStep

OWNERS = "decision_owners"
"""What a question asks that waits for who is to do what was decided."""


def is_tracked(code: str, asking: Asking) -> bool:
    """Return whether what meetings of this kind decide is tracked."""
    return code in asking.desk.tables.confirmations.decisions.meetings


def left_open(unit_id: int, code: str, asking: Asking) -> Sequence[Decision]:
    """Return what the unit's earlier meetings of this kind decided and nobody has ended; empty for other duties."""
    return decisions.open_before(asking.session, unit_id, code) if is_tracked(code, asking) else ()


def after_meeting(card: Card, record: DutyRecord | None, asking: Asking) -> Reply:
    """Return the confirmation of a meeting with what it decided, and the question who does what has nobody.

    Earlier meetings' open decisions come first. Of other duties the card comes back as it is.
    """
    if record is None or not is_tracked(record.code, asking):
        return card
    before = decisions.open_before(asking.session, record.unit_id, record.code, but_record=record.id)
    decided = _take(record, str(record.facts.get("decisions", "")), asking)
    card = texts.with_decided(card, decided)
    card = texts.with_open_before(card, before, asking.today)
    return _with_question(card, decided)


def add(said: str, asking: Asking, *, is_dispatch: bool) -> Reply:
    """Add decisions to the latest meeting of the asker's unit. Raises Sorry where there was none lately."""
    rule = asking.desk.tables.confirmations.decisions
    codes = ("ten_day_dispatch",) if is_dispatch else rule.meetings
    record = duties.latest_record(asking.session, asking.unit.id or 0, codes, since=asking.now - rule.added_within)
    if record is None:
        raise Sorry(texts.no_meeting(rule.added_within.days, is_dispatch=is_dispatch))
    decided = _take(record, said, asking)
    if not decided:
        raise Sorry(texts.nothing_decided())
    joining.confirmed(record, asking)
    return _with_question(texts.added(meeting_of(record, asking), decided), decided)


def _with_question(card: Card, decided: Sequence[Decision]) -> Reply:
    unclear = [one for one in decided if one.owner_id is None]
    if not unclear:
        return card
    known = {"asks": OWNERS, "decisions": [one.number for one in unclear]}
    return Question(texts.asking_owners(card, unclear), known, (texts.ME,))


def owners_in(known: Wish, said: str, asking: Asking) -> Wish | None:
    """Return the wish with whom the answer to our question names, None where it names nobody."""
    numbers = [int(one) for one in known["decisions"]]
    first = decisions.by_number(asking.session, numbers[0])
    among = roster(first.unit_id if first else asking.person.unit_id, asking)
    found = understand.read_owners(said, numbers, among, asking.person.id or 0)
    return {**known, "owners": {str(number): who for number, who in found.items()}} if found else None


def set_owners(wish: Wish, asking: Asking) -> Reply:
    """Give the decisions to those who were named; ask for the rest."""
    done, left = [], []
    for number in map(int, wish["decisions"]):
        one = decisions.by_number(asking.session, number)
        if one is None or one.state is not DecisionState.OPEN:
            continue
        who = wish["owners"].get(str(number))
        if who is None:
            left.append(one)
            continue
        person = asking.session.get_one(Person, who)
        decisions.change(asking.session, one, owner_id=person.id, owner_name=person.name)
        decisions.note(
            asking.session, one, DecisionStep.ASSIGN, person.name, by=asking.person.id, message=asking.origin,
            now=asking.now,
        )  # fmt: skip
        tell_owner(one, asking)
        done.append(one)
    return _with_question(texts.owners_set(done), left) if left else texts.owners_set(done)


def times_finder(asking: Asking) -> Callable[[str], Sequence[Time]]:
    """Return how times ahead are found in words."""
    here, desk = asking.now.astimezone(TZ), asking.desk
    return lambda said: find_times(said, here, desk.calendar, desk.lexicon.festivals, is_past=False)


def meeting_of(record: DutyRecord, asking: Asking) -> str:
    """Return how people call the meeting: 周例会 2026年第48周."""
    tables = asking.desk.tables
    rule = tables.duties.by_code.get(record.code)
    if rule is None:
        return duty_texts.name_of(record.code)
    return f"{rule.name} {tables.duty_title(record.code, str(record.facts['slot']))}"


def _take(record: DutyRecord, said: str, asking: Asking) -> Sequence[Decision]:
    """Keep what was decided, give it to whom is clear and tell them; what stands open already is not taken again."""
    assert record.id is not None
    if stored := decisions.of_message(asking.session, record.id, asking.origin):
        return stored
    items = understand.read_items(said, times_finder(asking), asking.today)
    there = {one.text for one in decisions.open_of(asking.session, [record.unit_id]) if one.code == record.code}
    among = roster(record.unit_id, asking)
    rows = [_row(record, n, one, among, asking) for n, one in enumerate(items, start=1) if one.text not in there]
    kept = decisions.add(asking.session, rows)
    for one in kept:
        decisions.note(
            asking.session, one, DecisionStep.DECIDE, one.text, by=asking.person.id, message=asking.origin,
            now=asking.now,
        )  # fmt: skip
        if one.owner_id is not None:
            tell_owner(one, asking)
    return kept


def _row(record: DutyRecord, ordinal: int, said: Said, among: Sequence[Named], asking: Asking) -> Decision:
    found = understand.meant(said.owner, among) if said.owner else understand.mentioned(said.text, among)
    owner = found[0] if len(found) == 1 else None
    met_on = record.happened_at.astimezone(TZ).date()
    default = max(asking.today, met_on + timedelta(days=asking.desk.tables.confirmations.decisions.days))
    return Decision(
        number=0,
        record_id=record.id or 0,
        origin=asking.origin,
        ordinal=ordinal,
        unit_id=record.unit_id,
        code=record.code,
        text=said.text,
        owner_id=owner.id if owner else None,
        owner_name=owner.name if owner else "",
        due_on=said.due_on or default,
        is_due_said=said.due_on is not None,
        said_by=asking.person.id,
        said_at=asking.now,
        chair=str(record.facts.get("chair", ""))[:60],
    )


def roster(unit_id: int, asking: Asking) -> list[Named]:
    """Return the people of the unit and of all below it, those of the unit itself first where names are shared."""
    ours = asking.tree.below(unit_id)
    rows = [one for one in people.everybody(asking.session) if one.unit_id in ours]
    own_names = {one.name for one in rows if one.unit_id == unit_id}
    return [
        Named(one.id or 0, one.name, understand.OFFICES_BY_ROLE.get(one.role, ()))
        for one in rows
        if one.unit_id == unit_id or one.name not in own_names
    ]


def tell_owner(one: Decision, asking: Asking) -> None:
    """Tell the owner what is theirs to do."""
    record = asking.session.get_one(DutyRecord, one.record_id)
    card = texts.assigned(one, unit_name(one, asking), meeting_of(record, asking), asking.person.name)
    tell_of(asking, [person_of(one.owner_id, asking)], card, what=f"decision:{one.number}:owner")


def person_of(person_id: int | None, asking: Asking) -> Person | None:
    """Return the person, None for nobody."""
    return asking.session.get(Person, person_id) if person_id is not None else None


def unit_name(one: Decision, asking: Asking) -> str:
    """Return the unit whose meeting decided it, "" where it is no more."""
    unit = asking.tree.by_id.get(one.unit_id)
    return unit.name if unit else ""
