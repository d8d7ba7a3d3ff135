"""Claim the letters that are due and make them ready: address, channel, throttle, body. One transaction."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from bot.addresses import addresses, choose
from bot.channels.channel import Address, Channel
from bot.checkpoint import reached
from bot.rules import retry
from bot.rules.throttle import HOUR, may_leave_at
from bot.undelivered import bury, end
from bot.wire import words
from config.limits import RetryLimits
from storage import cards, outbox
from storage.database import reading, work
from storage.outbox import Letter

log = logging.getLogger(__name__)

_NO_TIME = timedelta(0)
_WAIT_FOR_CONNECTION = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed letter with everything that its sending needs."""

    letter: Letter
    channel: Channel
    address: Address
    claimed_at: datetime
    body: str = ""


def claim(
    engine: Engine, channels: Sequence[Channel], plan: RetryLimits, *, now: datetime, limit: int
) -> tuple[int, list[Parcel]]:
    """Return how many letters were claimed, and those of them that are to be sent now, longest due first.

    The others are settled: put off by the throttle, given up without a way, or of unknown outcome.
    """
    if not _is_something_due(engine, now):
        return 0, []
    with work(engine) as session:
        _recover(session, plan, now, limit)
        letters = outbox.claim(session, now=now, lease=plan.lease, limit=limit)
        routed = _route(session, letters, channels, now)
        parcels = [drawn for one in _throttle(session, routed, now) if (drawn := _draw(session, one))]
        changed = [one for one in parcels if (one.channel.name, one.body) != (one.letter.channel, one.letter.body)]
        outbox.freeze(session, [(one.letter, one.channel.name, one.body) for one in changed])
        reached("deliver: before claim commit")
    return len(letters), parcels


def _is_something_due(engine: Engine, now: datetime) -> bool:
    # Most seconds of a day nothing is: then nothing is written.
    with reading(engine) as session:
        due = outbox.next_due(session)
        return (due is not None and due <= now) or bool(outbox.abandoned(session, now=now, limit=1))


def _recover(session: Session, plan: RetryLimits, now: datetime, limit: int) -> None:
    """Put back what a dead worker was sending; `_route` then decides as for any other repeat."""
    for letter in outbox.abandoned(session, now=now, limit=limit):
        log.warning("outbox row %s was being sent when its worker stopped", letter.row_id)
        if letter.attempts >= plan.attempts:
            end(session, letter, reason=words.BROKEN_OFF, may_have_arrived=True, now=now)
        else:
            outbox.postpone(session, letter, until=now, error=words.BROKEN_OFF)


def _route(session: Session, letters: Sequence[Letter], channels: Sequence[Channel], now: datetime) -> list[Parcel]:
    address_by_row = addresses(session, letters)
    parcels = []
    for letter in letters:
        address = address_by_row[letter.row_id]
        channel = choose(channels, letter, address, may_have_arrived=letter.first_tried_at < now)
        if channel is None:
            to_person = bool(address.userid)
            reason = words.NO_WAY_TO_PERSON if to_person else words.NO_WAY_TO_GROUP
            bury(session, letter, reason=reason, is_for_admin=True, now=now)
        elif _is_repeat_too_many(letter, channels, now):
            outbox.mark_unknown(session, letter, error=words.NOT_SENT_AGAIN.format(reason=words.BROKEN_OFF))
        elif not channel.is_up():
            # It waits for the connection, untried: an outage of a day shall not use its tries up.
            put_back(session, Parcel(letter, channel, address, now), until=now + _WAIT_FOR_CONNECTION)
        else:
            parcels.append(Parcel(letter, channel, address, now))
    return parcels


def _is_repeat_too_many(letter: Letter, channels: Sequence[Channel], now: datetime) -> bool:
    tried_by = (one.limits.drops_repeats_for for one in channels if one.name == letter.channel)
    dropped_for = next(tried_by, _NO_TIME)
    was_tried_before = letter.first_tried_at < now
    return was_tried_before and not retry.may_repeat(
        letter.urgency, letter.first_tried_at, again_at=now, dropped_for=dropped_for
    )


def _throttle(session: Session, parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
    """Return the letters that may leave now; put each of the others off to the next free place."""
    recipients = Counter(str(one.letter.recipient) for one in parcels)
    tries = outbox.tries_since(session, recipients, since=now - HOUR)
    for recipient, ours in recipients.items():
        # The claim counted our own letters already: they are decided on here, one after the other.
        tries[recipient] = _without_newest(tries.get(recipient, []), now, ours)
    allowed = []
    for one in parcels:
        earlier = tries[str(one.letter.recipient)]
        limits = one.channel.limits
        at = may_leave_at(earlier, per_minute=limits.per_minute, per_hour=limits.per_hour, now=now)
        earlier.append(at)
        if at <= now:
            allowed.append(one)
        else:
            put_back(session, one, until=at)
    return allowed


def _without_newest(tries: list[datetime], now: datetime, count: int) -> list[datetime]:
    at = [number for number, tried_at in enumerate(tries) if tried_at == now][-count:]
    return [tried_at for number, tried_at in enumerate(tries) if number not in at]


def put_back(session: Session, parcel: Parcel, *, until: datetime) -> None:
    """Let a letter that was claimed but not tried leave at `until`."""
    was_tried_before = parcel.letter.first_tried_at < parcel.claimed_at
    outbox.postpone(session, parcel.letter, until=until, error="", was_tried=False, may_have_arrived=was_tried_before)


def _draw(session: Session, parcel: Parcel) -> Parcel | None:
    """Return the letter with its body, as it was drawn for the first try; None where it cannot be drawn."""
    letter, channel = parcel.letter, parcel.channel
    try:
        is_drawn = letter.body and letter.channel == channel.name
        body = letter.body if is_drawn else channel.draw(letter.card, parcel.address)
    except Exception as error:
        # One card that cannot be drawn must not stop all that stand behind it.
        log.exception("outbox row %s cannot be drawn", letter.row_id)
        reason = words.INTERNAL.format(error=type(error).__name__)
        bury(session, letter, reason=reason, is_for_admin=True, now=parcel.claimed_at)
        return None
    if letter.card.buttons and parcel.address.userid and not letter.card.closed_as:
        task, userid = parcel.address.task, parcel.address.userid
        cards.remember(session, task, letter.card, channel=channel.name, userid=userid, now=parcel.claimed_at)
    return Parcel(letter, channel, parcel.address, parcel.claimed_at, body)
