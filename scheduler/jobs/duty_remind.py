"""Say the reminder steps whose time has come: one card a group, naming who has not done it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told
from config.tables import Tables
from handlers import reminder_cards
from handlers.texts import decision as decision_texts
from handlers.texts import duty as texts
from scheduler import addressees, piecework
from scheduler.rules import duty_cadence
from scheduler.rules.duty_reminder import CUTOFF, DueStep, decide
from storage import decisions, duties, outbox, units
from storage.database import reading
from storage.duties import Duty
from storage.messages import Card, Recipient
from storage.units import Tree
from storage.vocabulary import StepState, Urgency

NAME = "duty_remind"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Say what is due; return how many cards were put into the outbox."""
    with reading(engine) as session:
        due = [_due_step(row, cutoff_at, tables) for row, cutoff_at in duties.due_steps(session, now=now)]
        if not due:
            return 0
        tree = units.tree(session)
    decision = decide([step for step in due if step is not None], now, tables.reminders)
    piecework.each(engine, decision.expired, lambda session, step: _settle(session, step, StepState.EXPIRED, now))
    piecework.each(engine, decision.superseded, lambda session, step: _settle(session, step, StepState.MERGED, now))
    said = piecework.each(engine, decision.alone, lambda session, step: _say(session, tree, step, now, tables))
    said += piecework.each(
        engine, decision.side_by_side, lambda session, steps: _say_side_by_side(session, tree, steps, now, tables)
    )
    return said + piecework.each(
        engine, decision.together.items(), lambda session, item: _say_together(session, tree, *item, now, tables)
    )


def _due_step(row: duties.ReminderStep, cutoff_at: datetime, tables: Tables) -> DueStep | None:
    rule = tables.duties.by_code.get(row.code)
    if rule is None:
        return None
    key = row.slot.partition("/")[2]
    slot = next((slot for slot in rule.slots if slot.key == key), rule.slots[0])
    return DueStep(row.unit_id, row.code, row.slot, row.step, row.due_at, cutoff_at, slot.minds_quiet_hours)


def _settle(session: Session, step: DueStep, state: StepState, now: datetime) -> bool:
    return duties.settle_step(session, step.unit_id, step.code, step.slot, step.step, state=state, now=now)


def _say(session: Session, tree: Tree, step: DueStep, now: datetime, tables: Tables) -> bool:
    owed = _owed(session, tree, step)
    asked = _asked(session, tree, step, owed, tables)
    is_needed = bool(asked.not_done)
    if not _settle(session, step, StepState.SAID if is_needed else StepState.CANCELLED, now) or not is_needed:
        return False
    is_list = step.step == CUTOFF
    card = texts.missing_list(asked) if is_list else texts.reminder(asked)
    told = tables.duties.by_code[step.code].told_at_cutoff if is_list else (Told.GROUP,)
    key = f"{'missing' if is_list else 'remind'}:{step.unit_id}:{step.code}:{step.slot}:{step.step}"
    recipients = addressees.of_unit(session, tree, step.unit_id, told)
    owing = [row for row in owed if row.state in duties.NOT_DONE]
    private = reminder_cards.for_person(card, owing, tree, tables)
    return _send(session, recipients, key, card, private, now)


def _say_together(
    session: Session, tree: Tree, unit_id: int, steps: Sequence[DueStep], now: datetime, tables: Tables
) -> bool:
    asked = _settled_together(session, tree, steps, now, tables)
    if not asked:
        return False
    first, last = steps[0], steps[-1]
    key = f"caught-up:{unit_id}:{first.due_at:%Y%m%d%H%M}:{last.code}:{last.slot}:{last.step}"
    told = {one for step in steps if step.step == CUTOFF for one in tables.duties.by_code[step.code].told_at_cutoff}
    card = texts.caught_up(asked)
    recipients = addressees.of_unit(session, tree, unit_id, sorted({Told.GROUP, *told}))
    return _send(session, recipients, key, card, card, now)


def _say_side_by_side(session: Session, tree: Tree, steps: Sequence[DueStep], now: datetime, tables: Tables) -> bool:
    asked = _settled_together(session, tree, steps, now, tables)
    if not asked:
        return False
    first, is_list = steps[0], steps[0].step == CUTOFF
    codes = {step.code for step in steps}
    told = {one for code in codes for one in tables.duties.by_code[code].told_at_cutoff} if is_list else {Told.GROUP}
    key = f"gathered:{first.unit_id}:{first.due_at:%Y%m%d%H%M}:{'missing' if is_list else 'remind'}"
    card = texts.gathered(asked, is_list=is_list)
    recipients = addressees.of_unit(session, tree, first.unit_id, sorted(told))
    return _send(session, recipients, key, card, card, now)


def _settled_together(
    session: Session, tree: Tree, steps: Sequence[DueStep], now: datetime, tables: Tables
) -> list[texts.Asked]:
    """Return what is still to be done of the steps, which one card says; another process may have said some."""
    return [
        one
        for step in steps
        if _settle(session, step, StepState.MERGED, now)
        if (one := _asked(session, tree, step, _owed(session, tree, step), tables)).not_done
    ]


def _owed(session: Session, tree: Tree, step: DueStep) -> Sequence[Duty]:
    return duties.told_by(session, tree, step.unit_id, step.code, step.slot)


def _asked(session: Session, tree: Tree, step: DueStep, rows: Sequence[Duty], tables: Tables) -> texts.Asked:
    not_done = [tree.by_id[row.unit_id].name for row in rows if row.state in duties.NOT_DONE]
    owing = [row.unit_id for row in rows if row.state in duties.NOT_DONE]
    never = duties.never_done(session, owing, step.code)
    missing_notice = duty_cadence.unannounced(tables.duties.by_code[step.code], step.slot, tables)
    return texts.asked(
        tables,
        step.code,
        step.slot,
        due_at=max((row.due_at for row in rows), default=step.due_at),
        total=len(rows),
        not_done=not_done,
        remarks=(
            *_left_open(session, step.code, owing, tables),
            *texts.remarks(
                never=[tree.by_id[unit_id].name for unit_id in never],
                unannounced_year=missing_notice.year if missing_notice else None,
                festival=missing_notice.festival if missing_notice else "",
            ),
        ),
    )


def _left_open(session: Session, code: str, owing: Sequence[int], tables: Tables) -> list[str]:
    """Return the remark about what earlier meetings of this kind decided and nobody has carried out."""
    if code not in tables.confirmations.decisions.meetings:
        return []
    left = [one for one in decisions.open_of(session, owing) if one.code == code]
    return [decision_texts.remark(len({one.unit_id for one in left}), len(left))] if left else []


def _send(
    session: Session, recipients: Sequence[Recipient], key: str, card: Card, private: Card, now: datetime
) -> bool:
    """Send persons the card with buttons, groups the plain one."""
    said = [
        outbox.enqueue(
            session,
            f"{key}@{to}",
            to,
            private if to.kind == "person" else card,
            urgency=Urgency.PROMPT,
            now=now,
        )
        for to in recipients
    ]
    return any(said)
