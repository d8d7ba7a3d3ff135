"""The only file that asks the time."""

from collections.abc import Callable
from datetime import UTC, datetime

from config import zone

Clock = Callable[[], datetime]
"""Return the present moment, aware, in any zone. Called once per unit of work; `now` is handed down."""

TZ = zone.TZ
"""Where the county is: days, times of day and everything people read are in this zone."""


def system_clock() -> datetime:
    """Return the machine's present moment, aware UTC."""
    return datetime.now(UTC)
