"""What people send is fetched while its link lives, judged, kept once; or they are asked to send it again."""

import asyncio
import hashlib
import logging
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import checkpoint, content_file, evidence_files, fetch, health
from bot.rules.retry import fetch_again_at
from storage import evidence
from storage.database import work
from storage.vocabulary import EvidenceState
from tests.bot import pieces
from tests.bot.fetching import BOT, Fetching
from tests.builders import MONDAY_TEN
from tests.wecom.faults import Fault

GET, FILE = "media/get", "aibot/file"
STORED, WAITING = EvidenceState.STORED, EvidenceState.WAITING
FAILED = EvidenceState.FAILED


# ---- what is fetched


def test_a_photo_for_the_app_is_kept_without_what_the_camera_wrote(on_both: Fetching) -> None:
    on_both.receive(on_both.at_app(pieces.photo()))

    on_both.fetch()

    row = on_both.row()
    content = (on_both.world.data_dir / row.file).read_bytes()
    assert (row.state, row.mime, row.size, row.source) == (STORED, "image/jpeg", len(content), {})
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert not any(secret in content for secret in pieces.SECRETS)
    assert dict(pieces.opened(content).getexif()) == {}
    assert on_both.told() == []


def test_a_photo_for_the_bot_is_unsealed_and_called_as_its_sender_called_it(people: Fetching) -> None:
    people.receive(people.at_bot(pieces.PDF, "file", "整改方案.pdf"), channel=BOT)

    people.fetch()

    row = people.row()
    assert (row.state, row.name, row.mime) == (STORED, "整改方案.pdf", "application/pdf")
    assert (people.world.data_dir / row.file).read_bytes() == pieces.PDF


def test_the_app_s_own_name_for_a_file_does_not_replace_its_sender_s(people: Fetching) -> None:
    people.receive(people.at_app(pieces.PDF, "file", "十一月/方案.pdf"))

    people.fetch()

    assert people.row().name == "方案.pdf"


def test_equal_photos_are_kept_once_and_never_written_again(people: Fetching) -> None:
    for _ in range(2):
        people.receive(people.at_app(pieces.photo()))
    people.fetch()
    (file,) = people.files()
    before = file.stat()
    people.receive(people.at_bot(pieces.photo()), channel=BOT)

    people.fetch()

    after = file.stat()
    assert people.files() == [file]
    assert len({row.sha256 for row in people.rows()}) == 1
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert after.st_mode & 0o077 == 0


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / evidence.file_of(hashlib.sha256(b"new").hexdigest())
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old")

    evidence_files.keep(tmp_path, b"new")

    assert target.read_bytes() == b"old"


def test_what_a_killed_process_left_half_written_is_swept_away(tmp_path: Path) -> None:
    whole = tmp_path / evidence.file_of(evidence_files.keep(tmp_path, b"whole"))
    half = whole.with_name("half.part")
    half.write_bytes(b"ha")

    content_file.sweep(tmp_path / evidence.FOLDER)

    assert (whole.exists(), half.exists()) == (True, False)


# ---- what goes wrong on the way


PASSING = [
    Fault.HTTP_500,
    Fault.HTTP(403),
    Fault.HTTP(302),
    Fault.HTML_INSTEAD_OF_JSON,
    Fault.DROP_BEFORE,
    Fault.CUT_SHORT,
    Fault.HANG(30),
]


@pytest.mark.parametrize("fault", [*PASSING, Fault.ERRCODE(-1), Fault.ERRCODE(60020), Fault.ERRCODE(99999)])
def test_a_photo_for_the_app_is_fetched_again_after_a_failure(people: Fetching, fault: Fault) -> None:
    people.platform.fail_next(GET, fault)
    people.receive(people.at_app(pieces.photo()))

    people.fetch()
    first = people.row()
    people.world.forward(seconds=2)
    people.fetch()

    assert (first.state, first.not_before) == (WAITING, people.clock())
    assert first.error
    assert people.states() == [STORED]
    assert people.told() == []


@pytest.mark.parametrize("fault", PASSING)
def test_a_photo_for_the_bot_is_fetched_again_after_a_failure(people: Fetching, fault: Fault) -> None:
    people.platform.fail_next(FILE, fault)
    people.receive(people.at_bot(pieces.photo()), channel=BOT)

    people.fetch()
    people.world.forward(seconds=2)
    people.fetch()

    assert people.states() == [STORED]


@pytest.mark.parametrize("errcode", [40014, 42001])
def test_a_refused_token_is_replaced_at_once(people: Fetching, errcode: int) -> None:
    people.platform.fail_next(GET, Fault.ERRCODE(errcode))
    people.receive(people.at_app(pieces.photo()))

    people.fetch()

    assert people.states() == [STORED]


