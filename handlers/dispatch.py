"""One message in, its answers out: who is it, is a question open, whose is it, what do we say."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from config.clock import TZ
from handlers import (
    alarm,
    card_closing,
    clicks,
    contacts,
    dialogue,
    duty_ladder,
    group_binding,
    meaning,
    patrol_evidence,
    photos,
    question_asking,
    registry,
    tip_chat,
    welcome,
)
from handlers.clicks import Click
from handlers.conversation import reader
from handlers.desk import Desk
from handlers.intent import Asking, HandOver, Heard, Intent, Reply, Sorry, Wish, first_words
from handlers.rules.access import OFFICERS
from handlers.texts import greeting
from handlers.understand.nearest import nearest
from handlers.understand.numbers import hazard_ids
from handlers.understand.read import Heard as Hearing
from handlers.understand.read import read
from handlers.understand.short_answers import is_giving_up, is_receipt
from handlers.understand.tip_words import is_secret, receipt_in
from storage import chats, outbox, people, units
from storage.messages import Card, Incoming, MessageKind
from storage.vocabulary import Category, InboxState, Role, Urgency

_WELCOMING = ("subscribe", "enter_chat")
_SCANNING = ("scancode_push", "scancode_waitmsg")
_EXAMPLES_SHOWN = 5
_WORTH_ASKING = 40
"""From this weight on a reading that is not sure is offered as a choice."""
_ONLY_DEMANDED = frozenset({Category.DRILL.value, Category.MGMT.value})
"""What is missing there is work to be demanded rather than a thing to be mended: 没搞演练的这周必须搞完."""


def answer(session: Session, incoming: Incoming, *, now: datetime, desk: Desk, known: Sequence[Intent]) -> InboxState:
    """Answer one message through the outbox, in the caller's transaction; return what became of the message."""
    if not incoming.sender:
        return contacts.changed(session, incoming, now=now, desk=desk)
    if incoming.kind is not MessageKind.EVENT:
        # Entering a chat is not speaking there: the platform lets nobody push for it.
        chats.hear(session, incoming.channel, incoming.conversation, now=now)
    click = clicks.of(session, incoming)
    text = click.text if click else _words(incoming)
    if not text.strip() and not _is_answered_without_words(incoming):
        return InboxState.IGNORED
    hearing = read(text, now.astimezone(TZ), desk.lexicon, desk.calendar)
    person = people.by_userid(session, incoming.sender)
    is_tip = _is_tip(hearing)
    if hearing.emergency is not None:
        card = alarm.first_steps(session, hearing.emergency, person)
        alarm.tell(session, incoming, hearing.emergency, person, now=now, is_shielded=is_tip)
        _reply(session, incoming, tip_chat.not_told(session, incoming, card) if is_tip else card, now=now)
        return InboxState.DONE
    if len(text) > (longest := desk.tables.limits.dialogue.longest_message):
        card = greeting.too_long(len(text), longest)
        pieces = (text[at : at + longest] for at in range(0, len(text), longest))
        if any(_is_tip(read(one, now.astimezone(TZ), desk.lexicon, desk.calendar)) for one in pieces):
            card = tip_chat.unread(session, incoming, card)
        _reply(session, incoming, card, now=now)
        return InboxState.DONE
    tree = units.tree(session)
    unit = tree.by_id.get(person.unit_id) if person else None
    if person is None or unit is None:
        told = tip_chat.from_stranger(session, incoming, hearing, tree=tree, desk=desk, now=now) if is_tip else None
        card = told or greeting.stranger(incoming.sender, people.with_role(session, Role.ADMIN))
    else:
        asking = photos.looking(Asking(session, now, person, unit, tree, desk, incoming, known, click))
        quote = _quote(hearing, incoming)
        card = _answer_words(hearing, quote, asking) if text.strip() else _answer_wordless(quote, asking)
        if person.role not in OFFICERS and receipt_in(f"{hearing.text} {quote}"):
            card = tip_chat.covered(session, incoming, card)
    _reply(session, incoming, group_binding.with_hint(session, incoming, card, now=now), now=now)
    return InboxState.DONE


def _is_tip(hearing: Hearing) -> bool:
    return hearing.intent.intent == tip_chat.GUESS or is_secret(hearing.text)


def _words(incoming: Incoming) -> str:
    """Return what was said or, by an event, done in so many words: the key of a menu, what a QR code says."""
    if incoming.kind is not MessageKind.EVENT:
        return incoming.text
    if incoming.details.get("event") in _SCANNING:
        return str(incoming.details.get("scan_code_info", {}).get("scan_result", ""))
    return str(incoming.details.get("event_key", ""))


