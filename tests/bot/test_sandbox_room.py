"""The sandbox's room: what is said is stored once, what is sent is seen, and a reload shows all of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import anyio
import pytest
from httpx2 import Response
from sqlalchemy import Engine, func, select

from bot.channels.channel import Address
from bot.sandbox.chats import STRANGER
from bot.sandbox.clock import START
from bot.sandbox.live import Live
from config.clock import TZ
from storage.database import reading
from storage.inbox import InboxMessage
from storage.messages import Card, Recipient
from storage.outbox import OutboxMessage
from storage.vocabulary import Grade, HazardSource
from tests.bot.sandbox_world import GROUP, NIGHT_SHIFT, PRIVATE, Sandbox, a_sandbox

CARD = Card("提醒：日巡查", facts=(("应于", "10:10前完成"),), hints=("完成后发：巡查 正常",), is_warning=True)


@pytest.fixture
def sandbox(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Sandbox]:
    with a_sandbox(sqlite_engine, tmp_path) as sandbox:
        yield sandbox


def test_the_page_and_everything_it_loads_come_from_here(sandbox: Sandbox) -> None:
    page = sandbox.browser.get("/").text

    assert "沙盘演示 · 数据为虚构 · 不会发到企业微信" in page
    assert "//" not in page.replace("<!doctype", "")
    for name in ("page.css", "talk.css", "page.js", "talk.js"):
        assert sandbox.browser.get(f"/sandbox/files/{name}").status_code == 200
    assert sandbox.browser.get("/sandbox/files/..%2froom.py").status_code == 404


def test_every_answer_forbids_foreign_scripts_and_frames(sandbox: Sandbox) -> None:
    for path in ("", "/people", "/files/page.js"):
        policy = sandbox.browser.get(f"/sandbox{path}").headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy


def test_a_message_is_stored_and_a_reload_shows_it(sandbox: Sandbox) -> None:
    assert sandbox.say("二楼东头安全出口堆了轮椅").status_code == 200

    (message,) = sandbox.messages()
    assert (message["text"], message["sender"], message["is_waiting"]) == (
        "二楼东头安全出口堆了轮椅", NIGHT_SHIFT, True,
    )  # fmt: skip


def test_the_same_message_sent_three_times_is_stored_once(sandbox: Sandbox) -> None:
    name = str(uuid4())

    assert [sandbox.say("帮助", id=name).status_code for _ in range(3)] == [200, 200, 200]

    with reading(sandbox.engine) as session:
        assert session.scalar(select(func.count()).select_from(InboxMessage)) == 1


def test_what_the_program_sends_is_seen_by_whom_it_was_sent_to(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), CARD)

    (message,) = sandbox.messages()
    assert message["card"]["title"] == "提醒：日巡查"
    assert message["card"]["facts"] == [["应于", "10:10前完成"]]
    assert sandbox.messages("zhangliang_yuanzhang", "private:zhangliang_yuanzhang") == []


def test_an_answer_into_a_conversation_is_seen_in_it(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.chat(GROUP), CARD)

    assert [message["text"] for message in sandbox.messages(conversation=GROUP)] == ["提醒：日巡查"]


def test_a_group_is_read_by_its_members_and_by_nobody_else(sandbox: Sandbox) -> None:
    sandbox.push(sandbox.group(NIGHT_SHIFT), CARD)

    assert len(sandbox.messages("zhangliang_suozhang", GROUP)) == 1
    outsider = {"person": "malou_yuanzhang", "conversation": GROUP}
    assert sandbox.browser.get("/sandbox/messages", params=outsider).json() == {"detail": "这个人不在这个群里"}


def test_a_question_stands_before_its_answer(sandbox: Sandbox) -> None:
    sandbox.say("帮助")
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card("可以这样用"))

    assert [message["text"] for message in sandbox.messages()] == ["帮助", "可以这样用"]


def test_only_the_last_messages_are_shown_until_more_are_asked_for(sandbox: Sandbox) -> None:
    for text in ("一", "二", "三"):
        sandbox.say(text)

    query = {"person": NIGHT_SHIFT, "conversation": PRIVATE, "limit": "2"}
    history = sandbox.browser.get("/sandbox/messages", params=query).json()
    assert ([message["text"] for message in history["messages"]], history["has_more"]) == (["二", "三"], True)
    assert len(sandbox.messages(limit=3)) == 3


def test_the_list_of_chats_counts_what_others_said(sandbox: Sandbox) -> None:
    sandbox.push(sandbox.group(NIGHT_SHIFT), CARD)
    sandbox.say("@民安 巡查 正常", conversation=GROUP)

    chats = sandbox.browser.get("/sandbox/chats", params={"person": NIGHT_SHIFT}).json()

    assert [(chat["title"], chat["arrived"]) for chat in chats] == [("民安", 0), ("张良镇民政安全群", 1)]
    assert chats[1]["last"]["text"] == "@民安 巡查 正常"


def test_the_pushes_to_the_whole_county_name_who_can_read_them(sandbox: Sandbox) -> None:
    sandbox.push(sandbox.group(NIGHT_SHIFT), CARD, key="1")
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card("请整改：1号隐患"), key="2")

    feed = sandbox.browser.get("/sandbox/feed").json()

    assert [(push["title"], push["to"]) for push in feed] == [
        ("请整改：1号隐患", [{"to": "马玉环", "reader": NIGHT_SHIFT, "conversation": PRIVATE}]),
        ("提醒：日巡查", [{"to": "张良镇民政安全群", "reader": "zhangliang_suozhang", "conversation": GROUP}]),
    ]


def test_the_same_push_to_several_groups_is_one_line(sandbox: Sandbox) -> None:
    sandbox.push(sandbox.group(NIGHT_SHIFT), CARD, key="1")
    sandbox.push(sandbox.group("malou_yuanzhang"), CARD, key="2")

    (push,) = sandbox.browser.get("/sandbox/feed").json()

    assert [one["to"] for one in push["to"]] == ["马楼乡民政安全群", "张良镇民政安全群"]


def test_somebody_who_is_on_no_roster_can_write(sandbox: Sandbox) -> None:
    assert sandbox.say("在吗", person=STRANGER, conversation=f"private:{STRANGER}").status_code == 200


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ({"text": "  "}, 422, "请先输入内容再发送"),
        ({"text": "长" * 4001}, 422, "内容格式不对或太长"),
        ({"id": "1"}, 422, "内容格式不对或太长"),
        ({"person": "nobody", "conversation": "private:nobody"}, 404, "花名册里没有这个人"),
        ({"conversation": "private:juzhang"}, 403, "这个人不在这个群里"),
        ({"text": "长" * 40000}, 413, "内容太长"),
    ],
)
def test_wrong_input_is_refused_in_chinese_and_nothing_is_stored(
    sandbox: Sandbox, said: dict[str, str], status: int, told: str
) -> None:
    whole = {"id": str(uuid4()), "person": NIGHT_SHIFT, "conversation": PRIVATE, "text": "帮助", **said}

    answer = sandbox.browser.post("/sandbox/messages", json=whole)

    assert answer.status_code == status
    assert told in answer.json()["detail"]
    assert sandbox.messages() == []


def test_another_sites_page_cannot_speak(sandbox: Sandbox) -> None:
    said = {"id": str(uuid4()), "person": NIGHT_SHIFT, "conversation": PRIVATE, "text": "帮助"}

    for path in ("messages", "clock", "reset"):
        headers = {"origin": "http://evil.example"}
        assert sandbox.browser.post(f"/sandbox/{path}", json=said, headers=headers).status_code == 403
    assert sandbox.messages() == []


def test_a_hazards_history_is_shown_to_whom_it_concerns(sandbox: Sandbox) -> None:
    hazard = sandbox.hazard()

    def look(reference: str, person: str) -> Response:
        return sandbox.browser.get(f"/sandbox/hazards/{reference}", params={"person": person})

    shown = look(str(hazard.number), NIGHT_SHIFT).json()
    assert (shown["number"], shown["code"]) == (hazard.number, hazard.code)
    assert ["单位", "张良镇敬老院"] in shown["facts"]
    assert look(hazard.code.lower(), "juzhang").json() == shown
    assert look(str(hazard.number), "malou_yuanzhang").status_code == 404
    assert look(str(hazard.number), STRANGER).status_code == 404
    assert look("9" * 30, NIGHT_SHIFT).status_code == 404


def test_who_gave_a_tip_is_not_shown(sandbox: Sandbox) -> None:
    hazard = sandbox.hazard(source=HazardSource.TIP, grade=Grade.MAJOR)

    shown = sandbox.browser.get(f"/sandbox/hazards/{hazard.number}", params={"person": "juzhang"}).text

    assert "举报人（保密）" in shown
    assert "马玉环" not in shown


def test_the_clock_is_pushed_step_by_step(sandbox: Sandbox) -> None:
    answer = sandbox.browser.post("/sandbox/clock", json={"move": "morning"})

    assert answer.json()["target"] == "2026-11-24T08:00:00+08:00"
    standing = sandbox.wait_for_clock()
    assert standing["now"].startswith("2026-11-24T08:00")
    assert len(sandbox.stepped) == 9
    assert sandbox.stepped[-1] == datetime(2026, 11, 24, 8, tzinfo=TZ)


def test_without_a_reminder_ahead_there_is_nothing_to_push_to(sandbox: Sandbox) -> None:
    answer = sandbox.browser.post("/sandbox/clock", json={"move": "next"})

    assert (answer.status_code, "没有排好的提醒" in answer.json()["detail"]) == (409, True)


def test_starting_over_forgets_everything(sandbox: Sandbox) -> None:
    sandbox.say("帮助")
    sandbox.clock.set(START + timedelta(days=3))

    standing = sandbox.browser.post("/sandbox/reset", json={}).json()

    assert standing["now"].startswith("2026-11-23T10:00")
    assert sandbox.messages() == []
    assert len(sandbox.browser.get("/sandbox/people").json()["people"]) == 189


def test_open_pages_hear_of_a_message_at_once() -> None:
    async def hear() -> list[str]:
        live = Live()
        page = live.stream()
        heard = [await anext(page)]
        live.tell("message", {"conversation": "private:甲"})
        heard.append(await anext(page))
        return heard

    assert anyio.run(hear) == ["retry: 1500\n\n", 'event: message\ndata: {"conversation": "private:甲"}\n\n']


def test_open_pages_let_go_when_the_program_stops() -> None:
    async def hear() -> list[str]:
        live = Live()
        page = live.stream()
        await anext(page)
        live.end()
        return [event async for event in page]

    assert anyio.run(hear) == []


def test_a_card_is_drawn_the_same_each_time(sandbox: Sandbox) -> None:
    address = Address(Recipient.person(NIGHT_SHIFT), userid=NIGHT_SHIFT)

    assert sandbox.room.reaches(address)
    assert sandbox.room.draw(CARD, address) == sandbox.room.draw(CARD, address)


def test_what_the_program_has_covered_stays_on_the_phone_until_the_sandbox_starts_over(sandbox: Sandbox) -> None:
    sandbox.push(Recipient.person(NIGHT_SHIFT), Card("举报已收到", is_confidential=True))
    with reading(sandbox.engine) as session:
        (row,) = session.scalars(select(OutboxMessage)).all()

    before = [one["text"] for one in sandbox.messages()]
    sandbox.browser.post("/sandbox/reset", json={})

    assert (row.recipient, row.as_card().title) == ("", "")
    assert before == ["举报已收到"]
    assert sandbox.messages() == []
