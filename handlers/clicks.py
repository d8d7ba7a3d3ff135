"""A press on a card's button, read as the words that it stands for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from storage import cards
from storage.cards import SentCard
from storage.messages import Incoming, MessageKind

_EVENTS = ("template_card_event", "template_card_menu_event")
_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Click:
    """One press on one card."""

    text: str
    """What the person might have typed instead; a `{choice}` that is left in it was not chosen."""
    sent: SentCard | None
    """The card as we sent it; None where we do not know it (any more)."""

    @property
    def is_complete(self) -> bool:
        """Return whether everything that the card asks to be chosen was chosen."""
        return _SLOT.search(self.text) is None


def of(session: Session, incoming: Incoming) -> Click | None:
    """Return the click that the message is, None for anything else."""
    details = incoming.details
    if incoming.kind is not MessageKind.EVENT or details.get("event") not in _EVENTS:
        return None
    chosen: Mapping[str, Sequence[str]] = details.get("selected_items", {})
    text = _SLOT.sub(lambda slot: "、".join(chosen.get(slot[1], ())) or slot[0], str(details.get("event_key", "")))
    return Click(text, cards.of_task(session, str(details.get("task_id", ""))))
