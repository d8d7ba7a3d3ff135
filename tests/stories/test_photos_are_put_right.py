"""Photos that were put in the wrong place, and words about photos that were never sent."""

import pytest
from sqlalchemy import Engine

from tests.stories.photo_album import MINUTE, Home, album

REPORT = "二楼东头安全出口堆了轮椅"


@pytest.fixture
def home(sqlite_engine: Engine) -> Home:
    return Home(sqlite_engine)


@pytest.fixture
def home_on_both(engine: Engine) -> Home:
    return Home(engine)


def test_a_photo_in_the_wrong_place_is_put_right(home_on_both: Home) -> None:
    chat = home_on_both.chat
    chat.photo("wang", 2)
    chat.say("wang", "12")

    card = chat.say("wang", "照片是13号的")

    assert card.title == "照片已附到13号隐患（整改后，共2张）"
    assert album(home_on_both.engine) == {"13号 整改后": 2}
    assert chat.say("wang", "照片 12 整改前").title == "照片已附到12号隐患（整改前，共2张）"
    assert chat.say("wang", "照片 12 整改后").title == "照片已附到12号隐患（整改后，共2张）"
    assert album(home_on_both.engine) == {"12号 整改后": 2}


def test_only_the_photos_of_the_last_matter_are_put_right(home: Home) -> None:
    home.chat.say("zhang", REPORT)
    home.chat.photo("zhang")
    home.chat.say("zhang", "厨房燃气软管老化")
    home.chat.photo("zhang")

    home.chat.say("zhang", "照片是12号的")

    assert album(home.engine) == {"15号 整改前": 1, "12号 整改后": 1}


def test_a_photo_sent_by_mistake_is_taken_back(home: Home) -> None:
    home.chat.say("zhang", REPORT)
    home.chat.photo("zhang")

    assert home.chat.say("zhang", "照片发错了").title == "好的，照片1张没有登记"
    assert album(home.engine) == {"nothing 佐证": 1}


def test_a_label_without_photos_says_so(home: Home) -> None:
    assert home.chat.say("wang", "照片是12号的").title == "刚才没有收到您的照片"
    home.chat.photo("wang")
    home.chat.say("wang", "12")
    home.chat.forward(11 * MINUTE)
    assert home.chat.say("wang", "照片是13号的").title == "刚才没有收到您的照片"


def test_the_short_label_puts_right_too_and_shows_what_is_right(home: Home) -> None:
    home.chat.photo("wang")
    home.chat.say("wang", "12")

    assert home.chat.say("wang", "13号照片").title == "13号隐患还没有照片"
    assert home.chat.say("wang", "照片 13").title == "照片已附到13号隐患（整改后，共1张）"
    assert home.chat.say("wang", "照片 13").title == "13号隐患：照片1张"
    assert album(home.engine) == {"13号 整改后": 1}
