"""Where it is not sure what a message wants: one question with a few choices, never a guess acted on."""

from collections.abc import Sequence

from handlers.intent import Asking, HandOver, Heard, Intent, Question, Wish
from handlers.texts import meaning as texts
from handlers.understand.short_answers import bare
from storage import corrections
from storage.vocabulary import CorrectionKind

INTENT_NAME = "meaning"
_AT_MOST = 3
"""With 「不办了」 that makes four choices."""
_REPORT = "report_hazard"


def question(heard: Heard, known: Sequence[Intent]) -> Question | None:
    """Return the question which of the readings is meant, None where there is nothing to choose from."""
    possible = [code for code in heard.maybe if any(code in one.guesses for one in known)][:_AT_MOST]
    if not possible:
        return None
    wish = {"text": heard.text, "quote": heard.quote, "original": heard.original, "codes": possible}
    return Question(texts.which(heard.original, possible), wish, [str(n) for n in range(1, len(possible) + 1)])


def choose(wish: Wish, heard: Heard) -> Wish | None:
    """Return the wish with what was chosen, None where the words choose nothing."""
    said = bare(heard.text)
    codes: Sequence[str] = wish["codes"]
    if said.isdecimal() and 1 <= int(said) <= len(codes):
        return {**wish, "meant": codes[int(said) - 1]}
    meant = next((code for code in codes if said == texts.term(code)), None)
    return {**wish, "meant": meant} if meant else None


def meant(wish: Wish, asking: Asking) -> HandOver:
    """Return the intent that was chosen with its wish; what was heard and what was meant is kept for the lexicon."""
    code = wish["meant"]
    heard = wish["codes"][0]
    corrections.keep(
        asking.session,
        CorrectionKind.INTENT,
        wish["original"],
        heard,
        code,
        origin=asking.origin,
        now=asking.now,
    )
    # Whoever says that it is a report has decided it: it is registered even where no fault was made out.
    guess = {} if code == _REPORT else {"guess": code}
    intent = next(one for one in asking.known if code in one.guesses)
    return HandOver(intent, {"text": wish["text"], "quote": wish["quote"], **guess})
