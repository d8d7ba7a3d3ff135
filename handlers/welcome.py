"""What somebody is told who enters the chat: what waits for them, and what they can do, by what they are."""

from handlers.intent import Asking, first_words
from handlers.texts import greeting
from handlers.todo import todo_of
from storage.messages import Card


def card(asking: Asking) -> Card:
    """Return the welcome of this person."""
    person, unit = asking.person, asking.unit
    return greeting.welcome(person.name, unit.name, person.role.term, todo_of(asking).count, first_words(asking))
