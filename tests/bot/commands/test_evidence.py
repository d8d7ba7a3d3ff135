"""`evidence`: the record of reminders of a unit on the command line."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from storage.database import work
from tests.bot.commands.conftest import Run
from tests.builders import County, a_county, a_hazard


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


def test_the_record_is_written(run: Run, database: Engine, county: County, tmp_path: Path) -> None:
    with work(database) as session:
        a_hazard(session, county.home)
    out = tmp_path / "记录.xlsx"

    code, told, err = run("evidence", "张良镇民政所", out, "--from", "2026-11-01", "--to", "2026-11-24")

    assert (code, err) == (0, "")
    assert told.startswith(f"已写好 {out}\n时段：2026-11-01至2026-11-24\n")
    page = openpyxl.load_workbook(out)["隐患"]
    assert [row[3] for row in page.iter_rows(min_row=2, values_only=True)] == ["张良镇敬老院"]
    assert "已经有了" in run("evidence", "张良镇民政所", out)[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("没有的院", "a.xlsx"), "没有叫“没有的院”的单位\n"),
        (("张良院", "a.xlsx", "--from", "2026-11-30", "--to", "2026-11-01"), "--to 不能早于 --from\n"),
        (("张良院", "a.doc"), "文件名要以 .xlsx 结尾\n"),
    ],
)
def test_a_wrong_wish_is_refused(
    run: Run, database: Engine, county: County, arguments: tuple[str, ...], said: str
) -> None:
    assert run("evidence", *arguments) == (1, "", said)
