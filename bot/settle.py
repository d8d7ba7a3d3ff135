"""Write down what became of a batch of letters. One transaction."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels.channel import Channel, Delivered, GiveUp, TryLater
from bot.due import Parcel, put_back
from bot.rules import retry
from bot.undelivered import bury, end, tell
from bot.wire import words
from config.limits import RetryLimits
from handlers import card_closing
from storage import cards, outbox
from storage.database import work

log = logging.getLogger(__name__)

_GOLDEN = 0.618034
"""Spreads row numbers evenly over 0…1."""


@dataclass(frozen=True, slots=True)
class NotTried:
    """The letter stayed here: one before it to the same recipient failed, or the time ran out."""


Outcome = Delivered | TryLater | GiveUp | NotTried


def settle(
    engine: Engine,
    channels: Sequence[Channel],
    plan: RetryLimits,
    outcomes: Sequence[tuple[Parcel, Outcome]],
    *,
    now: datetime,
) -> None:
    """Settle every letter of one claim, each recipient's in the order in which they were tried."""
    with work(engine) as session:
        _mark_sent(session, [parcel for parcel, outcome in outcomes if _arrived(parcel, outcome)], now)
        again_by_recipient: dict[str, datetime] = {}
        for parcel, outcome in outcomes:
            to = str(parcel.letter.recipient)
            match outcome:
                case Delivered(missed) if missed:
                    _miss(session, parcel, missed, now)
                case Delivered(card_handle=handle) if handle:
                    _keep_handle(session, parcel, handle, now)
                case GiveUp():
                    _give_up(session, parcel, outcome, channels, now)
                case TryLater():
                    again_by_recipient[to] = _try_later(session, parcel, outcome, plan, now)
                case NotTried():
                    put_back(session, parcel, until=again_by_recipient.get(to, now))


def _arrived(parcel: Parcel, outcome: Outcome) -> bool:
    return isinstance(outcome, Delivered) and parcel.address.userid.lower() not in outcome.missed


def _mark_sent(session: Session, parcels: Sequence[Parcel], now: datetime) -> None:
    if parcels and (settled := outbox.sent(session, [one.letter for one in parcels], now=now)) < len(parcels):
        log.warning("%s letters were sent after their lease ran out", len(parcels) - settled)


def _miss(session: Session, parcel: Parcel, missed: Sequence[str], now: datetime) -> None:
    if parcel.address.userid.lower() in missed:
        bury(session, parcel.letter, reason=words.NOBODY_REACHED, is_for_admin=False, now=now)
    else:
        tell(session, parcel.letter, reason=words.NOBODY_REACHED, is_for_admin=False, now=now)


def _keep_handle(session: Session, parcel: Parcel, handle: str, now: datetime) -> None:
    task, channel = parcel.address.task, parcel.channel
    cards.keep_handle(session, task, handle, channel=channel.name, until=now + channel.limits.card_life)
    card_closing.close_late(session, task, now=now)


def _give_up(session: Session, parcel: Parcel, failure: GiveUp, channels: Sequence[Channel], now: datetime) -> None:
    """Let the next channel try that reaches the same people, a group's webhook for one; bury where none does."""
    behind = list(channels)[[channel.name for channel in channels].index(parcel.channel.name) + 1 :]
    other = next((channel for channel in behind if channel.reaches(parcel.address)), None)
    if other is None:
        bury(session, parcel.letter, reason=str(failure), is_for_admin=failure.is_for_admin, now=now)
    else:
        log.warning("outbox row %s: %s gave up, %s tries", parcel.letter.row_id, parcel.channel.name, other.name)
        outbox.reroute(session, parcel.letter, channel=other.name, error=str(failure), now=now)


def _try_later(session: Session, parcel: Parcel, failure: TryLater, plan: RetryLimits, now: datetime) -> datetime:
    """Settle a failed try; return when this recipient is to be tried again."""
    letter, reason = parcel.letter, str(failure)
    wait = retry.delay_after(letter.attempts, plan, jitter=letter.row_id * _GOLDEN % 1)
    again_at = now + max(wait or plan.longest_wait, failure.wait or timedelta(0))
    may_have_arrived = failure.may_have_arrived or letter.first_tried_at < parcel.claimed_at
    if failure.wait is not None:
        outbox.hold(session, letter.recipient, until=now + failure.wait)
    if wait is None:
        end(session, letter, reason=reason, may_have_arrived=may_have_arrived, now=now)
    elif may_have_arrived and not _may_repeat(parcel, again_at):
        outbox.mark_unknown(session, letter, error=words.NOT_SENT_AGAIN.format(reason=reason))
    else:
        outbox.postpone(session, letter, until=again_at, error=reason, may_have_arrived=may_have_arrived)
    return again_at


def _may_repeat(parcel: Parcel, again_at: datetime) -> bool:
    letter, dropped_for = parcel.letter, parcel.channel.limits.drops_repeats_for
    return retry.may_repeat(letter.urgency, letter.first_tried_at, again_at=again_at, dropped_for=dropped_for)
