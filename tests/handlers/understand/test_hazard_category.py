"""What must be put right decides the category: things before places, rules before words; grades by family."""

import json
from pathlib import Path

import pytest

from config.lexicon import Lexicon
from handlers.understand.hazard_category import RULED, categorise
from handlers.understand.hazard_grade import grade_of, worst_grade

ROWS = Path(__file__).parent / "data" / "own_categories.jsonl"


def test_our_rows_get_their_primary_category(lexicon: Lexicon) -> None:
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]

    hits = [categorise(row["text"], lexicon.hazards).codes[0] == row["categories"][0] for row in rows]

    assert sum(hits) / len(hits) >= 0.96


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("疏散走道吊顶内一段电线未穿管", "ELEC"),
        ("电梯厅旁手动报警按钮面板破碎", "FIRE"),
        ("走廊一处呼叫按钮失灵", "OTHER"),
        ("餐厅两个出口，靠北那个被自助餐台挡了大半", "EXIT"),
        ("粮油库支了两张行军床，厨工夜里在此睡觉", "MIXED"),
        ("锅炉间动力线铜铝直接绞接，接头发黑", "ELEC"),
    ],
)
def test_the_thing_that_is_wrong_counts_and_not_its_place(lexicon: Lexicon, text: str, code: str) -> None:
    assert categorise(text, lexicon.hazards).codes[0] == code


def test_a_decision_says_how_sure_it_is(lexicon: Lexicon) -> None:
    by_rule = categorise("动火作业未审批", lexicon.hazards)
    by_words = categorise("滑梯破损", lexicon.hazards)
    by_nothing = categorise("那个东西不行了", lexicon.hazards)

    assert by_rule.weight == RULED
    assert 0 < by_words.weight < RULED
    assert by_nothing.weight <= 1


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("三层老人房由泡沫夹芯彩钢板搭建", "重大"),
        ("门卫岗亭是泡沫夹芯彩钢板的，空置", None),
        ("电梯超过检验有效期半年仍运行", "重大"),
        ("电梯没张贴检验标志", "一般"),
        ("食堂未取得食品经营许可证，两名厨师无健康证", "重大"),
        ("食堂没有摆放食品经营许可证", "一般"),
        ("失能老人护理区设在地下一层", "重大"),
        ("抽查一名护工不会用灭火器", "一般"),
        ("全院护工都不会用灭火器", None),
        ("三楼消火栓没水", None),
        ("伙房软管老化", "一般"),
    ],
)
def test_a_grade_is_suggested_only_where_the_words_decide(lexicon: Lexicon, text: str, grade: str | None) -> None:
    assert grade_of(text, lexicon.hazards)[0] == grade


def test_a_message_is_as_grave_as_its_gravest_hazard() -> None:
    assert worst_grade([("一般", "a"), ("重大", "b"), (None, "c")]) == ("重大", "b")
    assert worst_grade([("一般", "a"), (None, "c")]) == (None, "c")
    assert worst_grade([("一般", "a"), ("一般", "b")]) == ("一般", "a")
    assert worst_grade([]) == (None, "")
