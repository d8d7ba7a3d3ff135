"""How much and how long: traffic per channel, retries, leases and time-outs, config/limits.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from config.reading import Section, TablesWrong, span, whole


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """What one channel lets through to one receiver (a member, a webhook)."""

    per_minute: int
    per_hour: int | None
    """None: the platform names none."""
    text_bytes: int
    markdown_bytes: int
    image_bytes: int
    file_bytes: int
    hold_after_refusal: timedelta
    """How long nothing goes to a receiver for whom the platform said 45009."""


@dataclass(frozen=True, slots=True)
class RetryLimits:
    """How a queue treats a row that failed: waits double from `first_wait` up to `longest_wait`."""

    lease: timedelta
    attempts: int
    first_wait: timedelta
    longest_wait: timedelta


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How the smart bot's long connection is kept."""

    lease: timedelta
    """One process holds the connection; another takes over this long after its last sign of life."""
    ping_every: timedelta
    pongs_missed: int
    """So many pings without an answer, and the connection is taken for dead."""
    ack_timeout: timedelta
    first_wait: timedelta
    """Before a new attempt; doubles up to `longest_wait`, for ever."""
    longest_wait: timedelta
    refused_tries: int
    """So often a refused bot id and secret are tried before it is called a fault."""
    refused_wait: timedelta
    """And then again this often."""
    reply_life: timedelta
    """How long a message can be answered by a reply; later by a push."""
    event_life: timedelta
    """How long an event (a click, somebody entering the chat) can be answered."""
    media_life: timedelta
    """How long what somebody sent can be fetched."""
    upload_chunk_bytes: int


LONGEST_READ = 1200
"""Characters of a message that are ever read, whatever the file allows: understanding takes time by length."""


@dataclass(frozen=True, slots=True)
class DialogueLimits:
    """How people are talked with."""

    question_life: timedelta
    """How long a question waits for its answer; a later message is read as new."""
    longest_message: int
    """Characters; a longer message is not read, so that nothing at its end is overlooked."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of the file."""

    by_channel: Mapping[str, ChannelLimits]
    inbox: RetryLimits
    outbox: RetryLimits
    fetch: RetryLimits
    """Of pictures and files that people send; `attempts`: so often a process may end in the middle of one."""
    connection: ConnectionLimits
    dialogue: DialogueLimits
    callback_max_age: timedelta
    callback_body_bytes: int
    http_timeout: timedelta
    token_refresh_early: timedelta
    token_lease: timedelta
    duplicate_check: timedelta
    """For how long the platform drops an identical message of the self-built app."""
    media_life: timedelta
    """For how long a picture or file is found by its media_id: one that was sent to the app, one that we uploaded."""
    card_life: timedelta
    """For how long a card of the self-built app can be changed after it was sent."""
    follow_up: timedelta
    """For how long 「那上个月呢」 is heard as about the last question."""


def read_limits(top: Section) -> Limits:
    """Return the limits of the file. Raises TablesWrong."""
    channels, wecom, question = top.section("channel"), top.section("wecom"), top.section("question")
    limits = Limits(
        by_channel={name: _read_channel(channels.section(name)) for name in channels.names()},
        inbox=_read_retry(top.section("inbox")),
        outbox=_read_retry(top.section("outbox")),
        fetch=_read_retry(top.section("fetch")),
        connection=_read_connection(top.section("connection")),
        dialogue=_read_dialogue(top.section("dialogue")),
        callback_max_age=wecom.settled("callback_max_age", span),
        callback_body_bytes=wecom.settled("callback_body_bytes", whole(1)),
        http_timeout=wecom.settled("http_timeout_seconds", seconds),
        token_refresh_early=wecom.settled("token_refresh_early", span),
        token_lease=wecom.settled("token_lease_seconds", seconds),
        duplicate_check=wecom.settled("duplicate_check", span),
        media_life=wecom.settled("media_life", span),
        card_life=wecom.settled("card_life", span),
        follow_up=question.settled("follow_up", span),
    )
    wecom.finish()
    question.finish()
    top.finish()
    for name, lease in (("outbox", limits.outbox.lease), ("fetch", limits.fetch.lease)):
        if lease <= limits.http_timeout:
            raise TablesWrong(
                f"{top.file} 的 {name}.lease_seconds：要比 wecom.http_timeout_seconds 长，否则还没做完就会被当成中断"
            )
    return limits


def seconds(found: object) -> timedelta:
    """Read a length of time in seconds."""
    return timedelta(seconds=whole(1)(found))


def _read_channel(section: Section) -> ChannelLimits:
    limits = ChannelLimits(
        per_minute=section.settled("per_minute", whole(1)),
        per_hour=section.settled("per_hour", whole(1)) if section.has("per_hour") else None,
        text_bytes=section.settled("text_bytes", whole(64)),
        markdown_bytes=section.settled("markdown_bytes", whole(64)),
        image_bytes=section.settled("image_bytes", whole(1)),
        file_bytes=section.settled("file_bytes", whole(1)),
        hold_after_refusal=section.settled("hold_after_refusal", span),
    )
    section.finish()
    return limits


def _read_connection(section: Section) -> ConnectionLimits:
    limits = ConnectionLimits(
        lease=section.settled("lease_seconds", seconds),
        ping_every=section.settled("ping_every_seconds", seconds),
        pongs_missed=section.settled("pongs_missed", whole(1)),
        ack_timeout=section.settled("ack_timeout_seconds", seconds),
        first_wait=section.settled("first_wait_seconds", seconds),
        longest_wait=section.settled("longest_wait_seconds", seconds),
        refused_tries=section.settled("refused_tries", whole(1)),
        refused_wait=section.settled("refused_wait", span),
        reply_life=section.settled("reply_life", span),
        media_life=section.settled("media_life", span),
        event_life=section.settled("event_life_seconds", seconds),
        upload_chunk_bytes=section.settled("upload_chunk_bytes", whole(1)),
    )
    section.finish()
    return limits


def _read_dialogue(section: Section) -> DialogueLimits:
    limits = DialogueLimits(
        question_life=section.settled("question_life", span),
        longest_message=section.settled("longest_message", whole(200)),
    )
    section.finish()
    if limits.longest_message > LONGEST_READ:
        raise section.wrong("longest_message", f"最多{LONGEST_READ}字，再长的读不完", limits.longest_message)
    return limits


def _read_retry(section: Section) -> RetryLimits:
    limits = RetryLimits(
        lease=section.settled("lease_seconds", seconds),
        attempts=section.settled("attempts", whole(1)),
        first_wait=section.settled("first_wait_seconds", seconds),
        longest_wait=section.settled("longest_wait_seconds", seconds),
    )
    section.finish()
    if limits.longest_wait < limits.first_wait:
        raise section.wrong("longest_wait_seconds", "不能比 first_wait_seconds 短", limits.longest_wait)
    return limits
