"""Kill -9 at every step of a photo's road: it is kept once, whole, and nobody is asked to send it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from storage.database import open_engine, reading
from storage.evidence import Evidence
from storage.outbox import OutboxMessage
from storage.vocabulary import EvidenceState, OutboxState
from tests.bot import pieces
from tests.builders import CONFIG, a_county
from tests.crash.process import quick_config
from tests.crash.running import Place, free_port, is_listening, program, until
from tests.wecom.callbacks import CallbackSender
from tests.wecom.platform import Platform
from tests.wecom.server import running_platform

ROAD_OF_A_PHOTO = [
    "accept: committed",
    "fetch: claimed",
    "fetch: fetched",
    "fetch: checked",
    "file: before rename",
    "fetch: before settle",
    "fetch: before commit",
    "fetch: settled",
]


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running_platform() as platform:
        yield platform


@pytest.fixture
def rows(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    a_county(engine, wants_mornings=False)
    yield engine
    engine.dispose()


def is_settled(engine: Engine) -> bool:
    with reading(engine) as session:
        fetched = session.scalars(select(col(Evidence.state))).all()
        letters = session.scalars(select(col(OutboxMessage.state))).all()
    return set(fetched) == {EvidenceState.STORED} and set(letters) == {OutboxState.SENT}


@pytest.mark.parametrize("step", ROAD_OF_A_PHOTO)
def test_a_photo_survives_a_kill_at_every_step_and_is_kept_once(
    step: str, database_url: str, platform: Platform, rows: Engine, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    config = quick_config(CONFIG, tmp_path)
    place = Place(database_url, config, platform.api_url, free_port(), (("MINAN_DATA_DIR", str(data)),))
    wecom = CallbackSender(place.callback_url)
    sent = platform.media.keep("image", "MEDIA.jpg", pieces.photo(), now=platform.clock(), owner="")
    message = wecom.write.image(sent.media_id, sender="zhang")
    with program(place, kill_at=step) as first:
        until(lambda: is_listening(place.port), "the first process")
        accepted = wecom.deliver(message).is_accepted
        first.join(60)

    with program(place):
        until(lambda: is_listening(place.port), "the second process")
        if not accepted:
            assert wecom.deliver(message).is_accepted
        until(lambda: is_settled(rows), "the photo")

    assert first.exitcode == -9
    with reading(rows) as session:
        (row,) = session.scalars(select(Evidence))
    files = [path for path in (data / "evidence").rglob("*") if path.is_file()]
    whole = [path for path in files if path.suffix != ".part"]
    assert [path.relative_to(data).as_posix() for path in whole] == [row.file]
    assert pieces.opened(whole[0].read_bytes()).size == (400, 300)
    # Where several processes may share the folder, nobody knows whether half a file is still being written.
    assert files == whole or rows.dialect.name == "postgresql"
    assert not [seen for seen in platform.seen_by_person("zhang") if "再发一次" in seen.text]
