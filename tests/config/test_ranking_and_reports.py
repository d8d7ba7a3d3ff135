"""What stands in config/ranking.toml and config/reports.toml, and what is said of a slip in them."""

from pathlib import Path

import pytest

from config.ranking_table import PARTS
from config.reading import TablesWrong
from config.report_table import KINDS
from config.tables import load_tables
from storage.vocabulary import RankPart, ReportKind
from tests.builders import CONFIG, copy_tables


def test_the_tables_know_the_same_words_as_what_is_stored() -> None:
    assert tuple(RankPart) == PARTS
    assert tuple(ReportKind) == KINDS


def test_only_the_drill_and_the_stock_of_major_hazards_are_fixed_by_the_policy() -> None:
    tables = load_tables(CONFIG)

    stated = {one.key for one in tables.stated() if one.file in ("ranking.toml", "reports.toml")}

    assert stated == {"drills.drills_a_quarter", "major_stock_before"}
    assert sum(one.file == "ranking.toml" for one in tables.assumed()) == len(PARTS) + 3


@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("ranking.toml", "weight = { value = 30", "weight = { value = 31", "加起来要正好是 100。现在写的是 101"),
        ("ranking.toml", "[self_report]", "[self_reports]", "ranking.toml 的 self_report：缺少这一项"),
        ("ranking.toml", "no_points_at = { value = 30", "no_points_at = { value = 0", "不小于 1 的整数"),
        ("reports.toml", '"2024-12-31"', '"2024年底"', "major_stock_before：日期要写成 2024-12-31 这样"),
        ("reports.toml", '["leader", "admin"]', '["boss"]', "approvers：要写成列表"),
        ("reports.toml", '"08:40"', '"8点40"', "draft_at.ten_days：时刻要写成"),
    ],
)
def test_a_slip_is_named_with_file_and_key(
    tmp_path: Path, file: str, before: str, after: str, complaint: str
) -> None:
    copy_tables(tmp_path)
    (tmp_path / "holidays").mkdir()
    table = tmp_path / file
    table.write_text(table.read_text("utf-8").replace(before, after), "utf-8")

    with pytest.raises(TablesWrong, match=complaint):
        load_tables(tmp_path)
