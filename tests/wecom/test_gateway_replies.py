"""What the gateway takes as an answer: to messages, to an entered chat, to a click; and for how long."""

from typing import Any

import pytest

from tests.wecom.bot_callbacks import Handed
from tests.wecom.caller import AMR, MP4, PNG, MovableClock
from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller
from tests.wecom.gateway_cards import buttons, notice, several, vote

HOUR = 3600.0


@pytest.fixture
def asked(gateway: Gateway, bot: BotCaller) -> Handed:
    """Return a message of lisi that the client has read."""
    handed = gateway.say("lisi", "现在什么情况")
    bot.read()
    return handed


@pytest.fixture
def asked_in_group(gateway: Gateway, bot: BotCaller) -> Handed:
    """Return a message in a group that the client has read."""
    handed = gateway.say("lisi", "现在什么情况", "wrGroup")
    bot.read()
    return handed


def entered(gateway: Gateway, bot: BotCaller) -> Handed:
    handed = gateway.enter_chat("lisi")
    assert bot.read()["body"]["event"] == {"eventtype": "enter_chat"}
    return handed


def clicked(gateway: Gateway, bot: BotCaller, key: str = "done") -> Handed:
    handed = gateway.click(gateway.seen_by("lisi")[-1], key)
    bot.read()
    return handed


def update(card: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"response_type": "update_template_card", "template_card": card, **more}


def test_an_answer_stands_in_the_chat_of_the_question(gateway: Gateway, bot: BotCaller, asked: Handed) -> None:
    assert bot.respond(asked.req_id) == 0

    (seen,) = gateway.answers_to(asked)
    assert (seen.reader, seen.chat_type, seen.msgtype, seen.text) == ("lisi", 1, "markdown", "收到")
    assert gateway.seen_by("lisi") == gateway.answers_to(asked.req_id) == [seen]
    assert gateway.complaints == []


def test_an_answer_in_a_group_stands_in_the_group(gateway: Gateway, bot: BotCaller, asked_in_group: Handed) -> None:
    assert bot.respond(asked_in_group.req_id) == 0

    assert [seen.text for seen in gateway.seen_in("wrGroup")] == ["收到"]
    assert gateway.seen_by("lisi") == []


def test_text_is_no_answer_to_a_message(bot: BotCaller, asked: Handed) -> None:
    assert bot.respond(asked.req_id, "text") == 40008


@pytest.mark.parametrize("msgtype", ["text_notice", "news", "stream_with_template_card", None, 7])
def test_an_unknown_type_of_answer_is_refused(bot: BotCaller, asked: Handed, msgtype: object) -> None:
    body = {"msgtype": msgtype, str(msgtype): {"content": "x"}}

    assert bot.code("aibot_respond_msg", body, asked.req_id) == 40008


def test_nothing_else_may_stand_beside_the_answer(bot: BotCaller, asked: Handed) -> None:
    assert bot.respond(asked.req_id, mentioned_list=["lisi"]) == 40058
    assert bot.respond(asked.req_id, part={"content": "x", "mentioned_list": []}) == 40058


@pytest.mark.parametrize("req_id", ["unknown", "aibot_send_msg_1"])
def test_an_answer_to_nothing_is_refused(bot: BotCaller, req_id: str) -> None:
    assert bot.respond(req_id) == 846605


def test_an_event_is_not_answered_like_a_message(gateway: Gateway, bot: BotCaller) -> None:
    assert bot.respond(entered(gateway, bot).req_id) == 846605


@pytest.mark.parametrize(("later", "errcode"), [(24 * HOUR, 0), (24 * HOUR + 1, 846605)])
def test_a_message_is_answered_within_a_day(
    bot: BotCaller, asked: Handed, clock: MovableClock, later: float, errcode: int
) -> None:
    clock.forward(later)

    assert bot.respond(asked.req_id) == errcode


def test_markdown_is_measured_in_bytes(bot: BotCaller, asked: Handed) -> None:
    assert bot.respond(asked.req_id, part={"content": "字" * 6826 + "ab"}) == 0
    assert bot.respond(asked.req_id, part={"content": "字" * 6827}) == 45002
    assert bot.respond(asked.req_id, part={"content": " "}) == 44004