def test_who_asks_too_often_waits_as_long_as_the_platform_wants(people: Fetching) -> None:
    people.platform.fail_next(GET, Fault.ERRCODE(45009))
    people.receive(people.at_app(pieces.photo()))

    people.fetch()

    assert people.row().not_before - people.clock() == timedelta(minutes=1)


def test_a_fetch_that_drips_on_is_broken_off(people: Fetching) -> None:
    people.platform.latency[GET] = 0.5
    hasty = replace(people.tables.limits.fetch, lease=timedelta(seconds=0.3))
    people.receive(people.at_app(pieces.photo()))

    people.fetch(people.another(limits=replace(people.tables.limits, fetch=hasty)))

    assert people.row().error == "取文件超时"


def test_the_bot_s_link_is_tried_for_five_minutes_and_then_the_sender_is_asked(people: Fetching) -> None:
    people.platform.fail_next(FILE, Fault.HTTP_500, times=100)
    people.receive(people.at_bot(pieces.photo()), channel=BOT)
    people.fetch()

    tries = people.fetch_for(minutes=5)

    assert people.states() == [FAILED]
    assert 7 <= tries <= 9
    (told,) = people.told()
    assert told.startswith("照片没有取到，请再发一次")
    people.fetch_for(minutes=5)
    assert len(people.told()) == 1


def test_a_link_that_has_died_while_we_were_away_is_looked_at_once(people: Fetching) -> None:
    people.receive(people.at_bot(pieces.photo()), channel=BOT)
    people.world.forward(minutes=6)

    people.fetch()

    assert people.states() == [FAILED]
    assert people.platform.calls[FILE] == 1
    assert len(people.told()) == 1


def test_the_app_s_media_id_is_good_for_three_days(people: Fetching) -> None:
    people.platform.fail_next(GET, Fault.HTTP_500, times=150)
    people.receive(people.at_app(pieces.photo()))
    people.fetch()

    tries = people.fetch_for(days=2.9)
    people.platform.forget_faults()
    still = people.states()
    people.fetch_for(days=0.05)

    assert still == [WAITING]
    assert 100 < tries < 150
    assert people.states() == [STORED]


def test_the_app_s_media_id_dies_after_three_days(people: Fetching) -> None:
    people.platform.fail_next(GET, Fault.HTTP_500, times=1000)
    people.receive(people.at_app(pieces.photo()))

    people.fetch_for(days=3.1)

    assert people.states() == [FAILED]
    assert len(people.told()) == 1


def test_a_file_that_the_platform_does_not_know_is_asked_for_again_at_once(people: Fetching) -> None:
    people.receive({"kind": "file", "media_id": "never-issued", "name": "a.pdf"})

    people.fetch()

    row = people.row()
    assert (row.state, row.source) == (FAILED, {})
    assert "40007" in row.error
    assert people.told()[0].startswith("文件没有取到，请再发一次")


@pytest.mark.parametrize("media", [{"kind": "image"}, {"kind": "image", "media_id": ""}])
def test_a_picture_without_an_id_is_asked_for_again(people: Fetching, media: dict[str, str]) -> None:
    people.receive(media)

    people.fetch()

    assert people.states() == [FAILED]


def test_what_came_by_a_channel_that_is_turned_off_is_asked_for_again(people: Fetching) -> None:
    people.receive({"kind": "image", "media_id": "m"}, channel="old")

    people.fetch()

    assert people.states() == [FAILED]


def test_waits_double_from_the_receipt_within_the_plan_and_the_link_s_life(people: Fetching) -> None:
    plan = people.tables.limits.fetch

    def wait(*, after: float, life: float = 1e6, asked: float | None = None) -> float | None:
        now = MONDAY_TEN + timedelta(seconds=after)
        asked_wait = None if asked is None else timedelta(seconds=asked)
        again_at = fetch_again_at(MONDAY_TEN, plan, life=timedelta(seconds=life), wait=asked_wait, now=now)
        return None if again_at is None else (again_at - now).total_seconds()

    assert [wait(after=after) for after in (0, 2, 100, 1800, 9000)] == [2, 2, 100, 1800, 1800]
    assert wait(after=2, asked=60) == 60
    assert wait(after=100, life=200) is None
    assert wait(after=100, life=201) == 100


def test_a_photo_that_waits_for_long_is_seen_by_the_operator(people: Fetching) -> None:
    people.platform.fail_next(GET, Fault.ERRCODE(60020), times=100)
    people.receive(people.at_app(pieces.photo()))

    people.fetch_for(minutes=6)

    faults = health.look(people.engine, now=people.clock(), expected_jobs=()).faults
    assert "有照片、文件等了 6 分钟还没取到" in faults


# ---- several workers, and one that dies


def test_two_processes_fetch_each_piece_once(on_both: Fetching) -> None:
    for shade in range(12):
        on_both.receive(on_both.at_app(pieces.photo(shade=shade * 10)))
    on_both.platform.latency[GET] = 0.02

    on_both.fetch(*(on_both.another() for _ in range(2)))

    assert on_both.states() == [STORED] * 12
    assert on_both.platform.calls[GET] == 12
    assert on_both.platform.most_at_once[GET] == 2


