"""The shape of an intent: what it is called, what people type, how it is read and answered."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from config.clock import TZ
from handlers.clicks import Click
from handlers.desk import Desk
from handlers.understand.forms import Form
from storage.evidence import Evidence
from storage.messages import Card, Incoming
from storage.people import Person
from storage.units import Tree, Unit
from storage.vocabulary import Level, Role

Wish = Mapping[str, Any]
"""What a message asks for, in JSON types, so that it can wait in a dialogue."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message prepared once for all intents."""

    text: str
    """Normalised: half-width signs, simplified characters, no @-name, no quote."""
    original: str
    quote: str = ""
    form: Form | None = None
    """The message read as 「键：值」 lines, where it has any."""
    guess: str = ""
    """The intent (taxonomy §3) that free text surely has; "" where none is sure."""
    maybe: Sequence[str] = ()
    """Where none is sure: the intents that it may have, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, from where, and what may be used to answer; one unit of work."""

    session: Session
    now: datetime
    person: Person
    unit: Unit
    tree: Tree
    desk: Desk
    incoming: Incoming
    known: "Sequence[Intent]" = ()
    """All intents, for the help."""
    click: Click | None = None
    """The press on a card that the message is, None for anything else."""
    shown: Sequence[Evidence] = ()
    """The pictures and files that come with the message or came before it and prove nothing yet, oldest first."""

    @property
    def today(self) -> date:
        """Return the day in the county."""
        return self.now.astimezone(TZ).date()

    @property
    def origin(self) -> str:
        """Return the name of the message: a repeat of it makes nothing twice."""
        return f"{self.incoming.channel}:{self.incoming.message_id}"


@dataclass(frozen=True, slots=True)
class Question:
    """An answer that lacks something: one question, and what is known so far."""

    card: Card
    known: Wish
    offers: Sequence[str] = ()
    """The short answers that the card offers (1, 是, 12): such a message is the answer, whoever could read it."""


Reply = Card | Question


@dataclass(frozen=True, slots=True)
class HandOver:
    """The answer that it is another intent's to answer: what follows, a question as well, is that intent's own."""

    intent: "Intent"
    wish: Wish


class Sorry(Exception):
    """Not done, for a reason that the person is told; nothing is stored and it is no fault of ours."""

    def __init__(self, card: Card) -> None:
        """Take the card that says why and what can be done."""
        super().__init__(card.title)
        self.card = card


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of message."""

    name: str
    """The file's own name; stored with open questions."""
    term: str
    """What it is called in the help."""
    examples: Sequence[str]
    """What people may type; every example is read by this intent and by no other (tested)."""
    read: Callable[[Heard], Wish | None]
    """Return what a form or a short command asks for, None where it is not ours. Pure."""
    answer: Callable[[Wish, Asking], Reply | HandOver]
    """Do it and say so. Raises Sorry."""
    resume: Callable[[Wish, Heard, Asking], Wish | None] | None = None
    """Return what is known with the answer to our question added, None where this is no answer to it."""
    guesses: Sequence[str] = field(default=())
    """The codes of understand's guesses about free text that lead here (taxonomy §3).

    The wish is then {"text", "quote", "guess"}.
    """
    template: str = ""
    """The form to copy and fill in; "" where there is none."""
    first_words: Mapping[Role, str] = field(default_factory=dict)
    """Who is told of it when they enter the chat, with which of the examples; not those who may not use it."""
    levels: Collection[Level] = tuple(Level)
    """On which levels of the tree it is of use."""
    is_aside: bool = False
    """Whether it is asked in passing: a question that is open stays so."""

    def first_words_for(self, role: Role, level: Level) -> str:
        """Return the example that somebody of this role is welcomed with, "" for none."""
        return self.first_words.get(role, "") if level in self.levels else ""


_FIRST_WORDS = 5
"""More than this nobody reads who has just come in."""
_FIRST = (
    *("hazard_report", "patrol_confirm", "hazard_move", "status_ask", "drill_confirm", "meeting_confirm"),
    *("hazard_amend", "hazard_grade"),
)
"""The intents that are shown before all others: what is done every day."""


def first_words(asking: Asking) -> list[str]:
    """Return what the asker will most need to say: up to five examples, those of the commonest intents first."""
    role, level = asking.person.role, asking.unit.level
    known = sorted(asking.known, key=lambda one: _FIRST.index(one.name) if one.name in _FIRST else len(_FIRST))
    return [words for one in known if (words := one.first_words_for(role, level))][:_FIRST_WORDS]
