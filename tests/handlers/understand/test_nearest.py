"""What nobody understood is answered with the examples that come nearest."""

from handlers.understand.nearest import nearest
from tests.builders import a_desk


def test_shared_words_count_before_shared_characters() -> None:
    examples = ["巡查 正常", "上报 厨房燃气软管老化", "我的待办"]

    assert nearest("燃气这个怎么弄啊我想问问", examples, a_desk().cutter)[0] == "上报 厨房燃气软管老化"


def test_nothing_shared_keeps_the_order() -> None:
    examples = ["巡查 正常", "我的待办"]

    assert nearest("hello", examples, a_desk().cutter) == examples
