"""The checklists as they are shipped, which unit has which, and what is refused."""

import json
import shutil
from pathlib import Path

import pytest

from config import checklist_table
from config.checklist_table import COUNTS, MAJOR, SUPERVISION, ChecklistTable
from config.reading import TablesWrong
from config.tables import Tables, load_tables
from storage.vocabulary import Level, Tag, UnitType
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


def test_what_items_count_under_are_the_words_that_are_stored() -> None:
    assert set(checklist_table.COUNTS) <= set(Tag)
    assert (len(checklist_table.FACTORS), len(checklist_table.CLEARINGS), len(checklist_table.CONTROLS)) == (11, 3, 2)


def test_every_list_for_visits_covers_all_factors_and_clearings_and_controls(tables: Tables) -> None:
    for one in tables.checklists.by_code.values():
        if one.purpose == SUPERVISION:
            assert {code for item in one.items for code in item.counts} == set(COUNTS), one.code


def test_every_criterion_of_a_major_list_names_its_clause(tables: Tables) -> None:
    major = [one for one in tables.checklists.by_code.values() if one.purpose == MAJOR]

    assert len(major) >= 4
    assert all(item.is_major_criterion and item.clause for one in major for item in one.items)


@pytest.mark.parametrize(
    ("kind", "is_residential", "headcount", "code"),
    [
        ("care_home", True, None, "elderly"),
        ("care_home", True, 99, "elderly"),
        ("care_home", True, 100, "elderly_large"),
        ("care_home", False, 300, "elderly_day"),
        ("private_care_home", True, 20, "elderly"),
        ("day_care", False, None, "elderly_day"),
        ("children_home", True, None, "children"),
        ("mental_welfare", True, None, "mental"),
        ("funeral", False, None, "funeral"),
        ("rescue_station", True, None, "rescue"),
        ("other", False, None, "general"),
    ],
)
def test_a_unit_has_the_narrowest_list_that_is_for_it(
    tables: Tables, kind: str, code: str, headcount: int | None, *, is_residential: bool
) -> None:
    chosen = tables.checklists.choose(kind, SUPERVISION, is_residential=is_residential, headcount=headcount)

    assert chosen.code == code


def test_every_kind_of_institution_has_a_list_of_each_purpose(tables: Tables) -> None:
    for kind in UnitType:
        if kind.level is Level.INSTITUTION:
            for purpose in (SUPERVISION, MAJOR):
                assert tables.checklists.choose(kind.value, purpose, is_residential=False, headcount=None).items


def test_a_kept_version_is_read_as_it_was(tables: Tables) -> None:
    assert ChecklistTable.from_content(tables.content("checklists")) == tables.checklists
    assert set(json.loads(tables.content("checklists"))) == {file.name for file in (SHIPPED / "checklists").iterdir()}


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("general", '"factor_ebike"', '"factor_bike"', r"counts.*只能用"),
        ("general", 'counts = ["factor_ebike"]\n', "", "还要|还缺"),
        ("elderly", 'id = "night_watch"', 'id = "exit_open"', "不能重复"),
        ("elderly", 'extends = "general"', 'extends = "elderly"', "不能绕回自己"),
        ("elderly", 'category = "MGMT"', 'category = "NIGHT"', "category"),
        ("major_elderly", 'clause = "养老标准第四条（一）"\n', "", "要写明条款"),
        ("major_elderly", 'purpose = "major"', 'purpose = "daily"', "purpose"),
        (
            "children",
            'unit_types = { value = ["children_home", "minors_protection"], assumed = true }\n',
            "",
            "只有一份",
        ),
    ],
)
def test_a_wrong_list_is_refused_with_file_and_key(
    folder: Path, file: str, before: str, after: str, fault: str
) -> None:
    path = folder / "checklists" / f"{file}.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(TablesWrong, match=fault) as refused:
        load_tables(folder)

    assert "checklists/" in str(refused.value)


def test_without_checklists_nothing_starts(folder: Path) -> None:
    shutil.rmtree(folder / "checklists")

    with pytest.raises(TablesWrong, match="checklists"):
        load_tables(folder)
