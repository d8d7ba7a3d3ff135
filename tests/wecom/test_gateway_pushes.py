"""What the gateway takes unasked: where, of which type, how often; and the bot's own card rules."""

from typing import Any

import pytest

from tests.wecom.bot_seen import GROUP, SINGLE
from tests.wecom.caller import MP4, PNG, MovableClock
from tests.wecom.gateway import Gateway
from tests.wecom.gateway_caller import BotCaller, announced
from tests.wecom.gateway_cards import buttons, notice, several, vote
from tests.wecom.limits import UNLIMITED, Limits


@pytest.fixture
def known(gateway: Gateway) -> Gateway:
    """Return the gateway with two chats in which somebody spoke."""
    gateway.know_chat("lisi", SINGLE)
    gateway.know_chat("wrGroup", GROUP)
    return gateway


def test_a_push_needs_somebody_to_have_spoken_there(gateway: Gateway, bot: BotCaller) -> None:
    assert bot.push("lisi") == 93006
    gateway.say("lisi", "你好")
    bot.read()
    assert bot.push("lisi") == 0
    assert bot.push("wrGroup") == 93006
    gateway.say("lisi", "你好", "wrGroup")
    bot.read()
    assert bot.push("wrGroup", chat_type=2) == 0

    assert [seen.reader for seen in gateway.seen] == ["lisi", "wrGroup"]


def test_an_entered_chat_is_not_yet_one_that_takes_pushes(gateway: Gateway, bot: BotCaller) -> None:
    gateway.enter_chat("lisi")
    bot.read()

    assert bot.push("lisi") == 93006


@pytest.mark.parametrize(
    ("chatid", "chat_type", "errcode"),
    [
        ("lisi", 0, 0),
        ("lisi", 1, 0),
        ("lisi", 2, 93006),
        ("wrGroup", 2, 0),
        ("wrGroup", 1, 93006),
        ("wrgroup", 2, 93006),
        ("LiSi", 1, 93006),
        ("", 0, 93006),
        ("lisi", 3, 40058),
        ("lisi", True, 40058),
    ],
)
def test_chatid_and_chat_type_fit_together(
    known: Gateway, bot: BotCaller, chatid: str, chat_type: int, errcode: int
) -> None:
    assert bot.push(chatid, chat_type=chat_type) == errcode


def test_a_known_chat_can_be_shut(known: Gateway, bot: BotCaller) -> None:
    known.shut_chats.add("wrGroup")

    assert bot.push("wrGroup") == 93006
    assert known.complaints == []


@pytest.mark.parametrize("msgtype", ["text", "stream", "news"])
def test_other_types_are_not_pushed(known: Gateway, bot: BotCaller, msgtype: str) -> None:
    assert bot.push("lisi", msgtype, {"content": "x", "id": "s", "finish": True}) == 40008


def test_nobody_is_called_by_a_push(known: Gateway, bot: BotCaller) -> None:
    assert bot.push("wrGroup", mentioned_list=["lisi"]) == 40058
    assert bot.push("wrGroup", part={"content": "x", "mentioned_list": ["@all"]}) == 40058


def test_markdown_is_measured_in_bytes(known: Gateway, bot: BotCaller) -> None:
    assert bot.push("wrGroup", part={"content": "字" * 6826 + "ab"}) == 0
    assert bot.push("wrGroup", part={"content": "字" * 6826 + "abc"}) == 45002


def test_a_file_is_pushed_as_what_it_was_uploaded(known: Gateway, bot: BotCaller) -> None:
    media_id = bot.upload("image", PNG)

    assert bot.push("wrGroup", "file", {"media_id": media_id}) == 40007
    assert bot.push("wrGroup", "image", {"media_id": media_id, "title": "x"}) == 40058
    assert bot.push("wrGroup", "image", {"media_id": media_id}) == 0


def test_a_file_of_the_app_is_none_of_the_bot(known: Gateway, bot: BotCaller) -> None:
    file = known.platform.media.put("image", "a.png", PNG, now=known.platform.clock())

    assert bot.push("wrGroup", "image", {"media_id": file.media_id}) == 40007


def test_a_video_has_a_short_title(known: Gateway, bot: BotCaller) -> None:
    media_id = bot.upload("video", MP4)

    assert bot.push("lisi", "video", {"media_id": media_id, "title": "t" * 64, "description": "d"}) == 0
    assert bot.push("lisi", "video", {"media_id": media_id, "title": "t" * 65}) == 45002


