"""What is done about one hazard by a word, its number and what is said: find the hazard, ask for what is lacking."""

from collections.abc import Callable

from handlers import hazard_case as cases
from handlers import hazard_choosing as choosing
from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Question, Reply, Sorry, Wish
from handlers.texts import hazard_move as texts
from handlers.understand.hazard_command import quoted_numbers
from handlers.understand.numbered_words import Words
from storage.hazards import Hazard
from storage.vocabulary import HazardAction


def read(words: Words, heard: Heard) -> Wish | None:
    """Return {"means", "numbers", "said"} where the message begins with one of the words, else None."""
    if heard.form is not None:
        return None
    found = words.read(heard.text, quoted=quoted_numbers(heard.quote), needs_number=False)
    return None if found is None else {"means": found.means, "numbers": list(found.numbers), "said": found.said}


def resume(known: Wish, heard: Heard, asking: Asking) -> Wish | None:
    """Return what is known with the answer added: which hazard, or else the words that were asked for."""
    if not known["numbers"]:
        return choosing.chosen(known, heard.text)
    return {**known, "said": heard.text.strip()}


def on_one(
    wish: Wish, action: HazardAction, asking: Asking, do: Callable[[Hazard], Reply], *, ended: bool = False
) -> Reply:
    """Return what `do` answers about the one hazard that is meant, or the question which it is.

    The action is judged before anything is asked. Raises Sorry where it is refused, several are meant or none can
    be; `ended` where it is about hazards that are struck off, of which none is offered.
    """
    numbers = wish["numbers"]
    if len(numbers) > 1:
        raise Sorry(texts.one_at_a_time(action))
    if numbers:
        hazard = finding.find(asking, numbers[0])
        cases.after(hazard, action, asking)
        return do(hazard)
    if ended:
        raise Sorry(texts.none_fits(action))
    able = [one for one in finding.open_hazards(asking) if cases.is_allowed(one, action, asking)]
    return choosing.which_one(action, able, wish)


def answered(question: Question, wish: Wish) -> Question:
    """Return the question with what is known of the wish."""
    return Question(question.card, {**wish, **question.known}, question.offers)
