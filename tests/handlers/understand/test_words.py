"""Writing is evened out before it is read, and the original is kept."""

from pathlib import Path

import pytest

from config.lexicon import Lexicon
from handlers.understand.words import Cutter, dictionary, normalise


@pytest.mark.parametrize(
    ("original", "text"),
    [
        ("ＢＢ１层灭火器２具", "BB1层灭火器2具"),
        ("隱患：樓道雜物沒清", "隐患:楼道杂物没清"),
        ("单位:县福利院,问题:灯坏", "单位:县福利院，问题:灯坏"),
        ("巡查正常！！！！", "巡查正常！"),
        ("节前自查✅", "节前自查完成"),
        ("三楼灯坏了[图片][图片]", "三楼灯坏了"),
        ("收到[抱拳][微笑]", "收到"),
        ("灭火气过期3具", "灭火器过期3具"),
        ("活动室顶棚是彩刚板", "活动室顶棚是彩钢板"),
        ("消火拴没水", "消火栓没水"),
        ("夜间寻查完毕", "夜间巡查完毕"),
    ],
)
def test_writing_is_evened_out(lexicon: Lexicon, original: str, text: str) -> None:
    said = normalise(original, lexicon.words)

    assert said.text == text
    assert said.original == original


def test_words_that_are_right_stay_though_another_sounds_alike(lexicon: Lexicon) -> None:
    assert normalise("应及时检查排风机，煤气管子通到屋里", lexicon.words).mended == ()


def test_robots_and_colleagues_that_are_called_are_set_apart(lexicon: Lexicon) -> None:
    said = normalise("@安全小助手 上报隐患 @李明 三楼灯坏了", lexicon.words)

    assert said.mentions == ("安全小助手", "李明")
    assert said.text == "上报隐患 三楼灯坏了"


def test_what_is_quoted_is_set_apart(lexicon: Lexicon) -> None:
    said = normalise("「王院长：12号隐患弄好了」\n- - - - - - - - -\n验收通过", lexicon.words)

    assert said.quote == "王院长:12号隐患弄好了"
    assert said.text == "验收通过"


def test_a_quoted_term_is_no_quoted_message(lexicon: Lexicon) -> None:
    assert normalise("“一懂三会”掌握不熟", lexicon.words).quote == ""


def test_pictures_are_counted(lexicon: Lexicon) -> None:
    assert normalise("[图片][图片][图片] 四季度消防演练", lexicon.words).pictures == 3


@pytest.mark.filterwarnings("ignore:invalid escape sequence:DeprecationWarning")
def test_the_trades_words_are_cut_whole(lexicon: Lexicon, tmp_path: Path) -> None:
    cutter = Cutter(dictionary(lexicon.words.own_words, lexicon.hazards.term_by_word), tmp_path)

    assert cutter.cut("磙子营乡敬老院应急照明灯不亮。") == ["磙子营", "乡", "敬老院", "应急照明灯", "不亮"]
