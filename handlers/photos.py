"""Pictures, files and voices around the words: what they belong to, or the one question about them."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import dialogue
from handlers import evidence_joining as joining
from handlers import evidence_telling as telling
from handlers import hazard_finding as finding
from handlers.intent import Asking, Heard, Question, Reply, Sorry, Wish
from handlers.photo_items import items
from handlers.texts import evidence as texts
from handlers.texts import greeting
from handlers.understand.hazard_command import quoted_numbers
from handlers.understand.photo_words import read_label
from storage.dialogues import Dialogue
from storage.evidence import Evidence
from storage.hazards import Hazard
from storage.messages import Card
from storage.vocabulary import EvidenceKind

INTENT_NAME = "photo"


def looking(asking: Asking) -> Asking:
    """Return the same with what the sender has shown here that proves nothing yet."""
    question = dialogue.waiting(asking)
    since = None if question is None or dialogue.has_lapsed(question, asking) else dialogue.since(question)
    return replace(asking, shown=joining.shown(asking, since))


def answer(quote: str, asking: Asking) -> Reply:
    """Return the answer to a message that is nothing but pictures, files or a voice, and perhaps quotes words."""
    own = joining.own(asking)
    if not own:
        return texts.lost()
    if all(one.kind is EvidenceKind.VOICE for one in own):
        return texts.no_ears()
    question = _open_question(asking)
    if question is not None and question.intent != INTENT_NAME:
        return texts.kept_for_answer(telling.kinds(joining.left(asking)))
    if (hazard := _quoted(quote, asking)) is not None:
        joining.put(own, [hazard], None, asking)
    elif question is not None:
        return texts.more(telling.kinds(joining.left(asking)))
    elif not joining.join_topic(asking):
        return ask(asking)
    return texts.joined(telling.places(joining.uses(asking), asking.shown, asking))


def ask(asking: Asking, *, unheard: str = "") -> Question:
    """Return the one question about the pictures that prove nothing yet, with what is open for their sender."""
    card = texts.what_is_it(telling.kinds(joining.left(asking)), items(asking), unheard=unheard)
    return Question(card, {})


def label(heard: Heard, asking: Asking) -> Wish | None:
    """Return what the words beside a picture say if they do no more than naming what it shows (12号), else None."""
    said = read_label(heard.text) if _own_pictures(asking) else None
    return None if said is None else said.as_wish()


def without_intent(heard: Heard, asking: Asking) -> Reply | None:
    """Return the answer to words that nobody understood but that came with pictures, None where none came."""
    own = _own_pictures(asking)
    if not own:
        return None
    if (hazard := _quoted(heard.quote, asking)) is None:
        return ask(asking, unheard=heard.text)
    joining.put(own, [hazard], None, asking)
    return texts.joined(telling.places(joining.uses(asking), asking.shown, asking))


def told(reply: Reply, asking: Asking) -> Reply:
    """Return the answer to words with what the pictures were joined to by them, or that they wait."""
    if isinstance(reply, Card) and reply.is_confidential:
        # It says by itself what came of them: a tip 「举报」.
        return reply
    if isinstance(reply, Question):
        kept = telling.kinds(_own_pictures(asking))
        return replace(reply, card=texts.with_pictures_kept(reply.card, kept)) if kept else reply
    uses = joining.uses(asking)
    return texts.with_pictures_joined(reply, telling.places(uses, asking.shown, asking)) if uses else reply


def left(card: Card, asking: Asking) -> Card:
    """Return the answer with what became of the question about pictures: open still, now needed, or answered."""
    question, pictures = _open_question(asking), joining.left(asking)
    if question is not None and question.intent != INTENT_NAME:
        return card
    if question is not None and not pictures:
        dialogue.close(asking, greeting.ANSWERED)
    if not pictures or (question is not None and dialogue.is_asked_by(question, asking)):
        return card
    if question is None:
        dialogue.ask(asking, INTENT_NAME, Question(card, {}))
    return texts.with_pictures_left(card, telling.kinds(pictures))


def given_up(card: Card, question: Dialogue, asking: Asking) -> Card:
    """Return the answer to who leaves a question: the pictures that waited for its answer prove nothing."""
    pictures = joining.left(asking)
    if not pictures:
        return card
    joining.let_go(asking.shown, asking)
    if question.intent == INTENT_NAME:
        return texts.not_joined(telling.kinds(pictures))
    return texts.with_pictures_let_go(card, telling.kinds(pictures))


def _open_question(asking: Asking) -> Dialogue | None:
    question = dialogue.waiting(asking)
    if question is None or not dialogue.has_lapsed(question, asking):
        return question
    dialogue.close(asking, greeting.LAPSED)
    return None


def _own_pictures(asking: Asking) -> Sequence[Evidence]:
    return [one for one in joining.own(asking) if one.kind is not EvidenceKind.VOICE]


def _quoted(quote: str, asking: Asking) -> Hazard | None:
    """Return the one hazard that the quoted words name, if the sender may see it."""
    numbers = quoted_numbers(quote)
    try:
        return finding.find(asking, numbers[0]) if len(numbers) == 1 else None
    except Sorry:
        return None