def test_replies_and_pushes_share_thirty_a_minute_in_a_chat(
    known: Gateway, bot: BotCaller, clock: MovableClock
) -> None:
    asked = known.say("lisi", "你好")
    bot.read()
    assert [bot.respond(asked.req_id) for _ in range(15)] == [0] * 15
    assert [bot.push("lisi") for _ in range(15)] == [0] * 15

    assert bot.push("lisi") == bot.respond(asked.req_id) == 45009
    assert bot.push("wrGroup") == 0
    assert known.over_limit == {"lisi": 2}
    clock.forward(60)
    assert bot.push("lisi") == 0


def test_a_chat_takes_only_so_many_an_hour(known: Gateway, bot: BotCaller, clock: MovableClock) -> None:
    known.platform.limits = Limits(chat_per_hour=3)

    codes = []
    for _ in range(4):
        codes.append(bot.push("lisi"))
        clock.forward(600)

    assert codes == [0, 0, 0, 45009]


@pytest.mark.parametrize("card", [notice(), buttons(), vote(), several()], ids=lambda card: str(card["card_type"]))
def test_every_card_is_pushed_to_a_person_and_none_to_a_group(
    known: Gateway, bot: BotCaller, card: dict[str, Any]
) -> None:
    assert bot.push("wrGroup", "template_card", card) == 40058
    assert bot.push("lisi", "template_card", card) == 0


def test_a_task_id_serves_once(known: Gateway, bot: BotCaller) -> None:
    assert bot.push("lisi", "template_card", buttons("t-1")) == 0
    assert bot.push("lisi", "template_card", buttons("t-1")) == 42014
    assert bot.push("lisi", "template_card", notice(task_id="t-1")) == 42014
    assert bot.push("lisi", "template_card", buttons("t-2")) == 0


@pytest.mark.parametrize(
    ("card", "errcode"),
    [
        (buttons("任务"), 42014),
        (buttons("t" * 129), 42014),
        (notice(card_type="poster"), 42031),
        (buttons(button_list=[{"type": 0, "text": "好", "key": "k"}]), 40058),
        (buttons(button_list=[{"text": "好", "key": "k", "url": "https://a.example"}]), 40058),
        (buttons(button_list=[{"text": "好", "key": "k"}] * 2), 42039),
        (notice(source={"desc": "来" * 14}), 45002),
        (notice(main_title={"title": "题" * 27}), 45002),
        (notice(main_title={"title": "题", "desc": "述" * 31}), 45002),
        (notice(emphasis_content={"title": "数" * 11}), 45002),
        (notice(sub_title_text="字" * 113), 45002),
        (notice(horizontal_content_list=[{"keyname": "人", "value": "值" * 27}]), 45002),
        (notice(horizontal_content_list=[{"keyname": "人", "type": 2, "media_id": "m"}]), 40058),
        (notice(horizontal_content_list=[{"keyname": "人", "type": 3, "userid": "lisi"}]), 0),
        (notice(jump_list=[{"type": 3, "title": "问", "question": "超期"}]), 0),
        (notice(jump_list=[{"type": 3, "title": "问"}]), 40058),
        (notice(jump_list=[{"type": 3, "title": "问", "question": "问" * 67}]), 45002),
        (notice(action_menu={"desc": "更多", "action_list": [{"text": "不再提醒", "key": "mute"}]}), 42014),
    ],
)
def test_the_bots_own_card_rules_hold(known: Gateway, bot: BotCaller, card: dict[str, Any], errcode: int) -> None:
    assert bot.push("lisi", "template_card", card) == errcode


@pytest.mark.parametrize("junk", [None, -7, 0.5, True, "", [], [[]], {}, {"x": []}], ids=repr)
def test_junk_in_any_place_gets_a_verdict_and_shows_nothing(known: Gateway, bot: BotCaller, junk: object) -> None:
    known.platform.limits = UNLIMITED
    whole = {"chatid": "lisi", "chat_type": 1, "msgtype": "template_card", "template_card": vote()}
    broken = [whole | {name: junk} for name in ("chatid", "msgtype", "template_card")]
    broken += [whole | {"template_card": vote() | {name: junk}} for name in vote() if name != "main_title"]
    announcement = announced("file", b"eight by")

    codes = [bot.code("aibot_send_msg", body) for body in broken]
    codes += [bot.code("aibot_upload_media_init", announcement | {name: junk}) for name in announcement]

    assert 0 not in codes
    assert known.seen == []
