"""Answer a question about figures in the chat, for what the asker may see."""

from handlers.intent import Asking
from handlers.questions.answer import ask
from handlers.rules.access import scope
from handlers.texts import status as texts
from storage.messages import Card


def figures(text: str, asking: Asking) -> Card:
    """Return the answer to the question, or that there is no such figure."""
    found = ask(
        asking.session,
        text,
        now=asking.now,
        tree=asking.tree,
        desk=asking.desk,
        scope=scope(asking.person, asking.tree),
    )
    return texts.answered(text, found.text)
