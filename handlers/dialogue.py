"""Questions that the bot waits on: asked once, answered by the next message of that person in that chat."""

from datetime import datetime
from typing import cast

from handlers import card_closing
from handlers.intent import Asking, Heard, Question, Wish
from handlers.understand.short_answers import bare
from storage import dialogues
from storage.cards import SentCard
from storage.dialogues import Dialogue


def ask(asking: Asking, intent_name: str, question: Question) -> None:
    """Keep the question open; it replaces an earlier one of this person here."""
    dialogues.ask(
        asking.session,
        Dialogue(
            conversation=asking.incoming.conversation,
            person_id=_person_id(asking),
            intent=intent_name,
            state={
                "known": dict(question.known),
                "offers": list(question.offers),
                "origin": asking.origin,
                "since": min((one.received_at for one in asking.shown), default=asking.now).isoformat(),
            },
            asked_at=asking.now,
            lapses_at=asking.now + asking.desk.tables.limits.dialogue.question_life,
        ),
    )


def waiting(asking: Asking) -> Dialogue | None:
    """Return the question that this person has been asked here, lapsed ones included."""
    return dialogues.open_question(asking.session, asking.incoming.conversation, _person_id(asking))


def has_lapsed(question: Dialogue, asking: Asking) -> bool:
    """Return whether the answer came too late to be read as one."""
    return asking.now >= question.lapses_at


def known(question: Dialogue) -> Wish:
    """Return what the intent knew when it asked."""
    return cast("Wish", question.state["known"])


def is_offered(question: Dialogue, heard: Heard) -> bool:
    """Return whether the message is one of the short answers that the question offered."""
    return bare(heard.text) in question.state["offers"]


def since(question: Dialogue) -> datetime:
    """Return from when on what the person shows may be about the question: the first picture that it waits for."""
    return datetime.fromisoformat(question.state.get("since", question.asked_at.isoformat()))


def is_asked_by(question: Dialogue, asking: Asking) -> bool:
    """Return whether this very message was answered with the question."""
    return bool(question.state.get("origin") == asking.origin)


def subject(origin: str) -> str:
    """Return what the buttons of a question are about that was asked in answer to the message `origin`."""
    return f"question:{origin}"


def is_about(question: Dialogue, card: SentCard) -> bool:
    """Return whether this card asks this question."""
    return card.subject == subject(question.state.get("origin", ""))


def close(asking: Asking, closed_as: str) -> None:
    """Drop the open question of this person here, if there is one; its card's buttons become `closed_as`."""
    question = waiting(asking)
    if question is None:
        return
    dialogues.forget(asking.session, asking.incoming.conversation, _person_id(asking))
    about = subject(question.state.get("origin", ""))
    card_closing.close(
        asking.session, about, closed_as, now=asking.now, click=asking.incoming if asking.click else None
    )


def _person_id(asking: Asking) -> int:
    assert asking.person.id is not None
    return asking.person.id
