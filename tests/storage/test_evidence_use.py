"""What pieces of evidence prove: loose ones, used ones, and those that were put in the wrong place."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from storage import evidence, inbox
from storage.database import work
from storage.evidence import Evidence
from storage.messages import Incoming, MessageKind
from storage.vocabulary import EvidenceKind, Phase
from tests.builders import MONDAY_TEN

CHAT = "private:zhang"


def a_message(name: str, **details: Sequence[dict[str, str]]) -> Incoming:
    return Incoming("test", name, "zhang", CHAT, MessageKind.IMAGE, details=details)


def an_image(name: str) -> dict[str, str]:
    return {"kind": "image", "url": f"https://example.com/{name}"}


def sent(session: Session, name: str) -> list[Evidence]:
    inbox.receive(session, [a_message(name, media=[an_image(name)])], now=MONDAY_TEN)
    return list(evidence.of_message(session, f"test:{name}"))


def loose(session: Session) -> list[str]:
    since = MONDAY_TEN - timedelta(minutes=10)
    return [one.origin for one in evidence.loose(session, CHAT, "zhang", since=since, kinds=[EvidenceKind.IMAGE])]


def test_quoted_pictures_come_after_those_of_the_message_itself(sqlite_engine: Engine) -> None:
    quoting = a_message("m1", media=[an_image("own")], quote_media=[an_image("quoted")])
    with work(sqlite_engine) as session:
        inbox.receive(session, [quoting, quoting], now=MONDAY_TEN)

        brought = evidence.of_message(session, "test:m1")

    assert [(one.ordinal, one.source["url"]) for one in brought] == [
        (1, "https://example.com/own"),
        (2, "https://example.com/quoted"),
    ]


def test_what_was_put_in_the_wrong_place_may_come_back(engine: Engine) -> None:
    with work(engine) as session:
        pieces = sent(session, "m1")
        for subject in ("hazard:1", "hazard:2", "hazard:1"):
            evidence.withdraw(session, pieces, now=MONDAY_TEN)
            evidence.use(session, pieces, subject, Phase.BEFORE, person_id=None, now=MONDAY_TEN)

        assert [one.subject for one in evidence.uses(session, pieces)] == ["hazard:1"]
        assert evidence.subjects_of(session, pieces[0].id or 0) == ["hazard:1"]
        assert evidence.about(session, "hazard:2") == []
        assert [piece.id for _, piece in evidence.about(session, "hazard:1")] == [pieces[0].id]
        assert loose(session) == []


def test_a_piece_proves_one_thing_once(engine: Engine) -> None:
    with work(engine) as session:
        pieces = sent(session, "m1")

        assert evidence.use(session, pieces, "hazard:1", Phase.BEFORE, person_id=None, now=MONDAY_TEN) == 1
        assert evidence.use(session, pieces, "hazard:1", Phase.AFTER, person_id=None, now=MONDAY_TEN) == 0


def test_what_proves_nothing_is_loose_no_longer(engine: Engine) -> None:
    with work(engine) as session:
        pieces = sent(session, "m1")
        assert loose(session) == ["test:m1"]

        evidence.use(session, pieces, evidence.NOTHING, Phase.PROOF, person_id=None, now=MONDAY_TEN)

        assert loose(session) == []
        assert evidence.subjects_of(session, pieces[0].id or 0) == []
        since = MONDAY_TEN - timedelta(minutes=10)
        kinds = [EvidenceKind.IMAGE]
        assert [one.id for one in evidence.latest(session, CHAT, "zhang", since=since, kinds=kinds)] == [pieces[0].id]


def test_messages_that_are_not_answered_yet_are_known_by_chat(engine: Engine) -> None:
    with work(engine) as session:
        sent(session, "m1")

        assert inbox.waiting_origins(session, CHAT) == {"test:m1"}
        assert inbox.waiting_origins(session, "private:wang") == frozenset()
