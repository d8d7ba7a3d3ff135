"""Who left today and to whom their hazards went, and what hangs in the air 「悬空」 because nobody took it over."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlmodel import Session

from bot.commands.finding import Finding, hint, listed, wrong
from config.clock import TZ
from storage import handovers, people
from storage.units import Unit

AREA = "悬空"


def departure_findings(session: Session, now: datetime) -> Iterator[Finding]:
    """Yield everybody who left today with what hung on them, then the hazards that nobody owns."""
    today = datetime.combine(now.astimezone(TZ).date(), time(), TZ)
    for person in people.left_since(session, today):
        assert person.left_at is not None
        moved = handovers.handed_over_by(session, person, since=person.left_at)
        what = "；".join(f"{number}号隐患 {note}" for number, note in moved) or "名下没有未办的隐患"
        unit = session.get_one(Unit, person.unit_id).name
        who = f"{person.name}（{person.userid}，{unit}）"
        yield hint(AREA, f"{who}今天 {person.left_at.astimezone(TZ):%H:%M} 离开：{what}")
    ownerless = [f"{one.number}号（{one.owner_name or '没有登记责任人'}）" for one in handovers.ownerless(session)]
    if ownerless:
        yield wrong(AREA, f"隐患的责任人已不在、没有人接手：{listed(ownerless)}")
