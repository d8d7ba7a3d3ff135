"""What WeCom's error codes mean for a message: delivered, later, with a new token, or never."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.wire import words

NO_CALLBACK = 43012

MEDIA_GONE = 40007
"""The platform does not know the id of the file, or has forgotten it before its time."""

TASK_USED = (42014, 42016)
"""Our task ids are well formed and never used twice: refused, the card has arrived by an earlier try, unheard."""


class Outcome(StrEnum):
    """What the caller does next."""

    DELIVERED = "delivered"
    TRY_LATER = "try_later"
    HOLD = "hold"
    """Try later, and send this receiver nothing else meanwhile."""
    NEW_TOKEN = "new_token"  # noqa: S105 - a word, not a secret
    GIVE_UP = "give_up"


class Fault(StrEnum):
    """Whose business a refusal for good is."""

    CONFIG = "config"
    RECEIVER = "receiver"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one error code means."""

    outcome: Outcome
    meaning: str = ""
    """For the person who looks after it, in Chinese; never WeCom's own errmsg, which shows our address."""
    fault: Fault | None = None
    """Set where the outcome is GIVE_UP."""


def verdict(errcode: int) -> Verdict:
    """Return what `errcode` means; a code that nobody listed is tried again, as often as any other failure."""
    return _VERDICTS.get(errcode, Verdict(Outcome.TRY_LATER, words.UNLISTED))


def is_refused_as_card(errcode: int) -> bool:
    """Return whether a card may be refused for what it is while its words alone would be taken.

    43012: without a callback address in the console no interactive card is shown.
    """
    return errcode == NO_CALLBACK or verdict(errcode).fault is Fault.CONTENT


# Template cards 「模板卡片」: document/path/101032, 90236.
_CARD = (
    *(42014, 42016, 42027, 42028, 42029, 42030, 42031, 42033, 42035, 42036, 42037, 42038, 42039, 42040, 42041),
    *(42042, 42043, 42044, 42045, 42046, 42047, 42049, 42050, 42051),
)


def _given_up(meanings: Mapping[int, str], fault: Fault) -> dict[int, Verdict]:
    return {code: Verdict(Outcome.GIVE_UP, meaning, fault=fault) for code, meaning in meanings.items()}


# Source: 全局错误码, document/path/90313, and the pages of each interface.
_VERDICTS: Mapping[int, Verdict] = {
    0: Verdict(Outcome.DELIVERED),
    **{code: Verdict(Outcome.TRY_LATER, meaning) for code, meaning in words.TRY_LATER.items()},
    45009: Verdict(Outcome.HOLD, words.RATE_LIMITED),
    **{code: Verdict(Outcome.NEW_TOKEN, meaning) for code, meaning in words.NEW_TOKEN.items()},
    **_given_up(words.CONFIG, Fault.CONFIG),
    **_given_up(words.RECEIVER, Fault.RECEIVER),
    **_given_up(words.CONTENT, Fault.CONTENT),
    **_given_up(dict.fromkeys(_CARD, words.CARD), Fault.CONTENT),
}
