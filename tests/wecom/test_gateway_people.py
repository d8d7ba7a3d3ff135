"""What people do reaches the bot as the platform writes it."""

import base64
import json
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.wecom.caller import MovableClock
from tests.wecom.faults import Fault
from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller
from tests.wecom.gateway_cards import buttons, notice, several, vote


def opened(ciphertext: bytes, aeskey: str) -> bytes:
    """Return the plain bytes of a sealed file."""
    key = base64.b64decode(aeskey + "=" * (-len(aeskey) % 4))
    decryptor = Cipher(AES(key), CBC(key[:16])).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    pad = padded[-1]
    assert 1 <= pad <= 32
    assert len(padded) % 32 == 0
    assert padded.endswith(bytes([pad]) * pad)
    return padded[:-pad]


def test_a_message_in_a_single_chat(gateway: Gateway, bot: BotCaller) -> None:
    handed = gateway.say("LiSi", "上报 消防栓无水压")

    frame = bot.read()
    assert frame["cmd"] == "aibot_msg_callback"
    assert frame["headers"] == {"req_id": handed.req_id}
    body = frame["body"]
    assert isinstance(body.pop("create_time"), int)
    assert body.pop("response_url").startswith("https://")
    assert body == {
        "msgid": handed.msgid,
        "aibotid": gateway.platform.identity.bot_id,
        "chattype": "single",
        "from": {"userid": "LiSi"},
        "msgtype": "text",
        "text": {"content": "上报 消防栓无水压"},
    }
    assert (handed.chatid, handed.is_delivered) == ("LiSi", True)


def test_a_message_in_a_group_calls_the_bot_by_its_name(gateway: Gateway, bot: BotCaller) -> None:
    gateway.say("lisi", "现在什么情况", "wrGroup")
    gateway.say("lisi", "现在什么情况 @民安 助手", "wrGroup", exactly=True)

    body, other = bot.read()["body"], bot.read()["body"]
    assert (body["chatid"], body["chattype"]) == ("wrGroup", "group")
    assert body["text"] == {"content": "@民安 助手 现在什么情况"}
    assert other["text"] == {"content": "现在什么情况 @民安 助手"}


def test_a_quote_comes_with_the_words(gateway: Gateway, bot: BotCaller) -> None:
    gateway.say("lisi", "这个整改完了", quote=gateway.quoted("隐患12号"))
    gateway.say("lisi", "上报", "wrGroup", quote=gateway.quoted_image(b"a picture"))

    assert bot.read()["body"]["quote"] == {"msgtype": "text", "text": {"content": "隐患12号"}}
    quote = bot.read()["body"]["quote"]
    assert quote["msgtype"] == "image"
    assert quote["image"].keys() == {"url", "aeskey"}


@pytest.mark.parametrize("size", [1, 31, 32, 33, 4096])
def test_a_picture_is_sealed_with_a_key_of_its_own(
    gateway: Gateway, bot: BotCaller, client: httpx2.Client, size: int
) -> None:
    gateway.send_image("lisi", b"x" * size, "三楼 照片.jpg")
    image = bot.read()["body"]["image"]

    got = client.get(image["url"])

    assert opened(got.content, image["aeskey"]) == b"x" * size
    assert "%E4%B8%89" in got.headers["content-disposition"]
    assert "jpg" not in image["url"]
    assert not image["aeskey"].endswith("=")


def test_a_key_may_come_with_its_padding(gateway: Gateway, bot: BotCaller) -> None:
    gateway.pads_keys = True

    gateway.send_image("lisi")

    assert bot.read()["body"]["image"]["aeskey"].endswith("=")


@pytest.mark.parametrize(("later", "status"), [(299, 200), (300, 403)])
def test_the_address_of_a_file_lives_five_minutes(
    gateway: Gateway, bot: BotCaller, client: httpx2.Client, clock: MovableClock, later: float, status: int
) -> None:
    gateway.send_file("lisi", b"report", "月报.xlsx")
    url = bot.read()["body"]["file"]["url"]
    clock.forward(later)

    assert client.get(url).status_code == status


@pytest.mark.parametrize("fault", [Fault.HTTP_500, Fault.HTML_INSTEAD_OF_JSON])
def test_a_page_may_come_instead_of_a_file(
    gateway: Gateway, bot: BotCaller, client: httpx2.Client, fault: Fault
) -> None:
    gateway.send_image("lisi")
    url = bot.read()["body"]["image"]["url"]
    gateway.platform.fail_next("aibot/file", fault)

    assert client.get(url).headers["content-type"].startswith("text/html")
    assert client.get(url).headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.CUT_SHORT])
def test_a_download_may_break_off(gateway: Gateway, bot: BotCaller, client: httpx2.Client, fault: Fault) -> None:
    gateway.send_video("lisi", b"x" * 100_000)
    url = bot.read()["body"]["video"]["url"]
    gateway.platform.fail_next("aibot/file", fault)

    with pytest.raises(httpx2.TransportError):
        client.get(url)


def test_a_spoken_message_comes_as_words(gateway: Gateway, bot: BotCaller) -> None:
    gateway.send_voice("lisi", "二楼消防栓没有水")

    body = bot.read()["body"]
    assert (body["msgtype"], body["voice"]) == ("voice", {"content": "二楼消防栓没有水"})