def test_a_stream_grows_in_place_until_it_is_finished(gateway: Gateway, bot: BotCaller, asked: Handed) -> None:
    assert bot.stream(asked.req_id, "s1", "", finish=False) == 0
    assert bot.stream(asked.req_id, "s1", "正在查", finish=False) == 0
    assert [(seen.text, seen.is_finished) for seen in gateway.answers_to(asked)] == [("正在查", False)]

    assert bot.stream(asked.req_id, "s1", "没有超期", finish=True) == 0

    (seen,) = gateway.wait_for_answers(asked)
    assert (seen.text, seen.is_finished, len(seen.updates)) == ("没有超期", True, 2)
    assert bot.stream(asked.req_id, "s1", "还有", finish=True) == 846608


@pytest.mark.parametrize(("later", "errcode"), [(360, 0), (361, 846608)])
def test_a_stream_lives_six_minutes(
    bot: BotCaller, asked: Handed, clock: MovableClock, later: float, errcode: int
) -> None:
    bot.stream(asked.req_id, "s1", "正在查", finish=False)
    clock.forward(later)

    assert bot.stream(asked.req_id, "s1", "查完了", finish=True) == errcode


def test_a_stream_belongs_to_one_message(gateway: Gateway, bot: BotCaller, asked: Handed) -> None:
    bot.stream(asked.req_id, "s1", "正在查", finish=False)
    other = gateway.say("wangwu", "你好")
    bot.read()

    assert bot.stream(other.req_id, "s1", "你好", finish=True) == 40058


@pytest.mark.parametrize(
    ("part", "errcode"),
    [
        ({"finish": True, "content": "x"}, 40063),
        ({"id": "s", "content": "x"}, 40058),
        ({"id": "s", "finish": 1, "content": "x"}, 40058),
        ({"id": "s", "finish": True}, 40058),
        ({"id": "s", "finish": True, "content": ""}, 44004),
        ({"id": "s", "finish": True, "content": "字" * 6827}, 45002),
        ({"id": "s", "finish": True, "content": "x", "msg_item": []}, 40058),
        ({"id": "s", "finish": True, "content": "x", "feedback": {"id": "f" * 257}}, 45002),
        ({"id": "s", "finish": True, "content": "x", "feedback": {"id": "f" * 256}}, 0),
    ],
)
def test_a_stream_holds_id_finish_and_content(
    bot: BotCaller, asked: Handed, part: dict[str, Any], errcode: int
) -> None:
    assert bot.respond(asked.req_id, "stream", part) == errcode


@pytest.mark.parametrize(("kind", "content"), [("image", PNG), ("voice", AMR), ("video", MP4), ("file", b"report")])
def test_an_uploaded_file_is_an_answer(
    gateway: Gateway, bot: BotCaller, asked: Handed, clock: MovableClock, kind: str, content: bytes
) -> None:
    media_id = bot.upload(kind, content, "月报.xlsx")

    assert bot.respond(asked.req_id, kind, {"media_id": media_id}) == 0

    (seen,) = gateway.answers_to(asked)
    assert seen.file is not None
    assert (seen.file.kind, seen.file.filename, seen.file.content) == (kind, "月报.xlsx", content)
    clock.forward(3 * 24 * HOUR)
    assert bot.push("lisi", kind, {"media_id": media_id}) == 40007


@pytest.mark.parametrize("card", [notice(), buttons(), vote(), several()], ids=lambda card: str(card["card_type"]))
def test_every_card_is_an_answer_in_a_single_chat_alone(
    gateway: Gateway, bot: BotCaller, asked: Handed, asked_in_group: Handed, card: dict[str, Any]
) -> None:
    assert bot.respond(asked_in_group.req_id, "template_card", card) == 40058
    assert bot.respond(asked.req_id, "template_card", card) == 0

    (seen,) = gateway.answers_to(asked)
    assert seen.text.startswith(card["main_title"]["title"])
    assert gateway.seen_in("wrGroup") == []


