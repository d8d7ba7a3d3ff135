"""Make the ledger 「台账」 that somebody asks for: of what they may see, of the days that they name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.zone import TZ
from handlers.asked_unit import asked_ids, asked_unit, unclear_units
from handlers.intent import Asking, Sorry
from handlers.papers.ledger_book import MOST_PICTURES, draw_ledger
from handlers.questions.periods import periods_in
from handlers.rules.access import scope
from handlers.texts import ledger as texts
from handlers.texts.status import COUNTY
from handlers.understand.ledger_request import Request, read_request, with_days_spelled
from storage import evidence, ledger
from storage.figures import Period
from storage.hazards import OPEN_STATES
from storage.ledger import Choice, Entry
from storage.units import Unit
from storage.vocabulary import Grade

_GRADES = {grade.term: grade for grade in Grade}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood of a wish for the ledger."""

    request: Request
    unit: Unit | None
    """None: all that the asker may see."""
    unit_ids: Collection[int]
    whose: str
    period: Period | None


def understand(text: str, asking: Asking) -> Asked:
    """Return what is wanted. Raises Sorry for a unit that is not clear or not the asker's."""
    spelled = with_days_spelled(text)
    unit = asked_unit(spelled, asking)
    if unit is None and (candidates := unclear_units(spelled, asking)):
        raise Sorry(texts.which_unit([one.name for one in candidates]))
    unit_ids = asked_ids(unit, asking)
    if not unit_ids:
        raise Sorry(texts.nothing_in_scope(unit.name if unit else asking.unit.name))
    sees_all = scope(asking.person, asking.tree) >= set(asking.tree.by_id)
    periods = periods_in(spelled, asking.now.astimezone(TZ), asking.desk.calendar, asking.desk.lexicon.festivals)
    return Asked(
        request=read_request(spelled),
        unit=unit,
        unit_ids=unit_ids,
        whose=unit.name if unit else COUNTY if sees_all else asking.unit.name,
        period=Period(periods[0].first, min(periods[-1].last, asking.today)) if periods else None,
    )


def entries(asked: Asked, asking: Asking) -> list[Entry]:
    """Return the hazards that are wanted, by number."""
    return ledger.entries(asking.session, _choice(asked, asking.today), asked.unit_ids)


def _choice(asked: Asked, today: date) -> Choice:
    """Return which hazards are wanted; without days those that are open and those struck off this year."""
    request, period = asked.request, asked.period
    this_year = Period(date(today.year, 1, 1), today)
    choices: list[Choice] = []
    if request.is_overdue:
        choices.append(ledger.overdue_on(today))
    elif request.is_open:
        choices.append(ledger.still_open())
    elif request.is_closed:
        choices.append(ledger.closed_in(period or this_year))
    if period is not None and not request.is_closed:
        choices.append(ledger.reported_in(period))
    if not choices:
        choices.append(ledger.open_or_closed_in(this_year))
    if request.grade:
        choices.append(ledger.of_grade(_GRADES[request.grade]))
    return ledger.all_of(*choices)


def draw(found: Sequence[Entry], asked: Asked, asking: Asking, most: int) -> tuple[bytes, texts.Pictures]:
    """Return the workbook and what became of the pictures: they are left out where it would be over `most` bytes."""
    names = asking.desk.tables.campaigns.name_by_code
    if not asked.request.with_pictures:
        return draw_ledger(found, today=asking.today, campaign_by_code=names), texts.Pictures.NOT_WANTED
    content_by_file = _contents(found, asking)
    if content_by_file:
        content = draw_ledger(found, today=asking.today, campaign_by_code=names, content_by_file=content_by_file)
        if len(content) <= most:
            return content, texts.Pictures.EMBEDDED
    is_too_much = bool(content_by_file) or _count(found) > MOST_PICTURES
    left_out = texts.Pictures.TOO_LARGE if is_too_much else texts.Pictures.NONE
    return draw_ledger(found, today=asking.today, campaign_by_code=names), left_out


def _contents(found: Sequence[Entry], asking: Asking) -> Mapping[str, bytes]:
    if _count(found) > MOST_PICTURES:
        return {}
    return evidence.contents(asking.desk.data_dir, {picture.file for entry in found for picture in entry.pictures})


def _count(found: Sequence[Entry]) -> int:
    return len({picture.file for entry in found for picture in entry.pictures})


def told(found: Sequence[Entry], asked: Asked, pictures: texts.Pictures, asking: Asking) -> texts.Told:
    """Return what the card beside the file says."""
    hazards = [entry.hazard for entry in found]
    still_open = [one for one in hazards if one.state in OPEN_STATES]
    return texts.Told(
        whose=asked.whose,
        first=asked.period.first if asked.period else None,
        last=asked.period.last if asked.period else None,
        which=texts.which(asked.request.grade, **_states(asked.request)),
        count=len(found),
        open=len(still_open),
        overdue=sum(one.due_on < asking.today for one in still_open),
        major=sum(one.grade is Grade.MAJOR for one in still_open),
        on_the_spot=sum(one.is_on_the_spot for one in hazards),
        planned=sum(one.funds_planned or 0 for one in hazards),
        spent=sum(one.funds_spent or 0 for one in hazards),
        pictures=pictures,
        at=asking.now,
    )


def _states(request: Request) -> Mapping[str, bool]:
    return {"is_open": request.is_open, "is_closed": request.is_closed, "is_overdue": request.is_overdue}
