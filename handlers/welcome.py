"""What somebody is told who enters the chat: what waits for them, and what they can do, by what they are."""

from handlers.intent import Asking
from handlers.texts import greeting
from handlers.todo import todo_of
from storage.messages import Card


def card(asking: Asking) -> Card:
    """Return the welcome of this person."""
    person, unit = asking.person, asking.unit
    examples = [words for one in asking.known if (words := one.first_words_for(person.role, unit.level))]
    return greeting.welcome(person.name, unit.name, person.role.term, todo_of(asking).count, examples)
