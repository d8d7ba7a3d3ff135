"""What the roster and the contact book 「通讯录」 do not agree on: who is missing on either side."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Engine, select
from sqlmodel import col

from bot.channels import contact_book
from bot.channels.channel import GiveUp, TryLater
from bot.channels.contact_book import ContactBook, Member
from bot.commands.finding import Finding, hint, wrong
from config.clock import Clock
from config.limits import Limits
from config.settings import SELF_BUILT_APP, Settings
from storage.database import reading
from storage.people import Person

AREA = "通讯录"
_GONE = (contact_book.DISABLED, contact_book.QUIT)


def contact_findings(settings: Settings, limits: Limits, engine: Engine, clock: Clock) -> Iterator[Finding]:
    """Yield who is only in the roster or only in the contact book, and what differs; or why it cannot be read."""
    if not settings.is_on(SELF_BUILT_APP):
        yield wrong(AREA, "没有启用自建应用，读不了通讯录")
        return
    try:
        members = asyncio.run(_members(settings, limits, engine, clock))
    except (TryLater, GiveUp) as fault:
        yield wrong(AREA, f"通讯录读不了：{fault}")
        return
    with reading(engine) as session:
        people = session.scalars(select(Person).order_by(col(Person.id))).all()
    yield hint(AREA, f"通讯录里应用看得到 {len(members)} 人，花名册里在用 {sum(one.is_active for one in people)} 人")
    yield from _differences(people, {member.userid.lower(): member for member in members})


async def _members(settings: Settings, limits: Limits, engine: Engine, clock: Clock) -> Sequence[Member]:
    book = ContactBook(settings, limits, engine, clock)
    try:
        return await book.members()
    finally:
        await book.close()


def _differences(people: Sequence[Person], member_by_key: Mapping[str, Member]) -> Iterator[Finding]:
    active = [one for one in people if one.is_active]
    missing = [one for one in active if one.userid_key not in member_by_key]
    what = "花名册里有、通讯录里没有（或不在应用的可见范围里），收不到消息"
    yield from _all(wrong(AREA, what), map(_label, missing))
    both = [(one, member_by_key[one.userid_key]) for one in active if one.userid_key in member_by_key]
    disabled = [_label(one) for one, member in both if member.status in _GONE]
    yield from _all(wrong(AREA, "花名册里在用、通讯录里已停用或已退出"), disabled)
    silent = [_label(one) for one, member in both if member.status == contact_book.NOT_ACTIVATED]
    yield from _all(hint(AREA, "还没有激活企业微信，看不到消息"), silent)
    renamed = [f"{_label(one)}在通讯录里叫{member.name}" for one, member in both if _is_other_name(one, member)]
    yield from _all(hint(AREA, "账号一样、姓名不一样，请核对账号填得对不对"), renamed)
    known = {one.userid_key for one in people}
    unknown = [member for key, member in member_by_key.items() if key not in known and member.status not in _GONE]
    yield from _all(hint(AREA, "通讯录里有、花名册里没有，发消息会被当成陌生人"), map(_member_label, unknown))
    back = [one for one in people if not one.is_active and one.userid_key in member_by_key]
    yield from _all(hint(AREA, "花名册里已停用或已离开、通讯录里还在"), map(_label, back))


def _all(finding: Finding, names: Iterable[str]) -> Iterator[Finding]:
    # Everybody is named: that is what was asked for.
    if found := list(names):
        yield Finding(finding.area, f"{finding.text}（{len(found)} 人）：{'、'.join(found)}", finding.is_wrong)


def _is_other_name(person: Person, member: Member) -> bool:
    # Where names are hidden, the platform tells the account instead.
    return member.name not in ("", member.userid, person.name)


def _label(person: Person) -> str:
    return f"{person.name}（{person.userid}）"


def _member_label(member: Member) -> str:
    return f"{member.name}（{'，'.join([member.userid, *member.departments])}）"
