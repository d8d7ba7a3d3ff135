"""Send the duties of a unit as a calendar file to take into a telephone: 日历, 发我日历."""

import re

from handlers import duty_calendar, enclosures
from handlers.duty_asking import whose
from handlers.duty_calendar import Owed
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.papers.calendar_file import count_of, draw_calendar
from handlers.texts import duty_calendar as texts
from storage import duties
from storage.messages import Recipient

_ASK = r"(?:请|麻烦|帮我|给我|我要|要|想要|导出|生成|下载|发给我|发我|发)*(?:一下|一份|个|份)?"
_ASKED = re.compile(
    rf"{_ASK}(?P<unit>[^，。；！？、\s]{{0,24}}?)的?(?:安全)?(?:任务|工作)?日历(?:文件)?(?:发给?我|给我)?"
)


def _read(heard: Heard) -> Wish | None:
    found = _ASKED.fullmatch(heard.text.strip("。！!？? ")) if heard.form is None else None
    return {"unit": found["unit"]} if found else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = whose(str(wish["unit"]), asking)
    assert unit.id is not None
    rows = duties.ahead(asking.session, unit.id, now=asking.now)
    owed = [Owed(row.unit_id, unit.name, row.code, row.slot, row.due_at) for row in rows]
    found = list(duty_calendar.appointments(owed, asking.desk.tables))
    if not found:
        raise Sorry(texts.nothing_ahead(unit.name))
    content = draw_calendar(found, texts.title(unit.name), now=asking.now)
    enclosures.send_paper(asking, content, texts.file_name(unit.name), to=Recipient.person(asking.person.userid))
    if not asking.incoming.is_private:
        return texts.sent_privately(unit.name)
    return texts.follows(unit.name, count_of(found), last=max(one.due_at for one in found))


INTENT = Intent(
    "calendar_ask",
    "任务日历",
    ("日历", "发我日历", "我院任务日历", "张良镇敬老院的任务日历"),
    _read,
    _answer,
)
