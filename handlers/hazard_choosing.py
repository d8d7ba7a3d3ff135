"""Ask which hazard is meant, and read the answer; shared by all that is done about a numbered hazard."""

from collections.abc import Sequence

from handlers.intent import Question, Sorry, Wish
from handlers.texts import hazard_move as texts
from handlers.understand.hazard_command import answered_numbers
from handlers.understand.short_answers import bare
from storage.hazards import Hazard
from storage.vocabulary import HazardAction


def chosen(known: Wish, text: str) -> Wish | None:
    """Return what is known with the answer to `which_one` added, None where `text` is no answer to it."""
    if len(known["candidates"]) == 1 and bare(text) in texts.YES:
        return {**known, "numbers": known["candidates"]}
    numbers = answered_numbers(text)
    return {**known, "numbers": list(numbers)} if numbers else None


def which_one(action: HazardAction, candidates: Sequence[Hazard], known: Wish) -> Question:
    """Return the question which hazard is meant. Raises Sorry where none can be."""
    if not candidates:
        raise Sorry(texts.none_fits(action))
    numbers = [str(one.number) for one in candidates]
    offers = (*numbers, *(texts.YES if len(numbers) == 1 else ()))
    known = {**known, "numbers": [], "candidates": numbers}
    return Question(texts.which_one(action, candidates), known, offers)
