"""What those who deal with a tip do: accept, found, not founded, refer, answer, take up again, see who told it."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from handlers import card_closing, hazard_register
from handlers import tip_finding as finding
from handlers import tip_notices as notices
from handlers.hazard_drafts import draft_of_form, drafts_of_text, report_of
from handlers.hazard_register import Report
from handlers.intent import Asking, Sorry
from handlers.rules.access import scope
from handlers.rules.tip_access import About, may_see_teller
from handlers.texts import tip as tipster_texts
from handlers.texts import tip_office as texts
from handlers.tip_intake import unit_in, unit_of
from handlers.understand.hazard_form import whole_problem
from storage import people, tips
from storage.messages import Card
from storage.people import Person
from storage.tips import OPEN_STATES, Tip
from storage.units import Unit
from storage.vocabulary import HazardSource, Level, TipState

_SETTLED = tuple(one for one in TipState if one not in OPEN_STATES)


def accept(tip: Tip, words: str, asking: Asking) -> Card:
    """Give the first answer, which stops the first clock. Raises Sorry where that was done."""
    by = asking.person.id
    _move(tip, (TipState.RECEIVED,), asking, state=TipState.RESPONDED, responded_at=asking.now, responded_by=by)
    is_pushed = _say(tip, "accept", words, tipster_texts.about_accepted(words), asking)
    return texts.accepted(tip, is_pushed=is_pushed)


def found(tip: Tip, words: str, asking: Asking) -> Card:
    """Register the hazard that was found, in the officer's words and name, and settle the tip. Raises Sorry."""
    if not words:
        raise Sorry(texts.words_missing(tip, "founded"))
    unit = unit_in(words, asking.tree, asking.desk) or asking.tree.by_id.get(tip.unit_id or 0)
    if unit is None:
        raise Sorry(texts.no_unit(tip))
    if unit.id not in scope(asking.person, asking.tree):
        raise Sorry(texts.unit_not_yours(unit.name))
    _settle(tip, TipState.FOUNDED, words, asking)
    registered = hazard_register.register(asking, [_report(unit, words, asking)])[0].hazard
    _move(tip, (TipState.FOUNDED,), asking, hazard_id=registered.id)
    is_pushed = _say(tip, "founded", words, tipster_texts.about_founded(""), asking)
    return texts.founded(tip, registered.number, is_pushed=is_pushed)


def unfounded(tip: Tip, words: str, asking: Asking) -> Card:
    """Settle a tip that was not right, with the reason. Raises Sorry."""
    if not words:
        raise Sorry(texts.words_missing(tip, "unfounded"))
    _settle(tip, TipState.UNFOUNDED, words, asking)
    is_pushed = _say(tip, "unfounded", words, tipster_texts.about_unfounded(words), asking)
    return texts.unfounded(tip, is_pushed=is_pushed)


def refer(tip: Tip, words: str, asking: Asking) -> Card:
    """Give the tip to another office of ours; to somebody outside settles it. Raises Sorry."""
    if not words:
        raise Sorry(texts.words_missing(tip, "refer"))
    office = unit_in(words, asking.tree, asking.desk)
    if office is None:
        _settle(tip, TipState.REFERRED, words, asking)
        is_pushed = _say(tip, "refer", words, tipster_texts.about_referred(""), asking)
        return texts.referred(tip, "", is_pushed=is_pushed)
    about = About(tip.unit_id, tip.told, office.id)
    whom = finding.handlers_of(asking.session, asking.tree, about)
    if office.level is Level.INSTITUTION or office.id == tip.unit_id or not whom:
        raise Sorry(texts.refer_not_to(office.name))
    _move(tip, OPEN_STATES, asking, office_id=office.id)
    is_pushed = _say(tip, "refer", words, tipster_texts.about_referred(office.name), asking)
    card = texts.handed_over(tip, unit_of(tip, asking.tree), words)
    what = f"refer:{_last(tip, asking)}"
    notices.tell_office(asking.session, tip, whom, card, what, now=asking.now, is_urgent=False)
    return texts.referred(tip, office.name, is_pushed=is_pushed)


