"""The fake judges template cards field by field, and updates them once per response code."""

from typing import Any

import pytest

from tests.wecom.app_cards import click, standing
from tests.wecom.callback_xml import Callbacks
from tests.wecom.caller import Caller, MovableClock
from tests.wecom.platform import Platform

URL = "https://a.example/1"
NOTICE: dict[str, Any] = {
    "card_type": "text_notice",
    "main_title": {"title": "隐患整改到期", "desc": "敬老院"},
    "card_action": {"type": 1, "url": URL},
}
NEWS = {**NOTICE, "card_type": "news_notice", "card_image": {"url": URL, "aspect_ratio": 2.25}}
OPTIONS = [{"id": "o1", "text": "参加"}]
BUTTONS: dict[str, Any] = {
    "card_type": "button_interaction",
    "main_title": {"title": "演练确认"},
    "task_id": "drill-2024-07@1",
    "button_list": [{"text": "已完成", "style": 1, "key": "ok"}, {"type": 1, "text": "打开", "url": URL}],
    "button_selection": {"question_key": "q1", "option_list": OPTIONS},
}
SUBMIT = {"text": "提交", "key": "submit"}
VOTE: dict[str, Any] = {
    "card_type": "vote_interaction",
    "task_id": "t",
    "checkbox": {"question_key": "q1", "option_list": OPTIONS, "mode": 1},
    "submit_button": SUBMIT,
}
MULTIPLE: dict[str, Any] = {
    "card_type": "multiple_interaction",
    "task_id": "t",
    "select_list": [{"question_key": "q1", "title": "类型", "option_list": OPTIONS}],
    "submit_button": SUBMIT,
}


def lines(*extra: dict[str, Any], n: int = 1) -> dict[str, Any]:
    """Return horizontal lines, each with `extra`."""
    line = {"keyname": "责任人", "value": "李四"}
    return {"horizontal_content_list": [{**line, **(extra[0] if extra else {})}] * n}


def menu(*keys: str) -> dict[str, Any]:
    """Return an action menu with these keys."""
    return {"action_menu": {"desc": "更多", "action_list": [{"text": "不再提醒", "key": key} for key in keys]}}


@pytest.mark.parametrize(
    "card", [NOTICE, NEWS, BUTTONS, VOTE, MULTIPLE, {**NOTICE, **menu("a", "b"), "task_id": "x"}]
)
def test_a_right_card_is_shown(caller: Caller, platform: Platform, card: dict[str, Any]) -> None:
    answer = caller.send("template_card", card)

    assert answer["errcode"] == 0
    assert ("response_code" in answer) is card["card_type"].endswith("_interaction")
    assert platform.seen[0].payload["template_card"] == card


@pytest.mark.parametrize(
    ("card", "change", "errcode"),
    [
        (NOTICE, {"card_type": "nonsense"}, 42031),
        (NOTICE, {"card_action": {"type": 3}}, 42045),
        (NOTICE, {"card_action": {"type": 1}}, 42028),
        (NOTICE, {"card_action": {"type": 2}}, 42030),
        (NOTICE, {"main_title": {"desc": "x"}}, 42033),
        (NOTICE, {"main_title": {"title": "题" * 37}}, 45002),
        (NOTICE, {"main_title": {"title": "题", "desc": "述" * 45}}, 45002),
        (NOTICE, {"source": {"desc": "源" * 21}}, 45002),
        (NOTICE, {"emphasis_content": {"title": "重" * 15}}, 45002),
        (NOTICE, {"sub_title_text": "文" * 161}, 45002),
        (NOTICE, lines(n=7), 42035),
        (NOTICE, lines({"keyname": ""}), 42027),
        (NOTICE, lines({"keyname": "一二三四五六"}), 45002),
        (NOTICE, lines({"value": "值" * 31}), 45002),
        (NOTICE, lines({"type": 1}), 42028),
        (NOTICE, lines({"type": 2}), 42029),
        (NOTICE, lines({"type": 2, "media_id": "unknown"}), 40007),
        (NOTICE, lines({"type": 3}), 42050),
        (NOTICE, {"jump_list": [{"title": "看", "type": 1, "url": URL}] * 4}, 42042),
        (NOTICE, {"jump_list": [{"type": 1, "url": URL}]}, 42033),
        (NOTICE, {"jump_list": [{"title": "看", "type": 1}]}, 42028),
        (NOTICE, {"jump_list": [{"title": "看", "type": 2}]}, 42030),
        (NOTICE, menu("a"), 42014),
        (NOTICE, {**menu("a", "a"), "task_id": "x"}, 42051),
        (NOTICE, {**menu("a", "b", "c", "d"), "task_id": "x"}, 40058),
        (NOTICE, {"task_id": "隐患1"}, 42014),
        (NEWS, {"card_image": {}}, 42044),
        (NEWS, {"card_image": {"url": URL, "aspect_ratio": 2.3}}, 42044),
        (NEWS, {"vertical_content_list": [{"title": "a"}] * 5}, 42036),
        (NEWS, {"vertical_content_list": [{"desc": "a"}]}, 42033),
        (BUTTONS, {"task_id": ""}, 42014),
        (BUTTONS, {"task_id": "t" * 129}, 42014),
        (BUTTONS, {"button_list": []}, 40058),
        (BUTTONS, {"button_list": [{"key": "k"}]}, 42038),
        (BUTTONS, {"button_list": [{"text": "按" * 11, "key": "k"}]}, 42038),
        (BUTTONS, {"button_list": [{"text": "按"}]}, 42039),
        (BUTTONS, {"button_list": [{"text": "按", "key": "k"}] * 2}, 42039),
        (BUTTONS, {"button_list": [{"text": "按", "key": "k", "style": 5}]}, 40058),
        (BUTTONS, {"button_selection": {"question_key": "q", "option_list": OPTIONS * 11}}, 42037),
        (VOTE, {"checkbox": {"option_list": OPTIONS}}, 42043),
        (VOTE, {"checkbox": {"question_key": "q", "option_list": []}}, 42037),
        (VOTE, {"checkbox": {"question_key": "q", "option_list": [{"text": "x"}]}}, 42040),
        (VOTE, {"checkbox": {"question_key": "q", "option_list": [{"id": "x"}]}}, 42041),
        (VOTE, {"submit_button": {"text": "提交"}}, 42046),
        (VOTE, {"submit_button": {"key": "k"}}, 42049),
        (MULTIPLE, {"select_list": []}, 42047),
        (MULTIPLE, {"select_list": MULTIPLE["select_list"] * 4}, 42047),
    ],
)
def test_a_wrong_card_gets_the_code_of_its_field(
    caller: Caller, platform: Platform, card: dict[str, Any], change: dict[str, Any], errcode: int
) -> None:
    assert caller.send("template_card", {**card, **change})["errcode"] == errcode

    assert platform.seen == []


