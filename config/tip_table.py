"""How tips 「投诉举报」 are dealt with, who may know the tipster, and the limits of the page: config/tips.toml."""

from dataclasses import dataclass
from datetime import time, timedelta

from config.hazard_table import Counting
from config.reading import Section, clock_time, code, codes, flag, span, whole

IDENTITY_ROLES = ("township", "section", "leader", "admin")
"""Who may at most be allowed to see a tipster, as storage/vocabulary.Role writes them."""


@dataclass(frozen=True, slots=True)
class TipLimit:
    """One clock of a tip: how long there is, and who hears of it when."""

    days: int
    counting: Counting
    remind_before: timedelta
    """So long before the end those who deal with it are reminded."""
    leader_after: timedelta
    """So long after the end the leaders are told."""


@dataclass(frozen=True, slots=True)
class TipPage:
    """The limits of the public page."""

    is_open: bool
    text_length: int
    photos: int
    upload_bytes: int
    """Of everything that one form sends."""
    per_address_minute: int
    per_address_day: int
    per_minute: int
    per_day: int
    looks_per_minute: int
    """How often one address may ask for a receipt in a minute."""


@dataclass(frozen=True, slots=True)
class TipTable:
    """What the file says."""

    identity_roles: tuple[str, ...]
    forget_after: timedelta
    """So long after a tip is settled what is sealed of the tipster is forgotten."""
    day_ends_at: time
    respond: TipLimit
    settle: TipLimit
    page: TipPage


def read_tips(top: Section) -> TipTable:
    """Return the table of the file. Raises TablesWrong."""
    table = TipTable(
        identity_roles=top.settled("identity_roles", codes(IDENTITY_ROLES)),
        forget_after=top.settled("forget_after", span),
        day_ends_at=top.settled("day_ends_at", clock_time),
        respond=_read_limit(top.section("respond")),
        settle=_read_limit(top.section("settle")),
        page=_read_page(top.section("page")),
    )
    top.finish()
    return table


def _read_limit(section: Section) -> TipLimit:
    limit = TipLimit(
        days=section.settled("days", whole(0)),
        counting=section.settled("counting", code(Counting)),
        remind_before=section.settled("remind_before", span),
        leader_after=section.settled("leader_after", span),
    )
    section.finish()
    return limit


def _read_page(section: Section) -> TipPage:
    page = TipPage(
        is_open=section.settled("is_open", flag),
        text_length=section.settled("text_length", whole(50)),
        photos=section.settled("photos", whole(0)),
        upload_bytes=section.settled("upload_bytes", whole(10_000)),
        per_address_minute=section.settled("per_address_minute", whole(1)),
        per_address_day=section.settled("per_address_day", whole(1)),
        per_minute=section.settled("per_minute", whole(1)),
        per_day=section.settled("per_day", whole(1)),
        looks_per_minute=section.settled("looks_per_minute", whole(1)),
    )
    section.finish()
    return page