def reply(tip: Tip, words: str, asking: Asking) -> Card:
    """Answer the tipster; the first answer stops the first clock. Raises Sorry."""
    if not words:
        raise Sorry(texts.words_missing(tip, "reply"))
    if tip.state is TipState.RECEIVED:
        by = asking.person.id
        _move(tip, (TipState.RECEIVED,), asking, state=TipState.RESPONDED, responded_at=asking.now, responded_by=by)
    return texts.replied(tip, is_pushed=_say(tip, "reply", words, words, asking))


def reopen(tip: Tip, words: str, asking: Asking) -> Card:
    """Take a settled tip up again. Raises Sorry where it is open."""
    _move(tip, _SETTLED, asking, state=TipState.RESPONDED, settled_at=None, settled_by=None, outcome="")
    is_pushed = _say(tip, "reopen", words, tipster_texts.about_reopened(), asking)
    return texts.reopened(tip, is_pushed=is_pushed)


def reveal(tip: Tip, words: str, asking: Asking) -> Card:
    """Show who told the tip to whom the bureau allows it, and write down that it was seen. Raises Sorry."""
    roles = asking.desk.tables.tips.identity_roles
    if not may_see_teller(asking.person, asking.tree, finding.about(tip), roles):
        raise Sorry(texts.may_not_see())
    facts = asking.desk.box.open(tip.sealed)
    if not facts:
        raise Sorry(texts.no_teller(tip))
    tips.write(asking.session, tip, "reveal", words, by=asking.person.id, now=asking.now)
    userid = facts.get(notices.USERID, "")
    person = people.on_roster(asking.session, userid) if userid else None
    unit = asking.tree.by_id.get(person.unit_id) if person else None
    name, unit_name = (person.name, unit.name if unit else "") if person else ("", "")
    return texts.teller(tip, name, unit_name, userid, facts.get(notices.CONTACT, ""))


def _report(unit: Unit, words: str, asking: Asking) -> Report:
    drafts = drafts_of_text(words, asking)
    # One tip becomes one hazard: where the words tell of several they stand together.
    draft = drafts[0] if len(drafts) == 1 else draft_of_form(whole_problem(words), asking)
    return replace(report_of(draft, unit, asking), source=HazardSource.TIP)


def _settle(tip: Tip, state: TipState, words: str, asking: Asking) -> None:
    by = asking.person.id
    first = {} if tip.responded_at else {"responded_at": asking.now, "responded_by": by}
    _move(tip, OPEN_STATES, asking, state=state, settled_at=asking.now, settled_by=by, outcome=words, **first)


def _move(tip: Tip, of: Collection[TipState], asking: Asking, **values: Any) -> None:
    if tips.move(asking.session, tip, of=of, **values):
        return
    by = asking.session.get(Person, tip.settled_by or tip.responded_by or 0)
    raise Sorry(texts.not_now(tip, by.name if by else ""))


def _say(tip: Tip, step: str, words: str, to_tipster: str, asking: Asking) -> bool:
    """Write the step down, close the cards before it and answer the tipster; return whether that was pushed."""
    session, now = asking.session, asking.now
    tips.write(session, tip, step, words, by=asking.person.id, now=now)
    about = texts.subject(tip)
    click = asking.incoming if asking.click else None
    card_closing.close(session, about, texts.closed_as(tip, asking.person.name), now=now, click=click)
    tips.write(session, tip, tips.SAID, to_tipster, by=None, now=now)
    card = tipster_texts.answer(tip.receipt, to_tipster)
    return notices.tell_tipster(session, tip, card, str(_last(tip, asking)), asking.desk.box, now=now)


def _last(tip: Tip, asking: Asking) -> int | None:
    return tips.events(asking.session, tip)[-1].id
