"""What stands in config/gaps.toml and config/campaigns.toml, and what is said of a slip in them."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from config.gap_table import DaysOff
from config.reading import TablesWrong
from config.tables import Tables, load_tables
from tests.builders import copy_tables

SHIPPED = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables(SHIPPED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy_tables(tmp_path)
    (tmp_path / "holidays").mkdir()
    return tmp_path


def test_gaps_are_asked_for_on_monday_morning(tables: Tables) -> None:
    gaps = tables.gaps

    assert (gaps.ask.weekday, gaps.ask.at, gaps.ask.on_days_off) == (1, time(9, 10), DaysOff.NEXT_WORKDAY)
    assert (gaps.unanswered_rungs, gaps.missed_in_a_row, gaps.unaccepted_after) == (3, 3, timedelta(days=3))
    assert not any(value.file == "gaps.toml" for value in tables.stated())


def test_the_campaigns_of_the_policy_carry_their_clause(tables: Tables) -> None:
    names = {one.value: one.source for one in tables.stated() if one.file == "campaigns.toml"}

    assert set(names) == {"六查一打", "大排查大起底大整治", "城镇燃气安全专项整治"}
    assert all(source.startswith("T5-4 ") for source in names.values())
    assert all(one.runs_on(date(2026, 11, 23)) and not one.is_auto for one in tables.campaigns.campaigns)


@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("gaps.toml", "weekday = { value = 1", "weekday = { value = 8", "gaps.toml 的 ask.weekday：星期几要写"),
        ("gaps.toml", '"next_workday", assumed', '"friday", assumed', "ask.on_days_off：只能写 keep、next_workday"),
        ("gaps.toml", '"3d"', '"3天"', "unaccepted_after：时长要写成"),
        ("reminders.toml", "value = 2024-12-31", 'value = "去年底"', "major_stock.milestone：日期要写成"),
        ("reminders.toml", "weekday = { value = 1", "weekday = { value = 0", "major_stock.ask.weekday：要写"),
        (
            "inspections.toml",
            'township_after = { value = "3d"',
            'township_after = { value = "1h"',
            "sign.township_after：不能早于 remind_after",
        ),
        ("campaigns.toml", 'starts = { value = ""', 'starts = { value = "明年"', "starts：日期要写成 2026-03-01"),
        ("campaigns.toml", '["GAS"]', '["煤气"]', "没有 煤气 这样的类别"),
        ("campaigns.toml", '"town_gas"', '"six_checks"', "code 不能重复"),
        ("campaigns.toml", '"town_gas"', '"燃气"', "只能用小写字母、数字和下划线"),
        ("campaigns.toml", 'value = "六查一打"', 'value = ""', "名字不能空"),
        ("campaigns.toml", "team = { value = []", 'team = { value = "周股长"', "要写成列表"),
        ("campaigns.toml", "auto = { value = false", "auto = { value = 1", "auto：要写 true 或 false"),
    ],
)
def test_a_slip_is_named_with_file_and_key(folder: Path, file: str, before: str, after: str, complaint: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(TablesWrong) as wrong:
        load_tables(folder)

    assert complaint in str(wrong.value)


def test_a_campaign_cannot_end_before_it_starts(folder: Path) -> None:
    file = folder / "campaigns.toml"
    text = file.read_text(encoding="utf-8").replace('starts = { value = ""', 'starts = { value = "2026-03-01"', 1)
    file.write_text(text.replace('ends = { value = ""', 'ends = { value = "2026-02-01"', 1), encoding="utf-8")

    with pytest.raises(TablesWrong, match="不能早于 starts"):
        load_tables(folder)