def test_two_last_pieces_that_are_lost_at_once_are_told_in_one_letter(
    on_both: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each has looked what is left of the message before the other one commits, unless they take turns.
    monkeypatch.setattr(
        checkpoint, "on_reach", lambda step: time.sleep(0.3) if step == "fetch: before commit" else None
    )
    on_both.receive(*({"kind": "image", "media_id": "never-issued"} for _ in range(2)))

    on_both.fetch(*(on_both.another() for _ in range(2)))

    assert [row.as_card().title for row in on_both.world.rows()] == ["照片2张没有取到，请再发一次"]


def claim_and_die(people: Fetching) -> None:
    assert people.world.run(people.fetcher.claim()) is not None


def test_what_a_dead_process_had_claimed_is_fetched_when_its_lease_runs_out(on_both: Fetching) -> None:
    on_both.receive(on_both.at_app(pieces.photo()))
    claim_and_die(on_both)

    on_both.fetch()
    early = on_both.states()
    on_both.world.forward(seconds=91)
    on_both.fetch()

    assert early == [WAITING]
    assert on_both.states() == [STORED]


def test_who_overslept_the_lease_settles_nothing(people: Fetching) -> None:
    people.receive({"kind": "image", "media_id": "never-issued"})
    slow = people.world.run(people.fetcher.claim())
    assert slow is not None
    people.world.forward(seconds=91)
    people.fetch()

    people.world.run(people.fetcher.do(slow))

    assert people.states() == [FAILED]
    assert len(people.told()) == 1


def test_what_ends_the_process_again_and_again_is_given_up(people: Fetching) -> None:
    people.receive(people.at_app(pieces.photo()))
    for _ in range(8):
        claim_and_die(people)
        people.world.forward(seconds=91)

    people.fetch()

    assert people.states() == [FAILED]
    assert people.platform.calls[GET] == 0


def test_a_failure_that_was_written_down_is_no_sudden_end(people: Fetching) -> None:
    people.platform.fail_next(GET, Fault.HTTP_500, times=20)
    people.receive(people.at_app(pieces.photo()))

    people.fetch_for(hours=3)

    assert people.row().attempts == 0
    assert people.states() == [WAITING]


# ---- the loop


def test_what_comes_is_fetched_as_soon_as_the_loop_is_woken_several_at_once(people: Fetching) -> None:
    people.platform.latency[GET] = 0.2
    settled: list[None] = []

    async def play() -> None:
        woken = asyncio.Event()
        loop = asyncio.create_task(fetch.run(people.fetcher, woken, lambda: settled.append(None)))
        await asyncio.sleep(0.05)
        for shade in range(10):
            people.receive(people.at_app(pieces.photo((40, 30), shade=shade * 20)))
        woken.set()
        for _ in range(500):
            if len(settled) == 10:
                break
            await asyncio.sleep(0.01)
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)

    people.world.run(play())

    assert people.states() == [STORED] * 10
    assert len(settled) == 10
    assert people.platform.most_at_once[GET] == fetch.AT_ONCE


def test_the_loop_outlives_a_database_that_is_away(on_both: Fetching) -> None:
    def rename(old: str, new: str) -> None:
        with work(on_both.engine) as session:
            session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    on_both.receive(on_both.at_app(pieces.photo()))
    rename("evidence", "elsewhere")

    async def play() -> None:
        woken = asyncio.Event()
        loop = asyncio.create_task(fetch.run(on_both.fetcher, woken, lambda: None))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(rename, "elsewhere", "evidence")
        for _ in range(500):
            if await asyncio.to_thread(on_both.states) == [STORED]:
                break
            await asyncio.sleep(0.02)
        loop.cancel()
        await asyncio.gather(loop, return_exceptions=True)

    on_both.world.run(play())

    assert on_both.states() == [STORED]


# ---- secrets


def test_neither_addresses_nor_keys_nor_tokens_are_logged(people: Fetching, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sealed = people.at_bot(pieces.photo())
    for fault in [*PASSING, Fault()]:
        people.platform.fail_next(GET, fault)
        people.platform.fail_next(FILE, fault)
    people.receive(people.at_app(pieces.photo()))
    people.receive(sealed, channel=BOT)
    wrong_key = {**people.at_bot(pieces.photo()), "aeskey": "c2VjcmV0LWtleQ"}
    people.receive(wrong_key, channel=BOT)

    people.fetch_for(minutes=4)

    token = people.world.run(people.world.app._token.get())
    sign = sealed["url"].partition("=")[2]
    said = caplog.text + " ".join(row.error for row in people.rows())
    assert [secret for secret in (token, sign, sealed["aeskey"], "c2VjcmV0LWtleQ") if secret in said] == []
