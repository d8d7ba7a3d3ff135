"""A card fits its channel, and what is cut is cut between characters, with the link kept."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.wire.draw import cut, markdown, text
from storage.messages import Card

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)
CARDS = st.builds(
    Card,
    title=WORDS,
    facts=st.lists(st.tuples(WORDS, WORDS), max_size=5).map(tuple),
    lines=st.lists(WORDS, max_size=20).map(tuple),
    hints=st.lists(WORDS, max_size=3).map(tuple),
    is_warning=st.booleans(),
    mentions=st.lists(st.from_regex(r"[a-z]{1,30}", fullmatch=True), max_size=60).map(tuple),
    link=st.sampled_from(["", "https://minan.example/hazards/12"]),
)
FULL = Card(
    "隐患逾期",
    facts=(("编号", "12"), ("期限", "11月27日")),
    lines=("二楼东头安全出口堆了轮椅。",),
    hints=("整改完成 12",),
    is_warning=True,
    mentions=("LiSi",),
    link="https://minan.example/h/12",
)


def test_text_is_read_from_top_to_bottom() -> None:
    assert text(FULL, 2048).splitlines() == [
        "【重要】隐患逾期",
        "编号：12",
        "期限：11月27日",
        "二楼东头安全出口堆了轮椅。",
        "▸ 整改完成 12",
        "查看详情：https://minan.example/h/12",
    ]


def test_markdown_has_colour_link_and_mention() -> None:
    assert markdown(FULL, 4096).splitlines() == [
        '<font color="warning">**隐患逾期**</font>',
        ">编号：12",
        ">期限：11月27日",
        "二楼东头安全出口堆了轮椅。",
        '<font color="comment">整改完成 12</font>',
        "[查看详情](https://minan.example/h/12)",
        "<@LiSi>",
    ]


def test_a_cut_text_says_so_and_keeps_hint_and_link() -> None:
    card = Card(
        "名单", lines=tuple(f"第{number}敬老院" for number in range(200)), hints=("巡查 正常",), link="https://u"
    )

    lines = text(card, 500).splitlines()

    assert lines[0] == "名单"
    assert lines[-3:] == ["…", "▸ 巡查 正常", "查看详情：https://u"]


def test_cutting_ends_between_characters() -> None:
    assert cut("安全", 6) == "安全"
    assert cut("安全生产", 10) == "安全…"
    assert cut("安全生产", 8) == "安…"
    assert cut("🔥🔥", 7) == "🔥…"
    assert cut("安全", 2) == ""


@given(WORDS, st.integers(0, 400))
def test_a_cut_is_a_beginning_that_fits(words: str, max_bytes: int) -> None:
    shown = cut(words, max_bytes)

    assert len(shown.encode()) <= max_bytes
    assert shown == words or words.startswith(shown.removesuffix("…"))


@given(CARDS)
def test_every_card_fits_and_keeps_its_link(card: Card) -> None:
    for drawn, limit in ((text(card, 2048), 2048), (markdown(card, 4096), 4096), (markdown(card, 600), 600)):
        assert len(drawn.encode()) <= limit
        assert card.link in drawn


@given(CARDS)
def test_no_markup_of_ours_is_ever_cut(card: Card) -> None:
    drawn = markdown(card, 600)

    assert drawn.count("<font") == drawn.count("</font>")
    assert re.sub(r'<font color="(info|warning|comment)">|</font>|<@[a-z]+>', "", drawn).count("<") == 0


def test_what_people_type_calls_nobody_and_links_nowhere() -> None:
    card = Card("x", lines=('<@all> <a href="http://evil">点我</a> [点我](http://evil)',))

    for drawn in (text(card, 2048), markdown(card, 4096)):
        assert "<@" not in drawn
        assert "<a" not in drawn
        assert "](" not in drawn
