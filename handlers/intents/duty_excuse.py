"""Spare a unit a duty for a reason 「免办」, or take that back; only an officer above the unit may."""

from datetime import datetime, time, timedelta

from config.clock import TZ
from handlers import card_closing, reminder_cards
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.reported_unit import resolve_unit
from handlers.rules.access import Standing, standing
from handlers.texts import duty_buttons as buttons
from handlers.texts import duty_excuse as texts
from handlers.understand.days import find_times, pick
from handlers.understand.duty_excuse import read_excuse
from storage import duties
from storage.units import Unit
from storage.vocabulary import Role


def _read(heard: Heard) -> Wish | None:
    excuse = read_excuse(heard.text)
    if excuse is None:
        return None
    return {
        "is_undone": excuse.is_undone,
        "code": excuse.code,
        "unit": excuse.unit,
        "until": excuse.until,
        "reason": excuse.reason,
    }


def _answer(wish: Wish, asking: Asking) -> Reply:
    unit = resolve_unit(wish["unit"], wish["unit"], asking) if wish["unit"] else None
    lacks_reason = not wish["reason"] and not wish["is_undone"]
    if not isinstance(unit, Unit) or not wish["code"] or lacks_reason:
        lacks_unit = not isinstance(unit, Unit)
        raise Sorry(texts.incomplete(lacks_unit=lacks_unit, lacks_duty=not wish["code"], lacks_reason=lacks_reason))
    assert unit.id is not None
    match standing(asking.person, asking.tree, unit.id):
        case Standing.OUTSIDE:
            raise Sorry(texts.not_in_your_charge())
        case Standing.MEMBER:
            raise Sorry(texts.only_superiors())
    name = asking.desk.tables.duties.by_code[wish["code"]].name
    until = _until(wish["until"], asking)
    if wish["is_undone"]:
        changed = duties.restore(asking.session, unit.id, wish["code"], now=asking.now)
    else:
        why = f"{wish['reason']}（{asking.person.name}，{asking.today}）"
        changed = duties.excuse(asking.session, unit.id, wish["code"], why, until=until, now=asking.now)
    if not changed:
        raise Sorry(texts.nothing_to_excuse(unit.name, name))
    for slot in changed:
        reminder_cards.refresh(asking.session, asking.tree, asking.desk.tables, unit.id, wish["code"], slot)
        if not wish["is_undone"]:
            _close(buttons.subject(unit.id, wish["code"], slot), buttons.EXCUSED, asking)
    periods = [asking.desk.tables.duty_title(wish["code"], slot) for slot in changed]
    about = texts.subject(unit.id, wish["code"])
    if wish["is_undone"]:
        _close(about, texts.closed_as(asking.person.name), asking)
        return texts.restored(unit.name, name, periods)
    return texts.excused(unit.name, name, periods, wish["reason"], about)


def _close(subject: str, closed_as: str, asking: Asking) -> None:
    click = asking.incoming if asking.click else None
    card_closing.close(asking.session, subject, closed_as, now=asking.now, click=click)


def _until(words: str, asking: Asking) -> datetime:
    """Return the end of the last day that was named; without one only what is open now is meant."""
    here = asking.now.astimezone(TZ)
    time_said = pick(find_times(words, here, asking.desk.calendar, asking.desk.lexicon.festivals), words)
    if time_said is None:
        return asking.now
    last = time_said.deadline
    day = last.date() if isinstance(last, datetime) else last
    return datetime.combine(day + timedelta(days=1), time(), TZ)


INTENT = Intent(
    "duty_excuse",
    "免办",
    (texts.HOW, "免办 马楼乡敬老院 演练 原因 停业", "取消免办 张良镇敬老院 日巡查"),
    _read,
    _answer,
    first_words={Role.ADMIN: texts.HOW},
)
