"""Many small units of work: a bad one is logged and left, the others go on."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from storage.database import work

log = logging.getLogger(__name__)

Item = TypeVar("Item")


class SomeFailed(Exception):
    """Some pieces could not be done and stay as they were; the others are committed."""


def each(engine: Engine, items: Iterable[Item], do: Callable[[Session, Item], bool]) -> int:
    """Do every item in a commit of its own; return for how many `do` said that something was done.

    Raises SomeFailed at the end where a piece failed.
    """
    done = failed = 0
    for item in items:
        try:
            with work(engine) as session:
                done += do(session, item)
        except Exception:
            failed += 1
            log.exception("left undone: %s", item)
    if failed:
        raise SomeFailed(f"{failed} failed, {done} done")
    return done
