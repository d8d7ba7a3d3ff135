"""What is said once a day: from its time on until it is too late, once however many processes try."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from config.zone import TZ
from scheduler import piecework
from storage import counters
from storage.database import reading, work

Item = TypeVar("Item")


def once(
    engine: Engine,
    name: str,
    begin: datetime,
    end: datetime,
    now: datetime,
    *,
    items: Callable[[Session], Sequence[Item]],
    do: Callable[[Session, Item], bool],
) -> int:
    """Do each of the items between `begin` and `end`, in a commit of its own; return for how many there was a push.

    The day is over once all are done: after a crash those that are left are done, and the keys of letters keep
    the others from being written again. Raises SomeFailed where one could not be done; it is tried again.
    """
    if not begin <= now < end:
        return 0
    day = begin.astimezone(TZ).date().toordinal()
    with reading(engine) as session:
        if (counters.reached(session, name) or 0) >= day:
            return 0
        found = items(session)
    said = piecework.each(engine, found, do)
    with work(engine) as session:
        counters.advance(session, name, day)
    return said
