"""Tell each township officer and each head of an institution, as the day begins, what is to be done 「晨报」."""

from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from config.reminder_table import OnDaysOff
from config.tables import Tables
from config.zone import TZ
from handlers import todo as todos
from handlers.texts import todo as texts
from handlers.viewer import Looking, TablesAlone
from scheduler import daily, pushing
from scheduler.rules.duty_reminder import settle
from storage import people, units
from storage.messages import Recipient
from storage.people import Person
from storage.pushes import About
from storage.vocabulary import PushKind

NAME = "morning_list"


def run(engine: Engine, now: datetime, tables: Tables) -> int:
    """Write this morning's lists once it is time; return how many. Who has nothing to do gets none."""
    rules = tables.reminders
    today = now.astimezone(TZ).date()
    wanted = rules.push.morning
    if wanted.on_days_off is OnDaysOff.NOBODY and not tables.calendar.is_workday(today):
        return 0
    begin = settle(datetime.combine(today, wanted.at, TZ), rules, minds_quiet_hours=True)
    end = datetime.combine(today, wanted.until, TZ)
    return daily.once(
        engine,
        NAME,
        begin,
        end,
        now,
        items=_readers,
        do=lambda session, person_id: _tell(session, person_id, begin, now, tables),
    )


def _readers(session: Session) -> list[int]:
    """Return the ids of those who get a list where they have something to do."""
    found = [one for role in todos.MORNING_READERS for one in people.with_role(session, role)]
    return [one.id for one in found if one.id is not None and one.morning_off_at is None]


def _tell(session: Session, person_id: int, planned_at: datetime, now: datetime, tables: Tables) -> bool:
    person = session.get_one(Person, person_id)
    looking = Looking(session, now, person, units.tree(session), TablesAlone(tables))
    if person.unit_id not in looking.tree.by_id:
        return False
    todo = todos.morning_of(looking)
    if not todo.count or not (_is_for_all(looking.today, tables) or todos.owes_today(todo, looking)):
        return False
    key = f"{NAME}:{planned_at:%Y%m%d}:{person_id}"
    about = About(PushKind.MORNING, key, planned_at, unit_id=person.unit_id)
    card = texts.morning(todos.card_of(todo, looking))
    return pushing.send(session, Recipient.person(person.userid), key, card, [about], now=now)


def _is_for_all(today: date, tables: Tables) -> bool:
    return tables.calendar.is_workday(today) or tables.reminders.push.morning.on_days_off is OnDaysOff.ALL
