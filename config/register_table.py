"""When what the registers 「登记册」 hold runs out, and how much of it there must be: config/registers.toml."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from config.reading import Section, clock_time, codes, whole

ASSESSMENTS = ("fire_facility", "building_fire", "gas", "electric", "house")
"""As storage/vocabulary.AssessmentKind writes them."""
SMART_TEST, PLAN_REVIEW, PAIRING = "smart_test", "plan_review", "pairing"
CERTIFICATES = ("fire_operator", "safety_manager", "electrician", "welder")
"""As storage/vocabulary.CertificateKind writes them."""
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """What config/registers.toml says."""

    remind_days: tuple[int, ...]
    """So many days before something runs out it is reminded of, most first."""
    letters_at: time
    benchmark_percent: int
    officer_certificate: str
    wanted_assessments: tuple[str, ...]
    """What every institution needs."""
    months: Mapping[str, int]
    """By assessment, SMART_TEST, PLAN_REVIEW or PAIRING: after how many months it is due again."""

    def due_again(self, what: str, done_on: date) -> date:
        """Return when it is due again after it was done; the last of the month where that has no such day."""
        years, month = divmod(done_on.month - 1 + self.months[what], 12)
        last = monthrange(done_on.year + years, month + 1)[1]
        return date(done_on.year + years, month + 1, min(done_on.day, last))


def read_registers(top: Section) -> RegisterTable:
    """Return what the file says. Raises TablesWrong."""
    months = top.section("months")
    table = RegisterTable(
        remind_days=top.settled("remind_days", days_before),
        letters_at=top.settled("letters_at", clock_time),
        benchmark_percent=top.settled("benchmark_percent", _percent),
        officer_certificate=top.settled("officer_certificate", _certificate),
        wanted_assessments=top.settled("wanted_assessments", codes(ASSESSMENTS)),
        months={one: months.settled(one, whole(1)) for one in (*ASSESSMENTS, SMART_TEST, PLAN_REVIEW, PAIRING)},
    )
    months.finish()
    top.finish()
    return table


def days_before(found: object) -> tuple[int, ...]:
    """Read numbers of days, most first."""
    listed = [whole(1)(one) for one in found] if isinstance(found, list) else []
    if not listed or listed != sorted(set(listed), reverse=True):
        raise ValueError("要写成从多到少、不重复的天数，例如 [90, 60, 30, 7]")
    return tuple(listed)


def _percent(found: object) -> int:
    number = whole(0)(found)
    if number > _WHOLE:
        raise ValueError("百分比要写 0 到 100")
    return number


def _certificate(found: object) -> str:
    if found not in CERTIFICATES:
        raise ValueError(f"只能写 {'、'.join(CERTIFICATES)}")
    return str(found)
