"""A card with buttons fits the smaller limits of every channel, and says how to see what it leaves out."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wire.card_layout import shorten
from bot.wire.template_card import can_draw, closed, interactive
from storage.messages import Button, Card, Choice
from tests.wecom.cards import FOR_APP, FOR_BOT, check_card

TASK = "12-20261123100000"
DONE, TAKEN = Button("整改完成", "整改完成 12", is_main=True), Button("收到", "收到 12")
HAZARD = Card(
    "请整改：12号隐患",
    facts=(
        ("编号", "12号（YH-2026-0012）"),
        ("单位", "张良镇敬老院"),
        ("问题", "二楼东头安全出口堆了轮椅，护理员推车过不去，消防通道被占用"),
        ("期限", "11月27日"),
    ),
    hints=("知道了发：收到 12", "整改好后发：整改完成 12"),
    is_warning=True,
    buttons=(DONE, TAKEN),
    subject="hazard:12",
)
WARDS = Choice(
    "areas", "查了哪些部位", (("厨房", "厨房"), ("配电房", "配电房"), ("宿舍", "宿舍")), takes_several=True
)
PATROL = Card(
    "夜巡查了哪些部位？",
    hints=("也可以打字：夜巡 厨房、宿舍 正常", "都没查请回「取消」"),
    buttons=(Button("提交", "夜巡 {areas} 正常"),),
    choices=(WARDS,),
)


def one_of(key: str, number: int) -> Choice:
    """Return a choice of one among `number` options."""
    return Choice(key, "哪一家", tuple((f"{n}", f"第{n}敬老院") for n in range(number)))


def checked(card: dict[str, Any]) -> dict[str, Any]:
    """Return the template card, which every channel with buttons takes. Raises Refused."""
    check_card(card, FOR_BOT)
    check_card(card, FOR_APP)
    return card


# ---- where things stand


def test_a_hazard_is_read_from_title_to_buttons() -> None:
    assert checked(interactive(HAZARD, TASK)) == {
        "card_type": "button_interaction",
        "task_id": TASK,
        "source": {"desc": "重要", "desc_color": 2},
        "main_title": {"title": "请整改：12号隐患"},
        "quote_area": {"type": 0, "title": "问题", "quote_text": HAZARD.facts[2][1]},
        "horizontal_content_list": [
            {"keyname": "编号", "value": "12号（YH-2026-0012）"},
            {"keyname": "单位", "value": "张良镇敬老院"},
            {"keyname": "期限", "value": "11月27日"},
        ],
        "button_list": [
            {"text": "整改完成", "style": 1, "key": "整改完成 12"},
            {"text": "收到", "style": 2, "key": "收到 12"},
        ],
    }


def test_a_label_of_more_than_five_characters_is_not_cut() -> None:
    card = replace(HAZARD, facts=(("此前已告知谁", "李秀英"), ("期限", "11月27日")))

    drawn = checked(interactive(card, TASK))

    assert drawn["quote_area"] == {"type": 0, "title": "此前已告知谁", "quote_text": "李秀英"}
    assert [row["keyname"] for row in drawn["horizontal_content_list"]] == ["期限"]


def test_the_seventh_short_fact_goes_into_the_text() -> None:
    card = replace(HAZARD, facts=tuple((f"第{n}项", str(n)) for n in range(1, 9)), lines=("请先停用。",))

    drawn = checked(interactive(card, TASK))

    assert [row["value"] for row in drawn["horizontal_content_list"]] == ["1", "2", "3", "4", "5", "6"]
    assert drawn["sub_title_text"] == "第7项：7\n第8项：8\n请先停用。"


def test_a_long_title_goes_on_below_itself() -> None:
    title = "请验收：鲁山县磙子营乡中心敬老院失能老人照护楼 12号隐患（重大，已超期三天）"

    drawn = checked(interactive(replace(HAZARD, title=title), TASK))

    head, tail = drawn["main_title"]["title"], drawn["main_title"]["desc"]
    assert head.removesuffix("…") + tail.removeprefix("…") == title


def test_hints_that_no_button_says_are_kept() -> None:
    card = replace(HAZARD, hints=(*HAZARD.hints, "不是隐患请回「误报」"))

    assert checked(interactive(card, TASK))["sub_title_text"] == "不是隐患请回「误报」"


def test_what_is_cut_says_how_to_see_the_whole_hazard() -> None:
    history = tuple(f"11月{day}日 10:00 王铁柱 退回：轮椅还在原来的地方" for day in range(10, 25))

    shown = checked(interactive(replace(HAZARD, lines=history), TASK))["sub_title_text"]
    graded = checked(interactive(replace(HAZARD, lines=history, subject="hazard:12:grade"), TASK))
    other = checked(interactive(replace(HAZARD, lines=history, subject="duty:7:patrol:x"), TASK))

    assert shown.startswith(history[0])
    assert shown.endswith("…\n全文请回复：12号")
    assert graded["sub_title_text"] == shown
    assert other["sub_title_text"].endswith("…")


def test_a_quotation_that_is_cut_says_so_too() -> None:
    card = replace(HAZARD, facts=(("问题", "堆" * 2000),))

    drawn = checked(interactive(card, TASK))

    assert drawn["quote_area"]["quote_text"] == "堆" * 111 + "…"
    assert drawn["sub_title_text"] == "全文请回复：12号"


def test_a_list_without_long_facts_quotes_its_longest_line() -> None:
    card = replace(HAZARD, facts=(), lines=("甲" * 60, "乙" * 90, "丙" * 40))

    drawn = checked(interactive(card, TASK))

    assert drawn["quote_area"]["quote_text"] == "乙" * 90
    assert drawn["sub_title_text"] == "甲" * 60 + "\n" + "丙" * 40


def test_what_people_type_becomes_no_markup() -> None:
    card = replace(HAZARD, facts=(("问题", '<a href="http://evil">点我</a> [点](http://evil)'),))

    drawn = json.dumps(interactive(card, TASK), ensure_ascii=False)

    assert "<a" not in drawn
    assert "](" not in drawn


def test_words_are_cut_by_characters() -> None:
    assert shorten("安全生产", 4) == "安全生产"
    assert shorten("安全生产月", 4) == "安全生…"
    assert shorten("🔥🔥🔥", 2) == "🔥…"


# ---- buttons and choices


def test_buttons_are_six_of_ten_characters_and_say_what_they_say() -> None:
    buttons = tuple(Button(f"第{n}个按钮的字写得太长了", f"第{n}句") for n in range(8))

    listed = checked(interactive(replace(HAZARD, buttons=buttons), TASK))["button_list"]

    assert [one["key"] for one in listed] == [f"第{n}句" for n in range(6)]
    assert listed[0]["text"] == "第0个按钮的字写得…"


def test_a_button_is_never_made_to_say_half_of_its_words() -> None:
    long = Button("报告", "报告 " + "字" * 400)

    keys = [one["key"] for one in interactive(replace(HAZARD, buttons=(long, DONE, DONE)), TASK)["button_list"]]

    assert keys == [DONE.says]
    assert not can_draw(replace(HAZARD, buttons=(long,)))


def test_several_of_a_list_are_ticked() -> None:
    drawn = checked(interactive(PATROL, TASK))

    assert drawn == {
        "card_type": "vote_interaction",
        "task_id": TASK,
        "main_title": {"title": "夜巡查了哪些部位？", "desc": "都没查请回「取消」"},
        "checkbox": {
            "question_key": "areas",
            "mode": 1,
            "option_list": [{"id": name, "text": name} for name in ("厨房", "配电房", "宿舍")],
        },
        "submit_button": {"text": "提交", "key": "夜巡 {areas} 正常"},
    }


def test_one_of_a_few_is_chosen_from_lists_and_one_of_many_is_ticked() -> None:
    few = checked(interactive(replace(PATROL, choices=(one_of("a", 10), one_of("b", 2), one_of("c", 1))), TASK))
    many = checked(interactive(replace(PATROL, choices=(one_of("a", 11),)), TASK))

    assert few["card_type"] == "multiple_interaction"
    assert [one["question_key"] for one in few["select_list"]] == ["a", "b", "c"]
    assert (many["card_type"], many["checkbox"]["mode"]) == ("vote_interaction", 0)


@pytest.mark.parametrize(
    "card",
    [
        replace(PATROL, choices=(WARDS, one_of("b", 2))),
        replace(PATROL, choices=(one_of("a", 21),)),
        replace(PATROL, choices=tuple(one_of(key, 2) for key in "abcd")),
        replace(PATROL, choices=(one_of("a", 11), one_of("b", 2))),
        replace(PATROL, choices=(Choice("a", "单位", ()),)),
        replace(PATROL, choices=(Choice("a", "单位", (("字" * 43, "字"),)),)),
        replace(PATROL, buttons=(DONE, TAKEN)),
        replace(HAZARD, buttons=()),
        replace(HAZARD, title=" "),
    ],
)
def test_what_does_not_go_together_is_for_words(card: Card) -> None:
    assert not can_draw(card)
    with pytest.raises(ValueError, match="one card"):
        interactive(card, TASK)


def test_options_that_begin_alike_are_told_apart() -> None:
    names = ("鲁山县社会福利中心一号楼", "鲁山县社会福利中心二号楼", "鲁山县社会福利中心院区")
    choice = Choice("unit", "单位", tuple((name, name) for name in names))

    (listed,) = checked(interactive(replace(PATROL, choices=(choice,)), TASK))["select_list"]

    assert [one["id"] for one in listed["option_list"]] == list(names)
    assert [one["text"] for one in listed["option_list"]] == [f"{n}.鲁山县社会福利…"[:10] for n in (1, 2, 3)]


# ---- the end of a card


def test_a_closed_card_is_the_same_with_a_grey_button() -> None:
    end = checked(closed(replace(HAZARD, closed_as="已由王铁柱办理"), TASK))

    before = interactive(HAZARD, TASK)
    assert end.pop("replace_text") == "已由王铁柱办理"
    assert [one["text"] for one in end.pop("button_list")] == ["已由王铁柱办理"]
    assert end == {name: part for name, part in before.items() if name != "button_list"}


def test_an_end_too_long_for_a_button_is_said_whole_as_well() -> None:
    words = "已由鲁山县张良镇民政所欧阳建国定为重大"

    end = checked(closed(replace(HAZARD, closed_as=words), TASK))
    vote = checked(closed(replace(PATROL, closed_as=words), TASK))

    assert end["replace_text"] == "已由鲁山县张良镇民…"
    assert end["sub_title_text"] == words
    assert vote["main_title"]["desc"].startswith(words)


@pytest.mark.parametrize(("choice", "part"), [(WARDS, "checkbox"), (one_of("a", 3), "select_list")])
def test_nothing_can_be_chosen_on_a_closed_card(choice: Choice, part: str) -> None:
    end = checked(closed(replace(PATROL, choices=(choice,), closed_as="已回答"), TASK))

    asked = end[part] if part == "checkbox" else end[part][0]
    assert asked["disable"] is True
    assert end["replace_text"] == "已回答"


# ---- whatever is written on it

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=150)
SAID = st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=40)
BUTTONS = st.lists(st.builds(Button, SAID, SAID, st.booleans()), min_size=1, max_size=7).map(tuple)
OPTIONS = st.integers(1, 22).flatmap(lambda n: st.just(tuple((f"{i}", f"第{i}敬老院的东区") for i in range(n))))
CHOICES = st.lists(st.builds(Choice, SAID, WORDS, OPTIONS, st.booleans()), max_size=4).map(tuple)
CARDS = st.builds(
    Card,
    title=WORDS,
    facts=st.lists(st.tuples(WORDS, WORDS), max_size=8).map(tuple),
    lines=st.lists(WORDS, max_size=5).map(tuple),
    hints=st.lists(WORDS, max_size=3).map(tuple),
    is_warning=st.booleans(),
    link=st.sampled_from(["", "https://minan.example/hazards/12"]),
    buttons=BUTTONS,
    choices=CHOICES,
    subject=st.sampled_from(["", "hazard:12", "hazard:12、13", "duty:1:patrol:x", "question:x"]),
    closed_as=WORDS.filter(str.strip),
)


@given(CARDS)
def test_whatever_stands_on_a_card_it_is_taken(card: Card) -> None:
    if can_draw(card):
        checked(interactive(card, TASK))
        checked(closed(card, TASK))
