"""Files that go beside the words of an answer, to whoever reads it: pictures of a hazard, documents that we made."""

from handlers.conversation import reader
from handlers.intent import Asking, Sorry
from handlers.texts import papers as texts
from storage import outbox, papers
from storage.messages import Card, Recipient
from storage.vocabulary import Urgency


def send(asking: Asking, file: str, name: str, *, nth: int = 1, to: Recipient | None = None) -> None:
    """Send a file below the data folder as the `nth` of this answer; a repeat of the message sends none again.

    It goes `to` somebody else than who reads the answer where it is not for all of a group.
    """
    outbox.enqueue(
        asking.session,
        f"file:{asking.origin}:{nth}",
        to or reader(asking.session, asking.incoming),
        Card(name, file=file),
        urgency=Urgency.ANSWER,
        now=asking.now,
    )


def send_paper(asking: Asking, content: bytes, name: str, *, nth: int = 1, to: Recipient | None = None) -> None:
    """Keep a document and send it under this name. Raises Sorry where it is larger than what every channel takes."""
    most = largest(asking)
    if len(content) > most:
        raise Sorry(texts.too_large(name, len(content), most))
    send(asking, papers.keep(asking.session, content, now=asking.now), name, nth=nth, to=to)


def largest(asking: Asking) -> int:
    """Return how many bytes a file may have that every channel takes."""
    return min(channel.file_bytes for channel in asking.desk.tables.limits.by_channel.values())
