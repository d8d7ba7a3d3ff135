"""The tables as they are shipped, and what happens when somebody changes them."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from config import duty_table, escalation_table, evidence_table, hazard_table
from config.escalation_table import EscalationTable
from config.hazard_table import Counting, DaysAllowed, HazardTable
from config.reading import Basis, TablesWrong
from config.tables import NAMES, Tables, load_tables
from storage.vocabulary import Category, Grade, InspectionKind, Level, UnitType
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


def _change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_eight_cadences_of_the_policy_are_there(tables: Tables) -> None:
    by_clause = {
        value.source.split()[0]: tables.duties.by_code[value.key.partition(".")[0]].name
        for value in tables.stated()
        if value.file == "duties.toml" and value.key.endswith(".cadence")
    }

    assert [by_clause[f"T4-{n}"] for n in range(1, 9)] == [
        *("日巡查", "周例会", "旬调度", "月通报"),
        *("双月督导", "按季排名", "半年小结", "全年总评"),
    ]


def test_every_duty_names_its_clause_and_what_closes_it(tables: Tables) -> None:
    for rule in tables.duties.by_code.values():
        assert re.search(r"：|主要任务第\d+条", rule.basis), rule.code
        is_known_to_code = rule.code in ("patrol", "weekly_meeting", "holiday_check", "drill")
        assert rule.evidence or rule.visits or is_known_to_code, rule.code


def test_the_words_of_the_tables_are_those_that_are_stored() -> None:
    assert set(duty_table.LEVELS) == set(Level)
    assert set(duty_table.TYPES) == set(UnitType)
    assert set(duty_table.VISITS) == set(InspectionKind)
    assert set(escalation_table.GRADES) == set(Grade)
    assert set(hazard_table.CATEGORIES) == set(Category)
    assert set(evidence_table.UNIT_TYPES) == {one for one in UnitType if one.level is Level.INSTITUTION}


def test_what_the_policy_fixes_comes_with_its_clause(tables: Tables) -> None:
    stated = {(value.file, value.key): value.source for value in tables.stated()}

    assert stated["duties.toml", "drill.cadence"].startswith("T12-7 ")
    assert stated["duties.toml", "patrol.cadence"] == "T4-1 日巡查"
    assert stated["festivals.toml", "spring-festival.is_asked"] == "T7-4 春节"
    assert all(
        re.match(r"([TSG]\d*-\d+|国务院|全国|消防法|GB 35181|养老机构重大事故隐患判定标准)", source)
        for source in stated.values()
    )


def test_what_the_policy_does_not_say_is_marked_as_assumed(tables: Tables) -> None:
    assumed = {(value.file, value.key) for value in tables.assumed()}

    assert ("duties.toml", "patrol.slot[2].due") in assumed
    assert ("escalation.toml", "general.rung[1].wait") in assumed
    assert ("hazards.toml", "general.days") in assumed
    assert ("reminders.toml", "quiet.start") in assumed
    assert not {value.file for value in tables.stated()} & {"escalation.toml", "hazards.toml"}
    assert {value.key for value in tables.stated() if value.file == "reminders.toml"} == {"major_stock.milestone"}


def test_every_value_stands_on_one_of_three_words(tables: Tables) -> None:
    parts = (tables.stated(), tables.given_by_platform(), tables.assumed())

    assert sum(map(len, parts)) == len(tables.values)
    assert all(value.source for value in tables.values if value.basis is not Basis.ASSUMED)


def test_dates_entered_for_festivals_are_those_of_the_work_calendar(tables: Tables) -> None:
    for festival in tables.festivals.by_code.values():
        for year, (first, last) in festival.dates.items():
            if festival.holiday:
                block = tables.calendar.block(year, festival.holiday)
                assert block is not None
                assert (block.first, block.last) == (first, last), (festival.code, year)


def test_the_shipped_notice_says_the_same_as_the_library(tables: Tables, folder: Path) -> None:
    without_notice = load_tables(folder).calendar
    year = (date(2026, 1, 1), date(2026, 12, 31))

    assert tables.calendar.workdays(*year) == without_notice.workdays(*year)
    assert tables.calendar.blocks(2026) == without_notice.blocks(2026)


def test_windows_open_ten_days_before_and_close_with_the_festival(tables: Tables) -> None:
    windows = {window.code: window for window in tables.festivals.windows(2026, tables.calendar)}

    assert len(windows) == 8
    national_day = windows["national-day"]
    assert (national_day.opens_on, national_day.starts_on) == (date(2026, 9, 21), date(2026, 10, 1))
    assert national_day.ends_on == date(2026, 10, 7)
    assert (windows["two-sessions"].starts_on, windows["two-sessions"].ends_on) == (
        date(2026, 3, 4),
        date(2026, 3, 12),
    )
    assert not any(window.is_provisional for window in windows.values())


def test_windows_of_a_year_without_a_notice_are_provisional(tables: Tables) -> None:
    windows = {window.code: window for window in tables.festivals.windows(2027, tables.calendar)}

    assert all(window.is_provisional for window in windows.values())
    spring = windows["spring-festival"]
    assert (spring.opens_on, spring.starts_on, spring.ends_on) == (
        date(2027, 1, 26),
        date(2027, 2, 5),
        date(2027, 2, 12),
    )
    sessions = windows["two-sessions"]
    assert (sessions.starts_on, sessions.ends_on) == (date(2027, 3, 1), date(2027, 3, 15))
    assert sessions.unannounced_event == "全国两会"
    assert spring.unannounced_event == ""


@pytest.mark.parametrize("year", [2025, 2028])
def test_mid_autumn_within_national_day_is_checked_with_it(tables: Tables, year: int) -> None:
    asked = {window.code for window in tables.festivals.windows(year, tables.calendar)}

    assert "national-day" in asked
    assert "mid-autumn" not in asked


def test_a_festival_that_is_not_asked_has_no_window(folder: Path) -> None:
    _change(
        folder / "festivals.toml",
        'basis = "主要任务第7条：等重大节点、重要节日"\nis_asked = { value = true',
        'basis = "x"\nis_asked = { value = false',
    )

    tables = load_tables(folder)

    assert "new-year" not in {window.code for window in tables.festivals.windows(2026, tables.calendar)}


def test_once_the_notice_is_there_its_days_are_no_longer_provisional(folder: Path) -> None:
    (folder / "holidays" / "2027.toml").write_text(
        'announces = 2027\nsource = "x"\nwork = [2027-02-20]\n'
        'off = [{ name = "春节", first = 2027-02-04, last = 2027-02-11 }]\n',
        encoding="utf-8",
    )

    tables = load_tables(folder)

    spring = next(
        window for window in tables.festivals.windows(2027, tables.calendar) if window.code == "spring-festival"
    )
    assert (spring.starts_on, spring.is_provisional) == (date(2027, 2, 4), False)
    assert tables.calendar.is_workday(date(2027, 2, 20))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("work = [2027-02-20]\n", "source：缺少"),
        ('source = "x"\nannounces = 2027\n', "要在这一年"),
        ('source = "x"\nannounces = 2027\nwork = [2026-02-14, 2028-01-01]\n', "要在这一年"),
        ('source = "x"\nannounces = "2027"\n', "要写年份"),
        ('source = "x"\nwork = [2027-02-19]\n', "周六、周日"),
        ('source = "x"\nwork = "2027-02-20"\n', "日期的列表"),
        ('source = "x"\noff = [{ name = "春节", first = 2027-02-12, last = 2027-02-05 }]\n', "两周之内"),
        ('source = "x"\noff = [{ name = "春节", first = 2027-01-05, last = 2027-02-12 }]\n', "两周之内"),
        ('source = "x"\noff = [{ name = "春节", first = "2027-02-05", last = 2027-02-12 }]\n', "要写日期"),
        (
            'source = "x"\nwork = [2027-02-06]\noff = [{ name = "春节", first = 2027-02-05, last = 2027-02-12 }]\n',
            "又放假又上班",
        ),
        ('source = "x"\nwrok = [2027-02-20]\n', "不认识 wrok"),
    ],
)
def test_a_wrong_notice_is_named(folder: Path, content: str, fault: str) -> None:
    (folder / "holidays" / "2027.toml").write_text(content, encoding="utf-8")

    with pytest.raises(TablesWrong, match=rf"holidays/2027\.toml.*{fault}"):
        load_tables(folder)


def test_a_version_changes_with_a_value_and_not_with_a_comment(folder: Path) -> None:
    before = load_tables(folder)

    _change(folder / "hazards.toml", "# 隐患整改期限", "# 整改期限")
    commented = load_tables(folder)
    _change(folder / "hazards.toml", "days = { value = 5", "days = { value = 7")
    changed = load_tables(folder)

    assert commented.version("hazards") == before.version("hazards")
    assert changed.version("hazards") != before.version("hazards")
    assert changed.version("escalation") == before.version("escalation")


def test_a_version_fits_its_column(tables: Tables) -> None:
    assert all(len(tables.version(name)) <= 20 for name in NAMES)


def test_a_kept_version_is_read_back_as_it_was(tables: Tables) -> None:
    assert EscalationTable.from_content(tables.content("escalation")) == tables.escalation
    assert HazardTable.from_content(tables.content("hazards")) == tables.hazards


def test_content_is_json_with_the_chinese_readable(tables: Tables) -> None:
    assert json.loads(tables.content("duties"))["patrol"]["name"] == "日巡查"
    assert "日巡查" in tables.content("duties")


def test_days_allowed_follow_the_category_before_the_grade(tables: Tables) -> None:
    assert tables.hazards.days_allowed("general", "EXIT") == DaysAllowed(1, Counting.CALENDAR_DAY)
    assert tables.hazards.days_allowed("general", "OTHER") == DaysAllowed(5, Counting.WORKDAY)
    assert tables.hazards.days_allowed("major", "EXIT") == DaysAllowed(30, Counting.CALENDAR_DAY)
    assert tables.hazards.days_allowed(Grade.GENERAL, Category.MATER) == DaysAllowed(10, Counting.WORKDAY)


def test_an_unknown_grade_has_no_deadline(tables: Tables) -> None:
    with pytest.raises(KeyError):
        tables.hazards.days_allowed("huge", "EXIT")


def test_channel_limits_stay_below_the_platform(tables: Tables) -> None:
    app, robot = tables.limits.by_channel["self_built_app"], tables.limits.by_channel["group_robot"]

    assert (app.per_minute, app.per_hour, robot.per_minute, robot.per_hour) == (28, 980, 18, None)
    assert (app.text_bytes, app.markdown_bytes, robot.text_bytes, robot.markdown_bytes) == (2048, 2048, 2048, 4096)


def test_callbacks_are_limited_as_agreed(tables: Tables) -> None:
    assert tables.limits.callback_max_age == timedelta(minutes=10)
    assert tables.limits.callback_body_bytes == 1024 * 1024


@pytest.mark.parametrize(
    ("code", "slot", "title"),
    [
        ("patrol", "2026-11-23/day", "11月23日日间"),
        ("patrol", "2026-11-23/night1", "11月23日夜间第一次"),
        ("weekly_meeting", "2026-W53", "12月28日至1月3日当周"),
        ("drill", "2026-Q4", "2026年第四季度"),
        ("holiday_check", "2026-national-day", "2026年国庆节"),
        ("holiday_check", "2026-county-fair", "2026年county-fair"),
        ("ten_day_dispatch", "2026-11-T3", "2026年11月下旬"),
        ("month_meeting", "2026-11", "2026年11月"),
        ("two_month_supervision", "2026-B6", "2026年11月至12月"),
        ("training", "2026-H2", "2026年下半年"),
        ("plan_review", "2026", "2026年度"),
        ("goal_training", "2026-12-31", "2026年12月31日前"),
        ("rite_plan", "2026-hanyi", "2026年寒衣节"),
        ("rite_fire_patrol", "2026-11-09", "11月9日"),
    ],
)
def test_an_occurrence_is_called_as_people_call_it(tables: Tables, code: str, slot: str, title: str) -> None:
    assert tables.duty_title(code, slot) == title


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("duties", '"first 10:10"', '"noon 10:10"', r"duties\.toml 的 patrol\.slot\[1\]\.due：时间要写成"),
        ("duties", '"first 10:10"', '"first 25:10"', r"没有这个时刻"),
        ("duties", '"first 10:10"', '"first 19:10"', r"patrol\.slot\[1\]\.cutoff：开始、到期、截止"),
        ("duties", '"first 10:10"', '"start 10:10"', r"只有节日任务能用 start"),
        ("duties", 'key = "night1"', 'key = "day"', r"key 相同的时段"),
        ("duties", '"daily"', '"hourly"', r"patrol\.cadence：只能写 daily、weekly"),
        ("duties", '["institution"]', '["school"]', r"patrol\.slot\[1\]\.levels：要写成列表"),
        ("duties", '["first 09:10", "first 16:40"]', '"first 09:10"', r"reminders：要写成列表"),
        ("duties", "reminders =", "remindres =", r"patrol\.slot\[1\]\.reminders：缺少"),
        ("duties", '"06-01/06-30"', '"06-30/06-01"', r"publicity_month\.season：起止月日要按先后排"),
        ("duties", "[2024-05-13, 2025-12-31]", "[2026-05-13, 2025-12-31]", r"goal_grading\.once：要写成 \[首日"),
        ("duties", '["funeral"]', '["cemetery"]', r"rite_plan\.slot\[1\]\.types：要写成列表"),
        ("duties", '["file"]', '["fiel"]', r"half_year_summary\.evidence：要写成列表"),
        ("duties", '"earlier"', '"sooner"', r"month_meeting\.slot\[1\]\.workday：只能写 keep"),
        ("rites", '"农历7-15"', '"农历13-15"', r"zhongyuan\.day：要写成 农历7-15"),
        ("rites", '"节气冬至"', '"节气立冬"', r"dongzhi\.day：要写成 农历7-15"),
        ("festivals", "[2026-03-04, 2026-03-12]", "[2026-03-12, 2026-03-04]", r"two-sessions\.dates：每一项要写成"),
        ("festivals", "[2026-03-04, 2026-03-12]", "[2025-05-04, 2025-05-12]", r"同一年写了两次"),
        ("festivals", '= { value = "03-01/03-15"', '= { value = "03-15"', r"two-sessions\.otherwise：要写 holiday"),
        ("festivals", '= { value = "03-01/03-15"', '= { value = "03-15/03-01"', r"two-sessions\.otherwise：要写"),
        ("escalation", '"1d9h10m"', '"9h10m"', r"general\.rung：等待时间要一级比一级长"),
        ("escalation", 'repeat_every = { value = "3d"', 'repeat_every = { value = "0m"', r"不能是零"),
        ("escalation", '["owner"]', '["group"]', r"general\.rung\[1\]\.told：要写成列表"),
        ("escalation", "[major]", "[majro]", r"major\.repeat_every：缺少"),
        ("hazards", "[general.category.EXIT]", "[general.category.EXITS]", r"general\.category：不认识 EXITS"),
        ("hazards", '"workday"', '"weekday"', r"只能写 workday、calendar_day"),
        ("reminders", '"21:30"', '"21点半"', r"quiet\.start：时刻要写成"),
        ("limits", "timeout_seconds = { value = 10", "timeout_seconds = { value = 60", r"outbox\.lease_seconds"),
        ("evidence", "day_care =", "daycare =", r"points\.daycare：单位类型只能用"),
        ("evidence", '["大门", "厨房",', '["大门", "大门",', r"points\.care_home：巡查点名称不能重复"),
        ("evidence", '["大门", "厨房",', '["大门", "",', r"points\.care_home：要写成巡查点名称的列表"),
        ("limits", "wait_seconds = { value = 300", "wait_seconds = { value = 3", r"inbox\.longest_wait_s"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_by_file_and_key(folder: Path, name: str, before: str, after: str, fault: str) -> None:
    _change(folder / f"{name}.toml", before, after)

    with pytest.raises(TablesWrong, match=fault) as wrong:
        load_tables(folder)

    assert f"{name}.toml" in str(wrong.value)


def test_a_file_that_is_no_toml_is_named(folder: Path) -> None:
    (folder / "limits.toml").write_text("[inbox\n", encoding="utf-8")

    with pytest.raises(TablesWrong, match=r"limits\.toml 格式有误"):
        load_tables(folder)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / "limits.toml").write_bytes("# 流量".encode("gbk"))

    with pytest.raises(TablesWrong, match=r"limits\.toml 不是 UTF-8"):
        load_tables(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "limits.toml").unlink()

    with pytest.raises(TablesWrong, match=r"缺少配置文件 limits\.toml"):
        load_tables(folder)
