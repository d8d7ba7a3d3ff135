"""Photos, files, voices without words: what they belong to, or the one question about it."""

from handlers.intent import Asking, Reply
from handlers.texts import greeting

INTENT_NAME = "photo"


def answer(asking: Asking) -> Reply:
    """Return the answer to a message that is nothing but pictures or files."""
    return greeting.no_words_yet(asking.incoming.kind)