def _quote(hearing: Hearing, incoming: Incoming) -> str:
    """Return the words that the message quotes, evened out like its own."""
    quoted = str(incoming.details.get("quote", ""))
    return hearing.said.quote or (replace(hearing, original=quoted).text if quoted else "")


def _is_answered_without_words(incoming: Incoming) -> bool:
    is_welcome = incoming.kind is MessageKind.EVENT and incoming.details.get("event") in _WELCOMING
    brings_media = bool(incoming.details.get("media") or incoming.details.get("quote_media"))
    return is_welcome or incoming.kind is MessageKind.LOCATION or brings_media


def _answer_words(hearing: Hearing, quote: str, asking: Asking) -> Card:
    if asking.click is not None and (refusal := _refused_click(asking.click, asking)) is not None:
        return refusal
    heard = Heard(
        text=hearing.text,
        original=hearing.original,
        quote=quote,
        form=hearing.form,
        guess=_guess(hearing),
        maybe=_maybe(hearing),
    )
    return photos.left(_converse(heard, asking, asking.known), asking)


def _answer_wordless(quote: str, asking: Asking) -> Card:
    match asking.incoming.kind:
        case MessageKind.EVENT:
            return welcome.card(asking)
        case MessageKind.LOCATION:
            return _settle(patrol_evidence.INTENT_NAME, patrol_evidence.answer_location(asking), asking)
        case _:
            return _settle(photos.INTENT_NAME, photos.answer(quote, asking), asking)


def _refused_click(click: Click, asking: Asking) -> Card | None:
    """Return why a press on this card does nothing any more, None where it does something."""
    card = click.sent
    if card is not None and card.closed_at is not None:
        card_closing.close_again(asking.session, card, asking.incoming, now=asking.now)
        return greeting.card_closed(card.closed_as)
    if card is not None and card.subject.startswith(dialogue.subject("")):
        question = dialogue.waiting(asking)
        if question is None or dialogue.has_lapsed(question, asking) or not dialogue.is_about(question, card):
            click_by = asking.incoming
            card_closing.close(asking.session, card.subject, greeting.LAPSED, now=asking.now, click=click_by)
            return greeting.card_closed(greeting.LAPSED)
    return None if click.is_complete else greeting.nothing_chosen()


def _guess(hearing: Hearing) -> str:
    """Return what the free text surely wants; who urges and names a fault that has no number yet reports it."""
    likeliest = hearing.intent
    categories = set(hearing.hazards.categories) - _ONLY_DEMANDED
    if likeliest.intent == "assign_urge" and categories and not hazard_ids(hearing.text):
        return "report_hazard"
    return likeliest.intent if likeliest.is_sure else ""


def _maybe(hearing: Hearing) -> tuple[str, ...]:
    """Return what the text may want where nothing is sure, the likeliest first; a tip is never asked about."""
    if hearing.intent.is_sure:
        return ()
    unsure = [one.intent for one in hearing.intents if one.weight >= _WORTH_ASKING]
    return tuple(code for code in unsure if code not in ("chitchat", tip_chat.GUESS))


def _converse(heard: Heard, asking: Asking, known: Sequence[Intent]) -> Card:
    question = dialogue.waiting(asking)
    if question is None:
        return _answer_new(heard, asking, known)
    if dialogue.has_lapsed(question, asking):
        dialogue.close(asking, greeting.LAPSED)
        card = _answer_new(heard, asking, known)
        return greeting.with_lapsed_question(card)
    if is_giving_up(heard.text):
        card = photos.given_up(greeting.question_dropped(), question, asking)
        dialogue.close(asking, greeting.DROPPED)
        return card
    intent = next((one for one in known if one.name == question.intent), None)
    if intent is not None and intent.name == photos.INTENT_NAME:
        return _converse_about_photos(intent, heard, asking, known)
    if intent is None or intent.resume is None:
        dialogue.close(asking, greeting.DROPPED)
        return _answer_new(heard, asking, known)
    readings = registry.route(heard, known)
    if len(readings) == 1 and readings[0][0].is_aside and not dialogue.is_offered(question, heard):
        return greeting.with_open_question(_do(*readings[0], asking))
    # A form or a command of its own is no answer: the new wish wins, and the old question is dropped with a word.
    is_answer = not readings and not _is_secret(heard)
    if dialogue.is_offered(question, heard) or is_answer:
        wish = intent.resume(dialogue.known(question), heard, asking)
        if wish is not None:
            dialogue.close(asking, greeting.ANSWERED)
            return _do(intent, wish, asking)
        if heard.guess == "chitchat":
            return greeting.still_waiting()
    dialogue.close(asking, greeting.DROPPED)
    return greeting.with_dropped_question(_answer_new(heard, asking, known))


