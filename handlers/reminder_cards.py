"""Shorten the reminders that have not left yet when a unit has done what they ask for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from config.tables import Tables
from handlers.texts import duty as texts
from handlers.texts import duty_buttons as buttons
from storage import duties, outbox, pushes
from storage.duties import Duty
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.units import Tree
from storage.vocabulary import PushKind

_GATHERED = "gathered:"
_CARD_BY_KIND = {"remind": texts.reminder, "missing": texts.missing_list}


def refresh(session: Session, tree: Tree, tables: Tables, unit_id: int, code: str, slot: str) -> int:
    """Take the unit off the waiting reminders and missing lists of this duty and period; return how many changed.

    Each is written anew with those who still owe it, or withdrawn where nobody does. What a worker has claimed
    already goes out as it is.
    """
    changed = 0
    for superior in tree.above(unit_id):
        for kind in _CARD_BY_KIND:
            prefix = f"{kind}:{superior.id}:{code}:{slot}:"
            waiting: defaultdict[str, list[OutboxMessage]] = defaultdict(list)
            for one in outbox.queued(session, prefix):
                waiting[one.key.removeprefix(prefix).partition("@")[0]].append(one)
            for step, same in waiting.items():
                assert superior.id is not None
                changed += _renew(session, tree, tables, superior.id, (kind, code, slot, step), same)
    for message in outbox.queued(session, _GATHERED):
        changed += _renew_gathered(session, tree, tables, message, (code, slot))
    return changed


def for_person(card: Card, owing: Sequence[Duty], tree: Tree, tables: Tables) -> Card:
    """Return the card as one person reads it: where one unit alone owes the duty, with buttons that confirm it."""
    if len(owing) != 1:
        return card
    (duty,) = owing
    title = tables.duty_title(duty.code, duty.slot)
    offered = buttons.confirming(duty.code, duty.slot, title, tree.by_id[duty.unit_id].name)
    return replace(card, buttons=offered, subject=buttons.subject(duty.unit_id, duty.code, duty.slot))


def _renew_gathered(
    session: Session, tree: Tree, tables: Tables, message: OutboxMessage, done: tuple[str, str]
) -> int:
    """Write one card for several duties anew where it speaks of the one that was done; 1 where it changed."""
    rows = pushes.of_letters(session, [message.key]).get(message.key, ())
    named = dict.fromkeys((one.unit_id or 0, one.code, one.slot) for one in rows)
    if done not in {(code, slot) for _, code, slot in named}:
        return 0
    still = []
    for unit_id, code, slot in named:
        told = duties.told_by(session, tree, unit_id, code, slot)
        if (asked := _asked(session, tree, tables, code, slot, told)) is not None:
            still.append((asked, [one for one in told if one.state in duties.NOT_DONE]))
    if not still:
        return outbox.cancel(session, message.key)
    is_list = any(one.kind is PushKind.MISSING for one in rows)
    card = texts.gathered([asked for asked, _ in still], is_list=is_list)
    if len(still) == 1 and Recipient.parse(message.recipient).kind == "person":
        card = for_person(card, still[0][1], tree, tables)
    assert message.id is not None
    return int(outbox.rewrite(session, message.id, card))


def _asked(
    session: Session, tree: Tree, tables: Tables, code: str, slot: str, rows: Sequence[Duty]
) -> texts.Asked | None:
    """Return what a card asks for by now, None where nobody is left to be asked."""
    owing = [row for row in rows if row.state in duties.NOT_DONE]
    if not owing:
        return None
    never = duties.never_done(session, [one.unit_id for one in owing], code)
    return texts.asked(
        tables,
        code,
        slot,
        due_at=max(row.due_at for row in rows),
        total=len(rows),
        not_done=[tree.by_id[one.unit_id].name for one in owing],
        remarks=texts.remarks(never=[tree.by_id[one].name for one in never], unannounced_year=None),
    )


def _renew(
    session: Session,
    tree: Tree,
    tables: Tables,
    unit_id: int,
    card_of: tuple[str, str, str, str],
    waiting: Sequence[OutboxMessage],
) -> int:
    kind, code, slot, step = card_of
    rows = duties.told_by(session, tree, unit_id, code, slot, step)
    owing = [row for row in rows if row.state in duties.NOT_DONE]
    asked = _asked(session, tree, tables, code, slot, rows)
    if asked is None:
        return outbox.cancel(session, f"{kind}:{unit_id}:{code}:{slot}:{step}@")
    changed = 0
    for message in waiting:
        card: Card = _CARD_BY_KIND[kind](texts.with_remarks(asked, texts.about_dates(message.as_card().lines)))
        if Recipient.parse(message.recipient).kind == "person":
            card = for_person(card, owing, tree, tables)
        assert message.id is not None
        changed += outbox.rewrite(session, message.id, card)
    return changed
