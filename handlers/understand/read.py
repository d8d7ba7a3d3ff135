"""The one entry to understanding: a text in, all that can be heard in it out, each part when asked for; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from config.lexicon import Lexicon
from config.zone import TZ
from handlers.understand.days import Calendar, Time, find_times, pick
from handlers.understand.emergency import Emergency, emergency_in
from handlers.understand.forms import Form, read_form
from handlers.understand.hazard_text import HazardReading, read_hazards
from handlers.understand.intent_guess import IntentGuess, guess_intents
from handlers.understand.intent_slots import Sources, slots_of
from handlers.understand.units import UnitMatch, UnitName, find_units
from handlers.understand.words import Said, as_written, normalise


@dataclass(frozen=True)
class Heard:
    """A message with all that is heard in it; every part is worked out once, on first use."""

    original: str
    ref: datetime
    lexicon: Lexicon
    calendar: Calendar
    unit_names: Sequence[UnitName] = ()

    @cached_property
    def said(self) -> Said:
        """Return the text evened out, with its quote, mentions and pictures."""
        return normalise(self.original, self.lexicon.words)

    @property
    def text(self) -> str:
        """Return the evened-out text."""
        return self.said.text

    @cached_property
    def form(self) -> Form | None:
        """Return the form that the message is, None for plain talk."""
        return read_form(self.text, self.lexicon.forms)

    @cached_property
    def emergency(self) -> Emergency | None:
        """Return the present danger that the message tells of."""
        return emergency_in(self.text, self.lexicon.emergency)

    @cached_property
    def hazards(self) -> HazardReading:
        """Return the hazards in the message; of a hazard form, in its 问题 and 部位."""
        return read_hazards(_hazard_words(self.form, self.text), self.lexicon.hazards, self.lexicon.places)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """Return the times in the message, in order."""
        return find_times(self.text, self.ref, self.calendar, self.lexicon.festivals)

    @cached_property
    def intents(self) -> tuple[IntentGuess, ...]:
        """Return the intents the message may have, the likeliest first; never empty."""
        return guess_intents(self.said, self.form, self.hazards, self.lexicon.intents, self.lexicon.places)

    @property
    def intent(self) -> IntentGuess:
        """Return the likeliest intent."""
        return self.intents[0]

    @cached_property
    def slots(self) -> Mapping[str, str]:
        """Return the slots of the likeliest intent, as written."""
        quote = self.said.quote
        quoted = find_times(quote, self.ref, self.calendar, self.lexicon.festivals) if quote else ()
        return slots_of(
            Sources(self.said, self.intent.intent, self.form, self.hazards, self.times, self.lexicon, quoted)
        )

    @cached_property
    def units(self) -> tuple[UnitMatch, ...]:
        """Return the units that the message may name, best first."""
        return find_units(self.text, self.unit_names, self.lexicon.units)


def read(text: str, ref: datetime, lexicon: Lexicon, calendar: Calendar, units: Sequence[UnitName] = ()) -> Heard:
    """Return what is heard in `text`, sent at `ref` (aware); nothing is worked out before it is asked for."""
    return Heard(text, ref if ref.tzinfo else ref.replace(tzinfo=TZ), lexicon, calendar, units)


def predict(row: Mapping[str, Any], lexicon: Lexicon, calendar: Calendar) -> dict[str, Any]:
    """Return the line that `understand --jsonl` prints for `{"id", "text", "ref"}`.

    Keys: id, is_hazard, categories, grade, location, n_hazards, intent, slots; value, start and end where there is
    a time, as ISO dates, value as a moment without zone where a time of day is named. Without "ref" no times.
    """
    ref = row.get("ref")
    now = datetime.fromisoformat(str(ref)) if ref else datetime(2000, 1, 1, tzinfo=TZ)
    heard = read(str(row["text"]), now, lexicon, calendar)
    reading = heard.hazards
    line: dict[str, Any] = {
        "id": row["id"],
        "is_hazard": reading.is_hazard,
        "categories": list(reading.categories),
        "grade": reading.grade,
        "location": as_written(reading.place, heard.original, lexicon.words) if reading.place else None,
        "n_hazards": len(reading.drafts),
        "intent": heard.intent.intent,
        "slots": dict(heard.slots),
    }
    return line | (_when(heard) if ref else {})


def _when(heard: Heard) -> dict[str, str]:
    time = pick(heard.times, heard.text)
    if time is None:
        return {}
    deadline = time.deadline
    value = f"{deadline:%Y-%m-%dT%H:%M}" if isinstance(deadline, datetime) else deadline.isoformat()
    return {"value": value, "start": time.span.start.isoformat(), "end": time.span.end.isoformat()}


def _hazard_words(form: Form | None, text: str) -> str:
    if form is None or form.kind != "hazard" or "问题" not in form.fields:
        return text
    place = form.fields.get("部位", "")
    problem = form.fields["问题"]
    return problem if place in problem else place + problem