def _converse_about_photos(intent: Intent, heard: Heard, asking: Asking, known: Sequence[Intent]) -> Card:
    """Answer words while the question is open what pictures are about: whatever they speak of, they may answer it."""
    wish = intent.resume({}, heard, asking) if intent.resume and not _is_secret(heard) else None
    if wish is not None:
        return _do(intent, wish, asking)
    is_courtesy = heard.guess == "chitchat" and not registry.route(heard, known)
    return greeting.still_waiting() if is_courtesy else _answer_new(heard, asking, known)


def _is_secret(heard: Heard) -> bool:
    """Return whether the words are a tip 「举报」: they answer no question, where they would be kept."""
    return heard.guess == tip_chat.GUESS or is_secret(heard.text)


def _answer_new(heard: Heard, asking: Asking, known: Sequence[Intent]) -> Card:
    label = photos.label(heard, asking)
    if label is not None:
        return _do(next(one for one in known if one.name == photos.INTENT_NAME), label, asking)
    readings = registry.route(heard, known)
    if len(readings) > 1:
        return greeting.which_one([intent.term for intent, _ in readings])
    if readings:
        return _do(*readings[0], asking)
    if not _is_secret(heard) and (going_on := question_asking.follow_up(heard, asking)) is not None:
        return going_on
    guessed = next((intent for intent in known if heard.guess in intent.guesses), None)
    if guessed is None:
        if is_receipt(heard.text) and duty_ladder.is_waiting(asking):
            return duty_ladder.acknowledge(asking)
        reply = photos.without_intent(heard, asking) if heard.guess in ("", "chitchat") else None
        if reply is not None:
            return _settle(photos.INTENT_NAME, reply, asking)
        if (figure := question_asking.unheard(heard, asking)) is not None:
            return figure
        if (which := meaning.question(heard, known)) is not None:
            return _settle(meaning.INTENT_NAME, which, asking)
        return greeting.without_intent(heard.guess, heard.original, _examples(heard, asking, known))
    return _do(guessed, {"text": heard.text, "quote": heard.quote, "guess": heard.guess}, asking)


def _examples(heard: Heard, asking: Asking, known: Sequence[Intent]) -> list[str]:
    # Of what comes equally near, what this person needs most comes first: 设为标杆 is nothing for a night nurse.
    of_use = [one for one in known if asking.unit.level in one.levels]
    examples = [*first_words(asking), *(example for one in of_use for example in one.examples)]
    examples = [example for example in dict.fromkeys(examples) if "\n" not in example]
    return nearest(heard.text, examples, asking.desk.cutter)[:_EXAMPLES_SHOWN]


def _do(intent: Intent, wish: Wish, asking: Asking) -> Card:
    try:
        # A refusal leaves nothing behind, whatever the intent had begun.
        with asking.session.begin_nested():
            reply = intent.answer(wish, asking)
    except Sorry as sorry:
        return sorry.card
    if isinstance(reply, HandOver):
        return _do(reply.intent, reply.wish, asking)
    return _settle(intent.name, reply if intent.name == photos.INTENT_NAME else photos.told(reply, asking), asking)


def _settle(intent_name: str, reply: Reply, asking: Asking) -> Card:
    """Return the card of the reply; a question is kept open, its buttons good for this question alone."""
    if isinstance(reply, Card):
        return reply
    dialogue.ask(asking, intent_name, reply)
    return replace(reply.card, subject=dialogue.subject(asking.origin))


def _reply(session: Session, incoming: Incoming, card: Card, *, now: datetime) -> None:
    outbox.enqueue(
        session,
        f"answer:{incoming.channel}:{incoming.message_id}",
        reader(session, incoming),
        card,
        urgency=Urgency.ANSWER,
        now=now,
        reply=(incoming.channel, incoming.reply_handle),
    )


def apologise(session: Session, incoming: Incoming, *, now: datetime) -> None:
    """Tell the sender that the message could not be handled after all tries."""
    if incoming.sender:
        _reply(session, incoming, greeting.trouble_of_ours(), now=now)
