"""The answer to 「您是要办哪一件」: which of several readings of a message is meant."""

from handlers import meaning
from handlers.intent import Asking, Heard, Intent, Wish


def _read(heard: Heard) -> Wish | None:
    """Nothing begins here: the question is asked where no other intent is sure."""
    return None


def _resume(wish: Wish, heard: Heard, asking: Asking) -> Wish | None:
    return meaning.choose(wish, heard)


INTENT = Intent(meaning.INTENT_NAME, "没听准时的选择", (), _read, meaning.meant, _resume)
