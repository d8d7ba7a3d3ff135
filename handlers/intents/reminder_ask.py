"""Send the record of reminders of a unit to its superiors: 张良镇敬老院这个月的提醒记录, 一键取证 张良镇."""

import re

from config.zone import TZ
from handlers import enclosures, reminder_record
from handlers.asked_unit import asked_ids, asked_unit
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.papers.reminder_book import draw_record
from handlers.questions.periods import periods_in
from handlers.rules.access import Standing, standing
from handlers.texts import reminder_record as texts
from handlers.understand.ledger_request import with_days_spelled
from storage.messages import Recipient
from storage.vocabulary import Level

_ASKED = re.compile(r"(?:提醒|催办|督办|通知)记录|一?键?取证")
_NOT_A_WISH = re.compile(r"怎么|如何|没有?(?:提醒|催办)|[,，。；;].*[,，。；;]|什么是|为什么")
_LONGEST = 40


def _read(heard: Heard) -> Wish | None:
    text = heard.text.strip()
    is_ours = heard.form is None and len(text) <= _LONGEST and _ASKED.search(text) and not _NOT_A_WISH.search(text)
    return {"text": text} if is_ours else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    text = with_days_spelled(str(wish["text"]))
    unit = asked_unit(text, asking)
    if unit is None or unit.id is None:
        raise Sorry(texts.which_unit())
    if standing(asking.person, asking.tree, unit.id) is not Standing.SUPERIOR:
        raise Sorry(texts.not_yours(unit.name))
    desk = asking.desk
    periods = periods_in(text, asking.now.astimezone(TZ), desk.calendar, desk.lexicon.festivals)
    period = reminder_record.period_of(periods, asking.today)
    record = reminder_record.gather(
        asking.session, asked_ids(unit, asking), period, tables=desk.tables, now=asking.now
    )
    told = reminder_record.figures(record, unit.name, period, asking.now)
    asker = Recipient.person(asking.person.userid)
    enclosures.send_paper(asking, draw_record(record), texts.file_name(told), to=asker)
    return texts.follows(told) if asking.incoming.is_private else texts.sent_privately(unit.name)


INTENT = Intent(
    "reminder_ask",
    "提醒记录",
    ("张良镇敬老院这个月的提醒记录", "张良镇敬老院取证 11月1日到11月20日", "一键取证 张良镇"),
    _read,
    _answer,
    levels=(Level.BUREAU, Level.SECTION, Level.TOWNSHIP),
)