def test_words_and_pictures_come_in_one_message(gateway: Gateway, bot: BotCaller) -> None:
    gateway.mixed("lisi", ["上报 消防栓", b"one", b"two"], "wrGroup")

    words, *pictures = bot.read()["body"]["mixed"]["msg_item"]
    assert words == {"msgtype": "text", "text": {"content": "@民安 助手 上报 消防栓"}}
    assert [item["msgtype"] for item in pictures] == ["image", "image"]
    assert pictures[0]["image"].keys() == {"url", "aeskey"}


def test_pictures_alone_reach_the_bot_in_a_group_after_its_name(gateway: Gateway, bot: BotCaller) -> None:
    gateway.mixed("lisi", [b"one"], "wrGroup")

    words, picture = bot.read()["body"]["mixed"]["msg_item"]
    assert (words["text"]["content"], picture["msgtype"]) == ("@民安 助手 ", "image")


@pytest.mark.parametrize(
    ("card", "key", "chosen"),
    [
        (buttons(), "done", {}),
        (vote(), "submit", {"what": ["o1", "o2"]}),
        (several(), "submit", {"kind": ["b"]}),
        (notice(task_id="t", action_menu={"action_list": [{"text": "不再提醒", "key": "mute"}]}), "mute", {}),
    ],
)
def test_a_click_comes_nested_under_its_own_name(
    gateway: Gateway, bot: BotCaller, card: dict[str, Any], key: str, chosen: dict[str, list[str]]
) -> None:
    gateway.know_chat("lisi", 1)
    bot.push("lisi", "template_card", card)

    handed = gateway.click(gateway.seen_by("lisi")[0], key, chosen)

    frame = bot.read()
    assert (frame["cmd"], frame["headers"]["req_id"]) == ("aibot_event_callback", handed.req_id)
    assert (frame["body"]["msgtype"], frame["body"]["from"]) == ("event", {"userid": "lisi"})
    selected = [{"question_key": asked, "option_ids": {"option_id": ids}} for asked, ids in chosen.items()]
    assert frame["body"]["event"] == {
        "eventtype": "template_card_event",
        "template_card_event": {
            "card_type": card["card_type"],
            "event_key": key,
            "task_id": card["task_id"],
            "selected_items": {"selected_item": selected},
        },
    }


@pytest.mark.parametrize(("key", "chosen"), [("done", {}), ("submit", {"what": ["o3"]}), ("submit", {"who": ["o1"]})])
def test_nobody_clicks_what_is_not_on_the_card(
    gateway: Gateway, bot: BotCaller, key: str, chosen: dict[str, list[str]]
) -> None:
    gateway.know_chat("lisi", 1)
    bot.push("lisi", "template_card", vote())

    with pytest.raises(ValueError, match=key):
        gateway.click(gateway.seen_by("lisi")[0], key, chosen)


def test_feedback_says_which_answer_was_how_good(gateway: Gateway, bot: BotCaller) -> None:
    gateway.give_feedback("lisi", "f-1", 2, "数字不对", (4,))

    told = {"id": "f-1", "type": 2, "content": "数字不对", "inaccurate_reason_list": [4]}
    assert bot.read()["body"]["event"] == {"eventtype": "feedback_event", "feedback_event": told}


def test_types_that_do_not_exist_can_be_handed_over(gateway: Gateway, bot: BotCaller) -> None:
    gateway.message("lisi", "hologram", {"depth": 3})
    gateway.event("auth_change_event", "lisi", {"scope": 1})

    assert bot.read()["body"]["hologram"] == {"depth": 3}
    assert bot.read()["body"]["event"] == {"eventtype": "auth_change_event", "auth_change_event": {"scope": 1}}


@pytest.mark.parametrize("same_req_id", [False, True])
def test_a_message_may_come_twice(gateway: Gateway, bot: BotCaller, same_req_id: bool) -> None:
    gateway.again(gateway.say("lisi", "你好"), same_req_id=same_req_id)

    first, second = bot.read(), bot.read()
    assert first["body"] == second["body"]
    assert (first["headers"] == second["headers"]) is same_req_id
    assert bot.respond(second["headers"]["req_id"]) == 0


def test_a_message_may_carry_a_msgid_of_the_tests(gateway: Gateway, bot: BotCaller) -> None:
    gateway.say("lisi", "你好", msgid="m-1")

    assert bot.read()["body"]["msgid"] == "m-1"


def test_control_characters_may_stand_in_a_frame(gateway: Gateway, bot: BotCaller) -> None:
    gateway.say("lisi", "上报\x01消防栓", raw_controls=True)

    raw = str(bot.ws.recv(5))
    assert "上报\x01消防栓" in raw
    with pytest.raises(json.JSONDecodeError):
        json.loads(raw)


def test_a_frame_may_be_no_frame(gateway: Gateway, bot: BotCaller) -> None:
    assert gateway.write_raw('{"cmd":"aibot_msg_callback","headers":')

    assert bot.ws.recv(5) == '{"cmd":"aibot_msg_callback","headers":'


def test_what_comes_while_nobody_is_connected_is_lost(gateway: Gateway) -> None:
    handed = gateway.say("lisi", "有人吗")

    with BotCaller(gateway) as bot:
        bot.subscribe()
        gateway.say("lisi", "现在呢")
        assert bot.read()["body"]["text"] == {"content": "现在呢"}
        assert bot.respond(handed.req_id) == 846605
    assert not handed.is_delivered


def test_waiting_ends_with_the_answer_or_says_what_was_wrong(gateway: Gateway, bot: BotCaller) -> None:
    handed = gateway.say("lisi", "你好")
    bot.read()
    bot.respond(handed.req_id, "text")

    with pytest.raises(AssertionError, match="aibot_respond_msg 40008"):
        gateway.wait_for_answers(handed, seconds=0.01)