def test_a_notice_without_an_action_is_refused(caller: Caller) -> None:
    card = {name: part for name, part in NOTICE.items() if name != "card_action"}

    assert caller.send("template_card", card)["errcode"] == 42045


def test_an_interactive_card_needs_a_callback_url(caller: Caller, platform: Platform) -> None:
    platform.callback_url = None

    assert caller.send("template_card", BUTTONS)["errcode"] == 43012
    assert caller.send("template_card", NOTICE)["errcode"] == 0


def test_a_task_id_serves_one_card(caller: Caller) -> None:
    assert caller.send("template_card", VOTE)["errcode"] == 0
    assert caller.send("template_card", MULTIPLE)["errcode"] == 42014


def test_a_response_code_updates_once_those_who_are_named(caller: Caller, platform: Platform) -> None:
    code = caller.send("template_card", BUTTONS, touser="lisi|zhangsan")["response_code"]
    update = {
        "userids": ["lisi", "Nobody"],
        "agentid": caller.identity.agent_id,
        "response_code": code,
        "button": {"replace_name": "已确认"},
    }

    assert caller.call("message/update_template_card", {**update, "agentid": 1})["errcode"] == 40056
    assert caller.call("message/update_template_card", {**update, "button": {}})["errcode"] == 40063
    answer = caller.call("message/update_template_card", update)
    assert (answer["errcode"], answer["invaliduser"]) == (0, ["nobody"])
    assert caller.call("message/update_template_card", update)["errcode"] == 60140

    assert platform.seen_by_person("lisi")[0].updates == [update]
    assert platform.seen_by_person("zhangsan")[0].updates == []


@pytest.mark.parametrize(("hours", "errcode"), [(71, 0), (72, 60140)])
def test_every_click_brings_a_code_for_72_hours(
    caller: Caller, platform: Platform, clock: MovableClock, hours: int, errcode: int
) -> None:
    msgid = caller.send("template_card", BUTTONS)["msgid"]
    code = platform.new_response_code(msgid)
    clock.forward(hours * 3600)

    answer = caller.call(
        "message/update_template_card",
        {
            "atall": 1,
            "agentid": caller.identity.agent_id,
            "response_code": code,
            "template_card": {**NOTICE, "replace_text": "已提交"},
        },
    )

    assert answer["errcode"] == errcode
    assert len(platform.seen[0].updates) == (errcode == 0)


def test_a_wrong_card_changes_nothing_and_leaves_the_code(caller: Caller, platform: Platform) -> None:
    code = caller.send("template_card", BUTTONS)["response_code"]
    update = {"userids": ["lisi"], "agentid": caller.identity.agent_id, "response_code": code}
    wrong = {**BUTTONS, "main_title": {"title": "题" * 37}}

    assert caller.call("message/update_template_card", {**update, "template_card": wrong})["errcode"] == 45002
    assert caller.call("message/update_template_card", {**update, "template_card": BUTTONS})["errcode"] == 0


def test_a_click_names_the_card_and_brings_a_code(caller: Caller, platform: Platform) -> None:
    caller.send("template_card", VOTE)
    (seen,) = platform.seen

    inner = click(Callbacks(caller.identity, lambda: 1700000000), platform, seen, "submit", {"q1": ["o1"]})

    assert "<FromUserName><![CDATA[LiSi]]></FromUserName>" in inner
    assert "<EventKey><![CDATA[submit]]></EventKey><TaskId><![CDATA[t]]></TaskId>" in inner
    assert "<OptionId><![CDATA[o1]]></OptionId>" in inner


def test_what_is_not_on_the_card_or_grey_cannot_be_clicked(caller: Caller, platform: Platform) -> None:
    code = caller.send("template_card", BUTTONS)["response_code"]
    (seen,) = platform.seen
    write = Callbacks(caller.identity, lambda: 1700000000)

    with pytest.raises(ValueError, match="nonsense"):
        click(write, platform, seen, "nonsense")
    update = {"userids": ["lisi"], "agentid": caller.identity.agent_id, "response_code": code}
    caller.call("message/update_template_card", {**update, "button": {"replace_name": "已确认"}})
    assert standing(seen)["replace_text"] == "已确认"
    with pytest.raises(ValueError, match="ok"):
        click(write, platform, seen, "ok")