def test_an_entered_chat_is_welcomed_once_with_a_text_or_a_card(gateway: Gateway, bot: BotCaller) -> None:
    first, second, third = (entered(gateway, bot) for _ in range(3))
    text = {"msgtype": "text", "text": {"content": "您好"}}

    assert bot.code("aibot_respond_welcome_msg", text, first.req_id) == 0
    assert bot.code("aibot_respond_welcome_msg", text, first.req_id) == 846605
    assert (
        bot.code("aibot_respond_welcome_msg", {"msgtype": "template_card", "template_card": notice()}, second.req_id)
        == 0
    )
    assert (
        bot.code("aibot_respond_welcome_msg", {"msgtype": "markdown", "markdown": {"content": "x"}}, third.req_id)
        == 40008
    )
    assert [seen.text for seen in gateway.seen_by("lisi")] == ["您好", "整改到期"]


@pytest.mark.parametrize(("later", "errcode"), [(5, 0), (5.1, 846605)])
def test_a_welcome_comes_within_five_seconds(
    gateway: Gateway, bot: BotCaller, clock: MovableClock, later: float, errcode: int
) -> None:
    handed = entered(gateway, bot)
    clock.forward(later)

    code = bot.code("aibot_respond_welcome_msg", {"msgtype": "text", "text": {"content": "您好"}}, handed.req_id)
    assert code == errcode


def test_a_message_is_not_welcomed(bot: BotCaller, asked: Handed) -> None:
    text = {"msgtype": "text", "text": {"content": "您好"}}

    assert bot.code("aibot_respond_welcome_msg", text, asked.req_id) == 846605


def test_a_clicked_card_is_replaced_by_one_with_the_same_task(
    gateway: Gateway, bot: BotCaller, asked: Handed
) -> None:
    bot.respond(asked.req_id, "template_card", buttons())
    click = clicked(gateway, bot)
    after = notice(task_id="drill-1", main_title={"title": "已确认"})

    assert bot.code("aibot_respond_update_msg", update(after), click.req_id) == 0

    (seen,) = gateway.seen_by("lisi")
    assert (seen.text, seen.replaced_by, seen.payload["template_card"]) == ("已确认", after, buttons())
    assert bot.code("aibot_respond_update_msg", update(after), click.req_id) == 846605
    with pytest.raises(ValueError, match="done"):
        gateway.click(seen, "done")


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (update(notice(task_id="other")), 42014),
        (update(notice()), 42014),
        (update(buttons(), userids=["lisi"]), 40058),
        ({"template_card": buttons()}, 40058),
        ({"response_type": "update_template_card"}, 40063),
        (update(buttons(main_title={"title": "题" * 27})), 45002),
    ],
)
def test_an_update_brings_the_card_of_the_task_and_nothing_else(
    gateway: Gateway, bot: BotCaller, asked: Handed, body: dict[str, Any], errcode: int
) -> None:
    bot.respond(asked.req_id, "template_card", buttons())

    assert bot.code("aibot_respond_update_msg", body, clicked(gateway, bot).req_id) == errcode
    assert gateway.seen_by("lisi")[0].replaced_by is None


@pytest.mark.parametrize(("later", "errcode"), [(5, 0), (5.1, 846605)])
def test_an_update_comes_within_five_seconds_of_the_click(
    gateway: Gateway, bot: BotCaller, asked: Handed, clock: MovableClock, later: float, errcode: int
) -> None:
    bot.respond(asked.req_id, "template_card", buttons())
    click = clicked(gateway, bot)
    clock.forward(later)

    assert bot.code("aibot_respond_update_msg", update(buttons()), click.req_id) == errcode


def test_only_a_click_is_answered_by_an_update(gateway: Gateway, bot: BotCaller, asked: Handed) -> None:
    assert bot.code("aibot_respond_update_msg", update(buttons()), asked.req_id) == 846605
    assert bot.code("aibot_respond_update_msg", update(buttons()), entered(gateway, bot).req_id) == 846605


def test_a_message_may_be_answered_on_a_later_connection(gateway: Gateway, bot: BotCaller, asked: Handed) -> None:
    gateway.abort()
    gateway.wait_disconnected()

    with BotCaller(gateway) as later:
        later.subscribe()
        assert later.respond(asked.req_id) == 0
