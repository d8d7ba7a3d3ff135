"""`lexicon`: what people put right is listed as suggestions until somebody has looked at it."""

import pytest
from sqlalchemy import Engine

from tests.bot.commands.conftest import Run
from tests.builders import a_county
from tests.chat import Chat


@pytest.fixture
def corrected(database: Engine) -> Engine:
    a_county(database)
    chat = Chat(database)
    for number, place in ((12, "一楼"), (13, "二楼")):
        chat.say("zhang", f"隐患 {place}伙房的豆芽盘子裂了")
        chat.say("zhang", f"{number}号改类别 安全管理")
    return database


def test_corrections_are_listed_by_mistake_with_words_that_may_be_missing(run: Run, corrected: Engine) -> None:
    code, out, _ = run("lexicon", "review")

    assert code == 0
    assert out.startswith("等着看的更正：2条")
    assert "其实是「安全管理」，2条" in out
    assert "1. 一楼伙房" in out
    assert "可以考虑加到「安全管理」的词" in out
    assert "张小花" not in out
    assert "zhang" not in out


def test_what_was_looked_at_is_not_listed_again(run: Run, corrected: Engine) -> None:
    assert run("lexicon", "settle", "1") == (0, "已标为看过：1条\n", "")
    assert run("lexicon", "review")[1].startswith("等着看的更正：1条")
    assert run("lexicon", "settle", "--all") == (0, "已标为看过：1条\n", "")
    assert run("lexicon", "review") == (0, "没有等着看的更正\n", "")


@pytest.mark.parametrize("words", [("settle",), ("settle", "1", "--all"), ("review", "3"), ("review", "--all")])
def test_wrong_use_is_said_in_words(run: Run, corrected: Engine, words: tuple[str, ...]) -> None:
    code, out, err = run("lexicon", *words)

    assert (code, out) == (1, "")
    assert "settle" in err
