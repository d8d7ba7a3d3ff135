"""The small models: what they are trained on, what they are worth on rows they never saw, how they give reasons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from config.calendar import WorkCalendar
from config.grams import grams
from config.lexicon import Lexicon, LexiconWrong, read_lexicon
from config.linear import LinearTable, read_linear
from config.zone import TZ
from handlers.understand.hazard_category import categorise
from handlers.understand.linear import judged
from handlers.understand.read import read
from handlers.understand.second_opinion import is_fault, settled
from tests.understand.partings import Row
from tests.understand.train import (
    LEXICON,
    TARGETS,
    Target,
    all_rows,
    figures,
    hash_of_rows,
    understood,
    unseen_rows,
    untouched_rows,
    without_models,
    written,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=TZ)
TOLD = LinearTable(
    classes=("FIRE", "FOOD"), bias=(5, -5), weights={"灭火": ((0, 120), (1, -30)), "火": ((0, 40),)}, rows=""
)


LEAST = {
    "hazard": 0.92,
    "specificity": 0.9,
    "primary": 0.89,
    "split": 0.84,
    "major": 0.85,
    "major_precision": 0.95,
    "intent": 0.9,
}
Rows = Callable[[], tuple[list[Row], list[Row]]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(LEXICON)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_weights_are_those_of_the_rows(target: Target) -> None:
    table = read_linear(LEXICON / f"weights_{target.name}.json")

    assert table.rows == hash_of_rows(target), "run python -m tests.understand.train"


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_weights_stay_small_and_in_order(target: Target) -> None:
    file = LEXICON / f"weights_{target.name}.json"
    table = read_linear(file)

    assert file.stat().st_size < 300_000
    assert list(table.weights) == sorted(table.weights)
    assert written(table) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("rows", [untouched_rows, unseen_rows])
def test_rules_and_models_do_better_together_on_rows_that_neither_saw(rows: Rows, lexicon: Lexicon) -> None:
    alone = figures(*(understood(one, without_models(lexicon)) for one in rows()))
    helped = figures(*(understood(one, lexicon) for one in rows()))

    for figure, least in LEAST.items():
        # The conditions alone hardly ever suggest 重大 in vain; the characters find more, and must not err often.
        wanted = least if figure == "major_precision" else max(least, alone[figure])
        assert helped[figure] >= wanted, figure


def test_points_add_up_by_class() -> None:
    opinion = judged("灭火器", TOLD)

    assert opinion.points == (165, -35)
    assert opinion.best == "FIRE"
    assert opinion.share == pytest.approx(0.881, abs=0.001)


def test_the_strongest_characters_are_the_reason() -> None:
    assert judged("灭火器", TOLD).reasons("FIRE") == ("灭火",)


def test_numbers_count_as_numbers() -> None:
    assert grams("12号") == grams("7号")


def test_a_trusted_rule_stands_and_a_weak_one_gives_way() -> None:
    assert settled("灭火器", TOLD, "FOOD", 300).code == "FOOD"
    assert settled("灭火器", TOLD, "FOOD", 100).code == "FIRE"
    assert settled("灭火器", TOLD, "FOOD", 100).is_overruled


def test_without_weights_the_rules_decide() -> None:
    nothing = LinearTable((), (), {}, "")

    assert settled("灭火器", nothing, "FOOD", 0).code == "FOOD"
    assert is_fault("灭火器", nothing, 0, told=True)
    assert not is_fault("灭火器", nothing, 0, told=False)


def test_no_rule_is_overruled_and_acted_on(lexicon: Lexicon) -> None:
    calendar = WorkCalendar()
    alone, own = without_models(lexicon), lexicon.hazards
    # Where a message is cut into pieces no rule is overruled.
    cut = replace(alone.hazards, seam_weights=own.seam_weights, parting_weights=own.parting_weights)
    rules_alone = replace(alone, hazards=cut)
    texts = [str(row["text"]) for row in all_rows()[1][::3]]
    for text in texts:
        by_rules = read(text, NOW, rules_alone, calendar).intents
        helped = read(text, NOW, lexicon, calendar).intent

        assert not helped.is_sure or not by_rules[0].is_sure or helped.intent in {one.intent for one in by_rules}, (
            text
        )


def test_what_the_characters_decide_says_which_ones(lexicon: Lexicon) -> None:
    ruleless = replace(lexicon, intents=replace(lexicon.intents, rules=()))

    intent = read("导出台账", NOW, ruleless, WorkCalendar()).intent

    assert intent.intent == "ledger_export"
    assert intent.why.startswith("整句最像（“")
    assert "台账" in intent.why


@pytest.mark.parametrize("word", ["轮椅", "飞线", "防火毯", "用电"])
def test_a_word_by_itself_is_what_the_lexicon_says(word: str, lexicon: Lexicon) -> None:
    assert categorise(word, lexicon.hazards).codes == categorise(word, without_models(lexicon).hazards).codes


def test_a_file_of_weights_that_is_none_is_named(tmp_path: Path) -> None:
    for file in LEXICON.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "weights_intent.json").write_text('{"classes": 1}', encoding="utf-8")

    with pytest.raises(LexiconWrong, match=r"weights_intent\.json：不是训练写出的权重"):
        read_lexicon(tmp_path)
