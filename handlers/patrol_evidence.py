"""Places and scanned points as evidence of a patrol."""

from handlers.intent import Asking, Reply
from handlers.texts import greeting

INTENT_NAME = "patrol_point"


def answer_location(asking: Asking) -> Reply:
    """Return the answer to a place that somebody sent."""
    return greeting.no_words_yet(asking.incoming.kind)
