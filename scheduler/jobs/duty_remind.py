"""Say the reminder steps whose time has come: one card a group, naming who has not done it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.duty_table import Told
from config.tables import Tables
from config.zone import TZ
from handlers import reminder_cards
from handlers.texts import duty as texts
from handlers.texts.duty import Asked
from scheduler import addressees, duty_asking, piecework, pushing
from scheduler.rules.duty_reminder import DueStep, decide, is_list
from storage import duties, pushes, units
from storage.database import reading
from storage.messages import Card, Recipient
from storage.pushes import About
from storage.units import Tree
from storage.vocabulary import PushKind, PushState, StepState

NAME = "duty_remind"


@dataclass(frozen=True, slots=True)
class _Saying:
    """One card, whom it goes to and what it says."""

    key: str
    unit_id: int
    steps: Sequence[DueStep]
    asked: Sequence[Asked]
    told: Sequence[Told]
    card: Card
    private: Card
    """As one person reads it."""

    @property
    def kinds(self) -> tuple[PushKind, ...]:
        """Return which kinds of push it is."""
        return tuple(dict.fromkeys(pushing.kind_of(step.step) for step in self.steps))


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Say what is due; return how many cards were put into the outbox."""
    ahead = now + tables.reminders.push.gather_ahead
    with reading(engine) as session:
        due = [_due_step(row, cutoff_at, tables) for row, cutoff_at in duties.due_steps(session, by=ahead)]
        if not any(step is not None and step.due_at <= now for step in due):
            return 0
        tree = units.tree(session)
        with_group = {group.unit_id for group in units.groups(session)}
    # Only a group is spared by saying things early: who stands in for one gets each duty with its own buttons.
    due = [step for step in due if step is not None and (step.due_at <= now or step.unit_id in with_group)]
    decision = decide([one for one in due if one is not None], now, tables.reminders)
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
    owed = duty_asking.owed(session, tree, step.unit_id, step.code, step.slot, step.step)
    asked = duty_asking.asked(session, tree, step.code, step.slot, owed, planned_at=step.due_at, tables=tables)
    is_needed = bool(asked.not_done)
    if not _settle(session, step, StepState.SAID if is_needed else StepState.CANCELLED, now) or not is_needed:
        return False
    for_list = is_list(step.step)
    card = texts.missing_list(asked) if for_list else texts.reminder(asked)
    owing = [row for row in owed if row.state in duties.NOT_DONE]
    saying = _Saying(
        key=_key(step),
        unit_id=step.unit_id,
        steps=(step,),
        asked=(asked,),
        told=tables.duties.by_code[step.code].told_at_cutoff if for_list else (Told.GROUP,),
        card=card,
        private=reminder_cards.for_person(card, owing, tree, tables),
    )
    return _send(session, tree, saying, now, tables)


def _say_together(
    session: Session, tree: Tree, unit_id: int, steps: Sequence[DueStep], now: datetime, tables: Tables
) -> bool:
    asked = _settled_together(session, tree, steps, now, tables)
    if not asked:
        return False
    first, last = steps[0], steps[-1]
    key = f"caught-up:{unit_id}:{first.due_at:%Y%m%d%H%M}:{last.code}:{last.slot}:{last.step}"
    told = {one for step in steps if is_list(step.step) for one in tables.duties.by_code[step.code].told_at_cutoff}
    card = texts.caught_up(asked)
    return _send(
        session, tree, _Saying(key, unit_id, steps, asked, sorted({Told.GROUP, *told}), card, card), now, tables
    )


def _say_side_by_side(session: Session, tree: Tree, steps: Sequence[DueStep], now: datetime, tables: Tables) -> bool:
    wanted = [step for step in steps if _asked(session, tree, step, tables)]
    if len(wanted) == 1:
        # Of one duty the plain card is said, whose buttons confirm it.
        for step in steps:
            if step is not wanted[0]:
                _settle(session, step, StepState.CANCELLED, now)
        return _say(session, tree, wanted[0], now, tables)
    asked = _settled_together(session, tree, steps, now, tables)
    if not asked:
        return False
    first, for_list = steps[0], is_list(steps[0].step)
    codes = {step.code for step in steps}
    told = {one for code in codes for one in tables.duties.by_code[code].told_at_cutoff} if for_list else {Told.GROUP}
    key = f"gathered:{first.unit_id}:{first.due_at:%Y%m%d%H%M}:{_key(first)}"
    card = texts.gathered(asked, is_list=for_list)
    return _send(session, tree, _Saying(key, first.unit_id, steps, asked, sorted(told), card, card), now, tables)


def _settled_together(
    session: Session, tree: Tree, steps: Sequence[DueStep], now: datetime, tables: Tables
) -> list[Asked]:
    """Return what is still to be done of the steps, which one card says; another process may have said some."""
    found = []
    for step in steps:
        asked = _asked(session, tree, step, tables)
        is_ours = _settle(session, step, StepState.MERGED if asked else StepState.CANCELLED, now)
        if asked and is_ours:
            found.append(asked)
    return found


def _asked(session: Session, tree: Tree, step: DueStep, tables: Tables) -> Asked | None:
    name = (step.unit_id, step.code, step.slot)
    return duty_asking.asked_now(session, tree, *name, planned_at=step.due_at, tables=tables, step=step.step)


def _key(step: DueStep) -> str:
    return f"{pushing.kind_of(step.step)}:{step.unit_id}:{step.code}:{step.slot}:{step.step}"


def _send(session: Session, tree: Tree, saying: _Saying, now: datetime, tables: Tables) -> bool:
    """Send persons their card, the group the plain one or nothing yet 「缓发」; return whether anything went out."""
    about = [
        About(pushing.kind_of(one.step), _key(one), one.due_at, one.unit_id, one.code, one.slot)
        for one in saying.steps
    ]
    said = []
    for to in addressees.of_unit(session, tree, saying.unit_id, saying.told):
        if to.kind == "person":
            said.append(pushing.send(session, to, saying.key, saying.private, about, now=now))
        elif _may_go(session, to, saying, now, tables):
            said.append(_send_with_held(session, tree, to, saying, about, now, tables))
        else:
            pushes.hold(session, to, about, now=now)
    return any(said)


def _may_go(session: Session, to: Recipient, saying: _Saying, now: datetime, tables: Tables) -> bool:
    if not any(step.minds_quiet_hours for step in saying.steps) and saying.kinds == (PushKind.REMIND,):
        return True
    is_list = saying.kinds == (PushKind.MISSING,)
    if is_list and tables.reminders.push.evening.awaits(now.astimezone(TZ).time()):
        return False
    return pushing.has_room(session, to, saying.unit_id, now, tables)


def _send_with_held(
    session: Session,
    tree: Tree,
    to: Recipient,
    saying: _Saying,
    about: Sequence[About],
    now: datetime,
    tables: Tables,
) -> bool:
    """Send the group the card, and with it what was held back of the same kind."""
    waiting = pushes.held(session, to, *saying.kinds)
    known = [(one.code, one.slot) for one in saying.steps]
    more = pushing.still_wanted(session, tree, waiting, known, now=now, tables=tables)
    key, card = saying.key, saying.card
    if more:
        # Not the key of the single card: a confirmation would rewrite it without what goes along.
        key = f"gathered:{key}"
        card = texts.gathered([*saying.asked, *more], is_list=saying.kinds == (PushKind.MISSING,))
    is_said = pushing.send(session, to, key, card, about, now=now)
    if is_said:
        pushes.settle(session, [one.id or 0 for one in waiting], PushState.MERGED, f"{key}@{to}", now=now)
    return is_said
