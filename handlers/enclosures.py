"""Files that go beside the words of an answer, to whoever reads it: pictures of a hazard, documents that we made."""

from handlers.conversation import reader
from handlers.intent import Asking, Sorry
from handlers.texts import papers as texts
from storage import outbox, papers
from storage.messages import Card
from storage.vocabulary import Urgency


def send(asking: Asking, file: str, name: str, *, nth: int = 1) -> None:
    """Send a file below the data folder as the `nth` of this answer; a repeat of the message sends none again."""
    outbox.enqueue(
        asking.session,
        f"file:{asking.origin}:{nth}",
        reader(asking.session, asking.incoming),
        Card(name, file=file),
        urgency=Urgency.ANSWER,
        now=asking.now,
    )


def send_paper(asking: Asking, content: bytes, name: str, *, nth: int = 1) -> None:
    """Keep a document and send it under this name. Raises Sorry where it is larger than what every channel takes."""
    most = min(channel.file_bytes for channel in asking.desk.tables.limits.by_channel.values())
    if len(content) > most:
        raise Sorry(texts.too_large(name, len(content), most))
    send(asking, papers.keep(asking.session, content, now=asking.now), name, nth=nth)
