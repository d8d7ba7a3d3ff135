"""What somebody is told who enters the chat: what they can do, by what they are."""

from handlers.intent import Asking
from handlers.texts import greeting
from storage.messages import Card


def card(asking: Asking) -> Card:
    """Return the welcome of this person, with examples of what the registry's intents read."""
    return greeting.welcome(asking.person.name, asking.unit.name, [intent.examples[0] for intent in asking.known])
