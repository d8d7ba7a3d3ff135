"""What the registers of an institution lack at a day, and the counts by township that follow from it; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from config.register_table import RegisterTable
from handlers.rules.register_expiry import benchmarks_wanted, is_over, needs_pairing, valid
from storage.registers import RegisterEntry
from storage.vocabulary import AssessmentKind, FireAcceptance, RegisterKind, RegisterLack, SmartKind

_DANGEROUS = ("C", "D")


@dataclass(frozen=True, slots=True)
class Holdings:
    """One institution and what its registers hold."""

    unit_id: int
    name: str
    officer_ids: frozenset[int]
    """Who of the roster is its safety officer."""
    entries: tuple[RegisterEntry, ...]

    def of(self, kind: RegisterKind) -> list[RegisterEntry]:
        """Return the entries of one kind."""
        return [one for one in self.entries if one.kind is kind]


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing or has run out; `what` says of which kind it is, "" where there is but one."""

    lack: RegisterLack
    what: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many institutions of a township have what they need."""

    institutions: int
    with_officer: int
    certified: int
    """With a safety officer whose certificate counts."""
    benchmarks: int
    benchmarks_wanted: int
    assessed: int
    """With every assessment that is wanted, none run out."""
    equipped: int
    """With all kinds of smart systems, all working."""
    counted: int
    """With a count of residents."""
    buildings: int
    accepted: int
    """Of the buildings: with the fire acceptance settled (accepted, filed, or shut)."""
    dangerous: int
    over: int
    """Entries that have run out."""

    @property
    def benchmark_gap(self) -> int:
        """Return how many benchmarks are missing."""
        return max(0, self.benchmarks_wanted - self.benchmarks)


def lacks(one: Holdings, today: date, table: RegisterTable) -> list[Lack]:
    """Return what the institution lacks, in the order of RegisterLack."""
    return [*_officers(one, today, table), *_things(one, today, table)]


def is_certified(one: Holdings, today: date, table: RegisterTable) -> bool:
    """Return whether a safety officer of the unit has the certificate (T2-2), not run out."""
    return any(
        entry.person_id in one.officer_ids and entry.facts.get("certificate") == table.officer_certificate
        for entry in valid(one.of(RegisterKind.CERTIFICATE), today, table)
    )


def is_dangerous(entry: RegisterEntry) -> bool:
    """Return whether it is a building whose appraisal says C or D (T13-4)."""
    return entry.kind is RegisterKind.BUILDING and entry.facts.get("grade") in _DANGEROUS


def figures(holdings: Sequence[Holdings], today: date, table: RegisterTable) -> Figures:
    """Return the counts of these institutions."""
    buildings = [entry for one in holdings for entry in one.of(RegisterKind.BUILDING)]
    lacking = [{lack.lack for lack in lacks(one, today, table)} for one in holdings]
    missing_assessment = {RegisterLack.NO_ASSESSMENT, RegisterLack.NOT_PASSED}
    return Figures(
        institutions=len(holdings),
        with_officer=sum(bool(one.officer_ids) for one in holdings),
        certified=sum(is_certified(one, today, table) for one in holdings),
        benchmarks=sum(bool(one.of(RegisterKind.BENCHMARK)) for one in holdings),
        benchmarks_wanted=benchmarks_wanted(len(holdings), table.benchmark_percent),
        assessed=sum(not found & missing_assessment for found in lacking),
        equipped=sum(RegisterLack.NO_SYSTEM not in found for found in lacking),
        counted=sum(bool(one.of(RegisterKind.RESIDENTS)) for one in holdings),
        buildings=len(buildings),
        accepted=sum(not _is_pending(entry) for entry in buildings),
        dangerous=sum(is_dangerous(entry) for entry in buildings),
        over=sum(is_over(entry, today, table) for one in holdings for entry in one.entries),
    )


def _officers(one: Holdings, today: date, table: RegisterTable) -> Iterator[Lack]:
    if not one.officer_ids:
        yield Lack(RegisterLack.NO_OFFICER)
    elif not is_certified(one, today, table):
        yield Lack(RegisterLack.NO_CERTIFICATE)
    for entry in one.of(RegisterKind.CERTIFICATE):
        if entry.verified_at is None:
            yield Lack(RegisterLack.UNVERIFIED, entry.subject)


def _things(one: Holdings, today: date, table: RegisterTable) -> Iterator[Lack]:
    assessments = valid(one.of(RegisterKind.ASSESSMENT), today, table)
    passed = {entry.facts.get("assessment"): entry.facts.get("passed") for entry in assessments}
    for wanted in AssessmentKind:
        if wanted.value not in table.wanted_assessments:
            continue
        if wanted.value not in passed:
            yield Lack(RegisterLack.NO_ASSESSMENT, wanted.term)
        elif passed[wanted.value] is False:
            yield Lack(RegisterLack.NOT_PASSED, wanted.term)
    working = {
        entry.facts.get("system")
        for entry in one.of(RegisterKind.SMART_SYSTEM)
        if entry.facts.get("installed") and entry.facts.get("working") is not False
    }
    for system in SmartKind:
        if system.value not in working:
            yield Lack(RegisterLack.NO_SYSTEM, system.term)
    for entry in one.of(RegisterKind.BUILDING):
        if is_dangerous(entry):
            yield Lack(RegisterLack.DANGEROUS, entry.subject)
        if _is_pending(entry):
            yield Lack(RegisterLack.NOT_ACCEPTED, entry.subject)
        if entry.facts.get("self_built") and not entry.facts.get("grade"):
            yield Lack(RegisterLack.NOT_APPRAISED, entry.subject)
    for entry in one.of(RegisterKind.RESIDENTS):
        if needs_pairing(entry) and (not entry.facts.get("paired_on") or is_over(entry, today, table)):
            yield Lack(RegisterLack.NO_PAIRING)
    for kind, lack in (
        (RegisterKind.BUILDING, RegisterLack.NO_BUILDING),
        (RegisterKind.PLAN, RegisterLack.NO_PLAN),
        (RegisterKind.RESIDENTS, RegisterLack.NO_RESIDENTS),
    ):
        if not one.of(kind):
            yield Lack(lack)


def _is_pending(entry: RegisterEntry) -> bool:
    return entry.facts.get("acceptance") in (None, FireAcceptance.PENDING.value)
