"""What somebody is told who enters the chat: what waits for them, and what they can do, by what they are."""

from handlers.intent import Asking
from handlers.texts import greeting
from handlers.todo import todo_of
from storage.messages import Card

_MOST = 5
"""More examples nobody reads who has just come in; the help has them all."""
_FIRST = (
    *("hazard_report", "patrol_confirm", "hazard_move", "status_ask", "drill_confirm", "meeting_confirm"),
    *("hazard_amend", "hazard_grade"),
)
"""The intents that are shown before all others: what is done every day."""


def card(asking: Asking) -> Card:
    """Return the welcome of this person."""
    person, unit = asking.person, asking.unit
    first = sorted(asking.known, key=lambda one: _FIRST.index(one.name) if one.name in _FIRST else len(_FIRST))
    examples = [words for one in first if (words := one.first_words_for(person.role, unit.level))]
    return greeting.welcome(person.name, unit.name, person.role.term, todo_of(asking).count, examples[:_MOST])
