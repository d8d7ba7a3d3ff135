"""No list that is printed or exported tells of a visit whose findings were not handed over."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from tests.bot.commands.conftest import Run
from tests.builders import a_county
from tests.chat import Chat

TRACES = ("四不两直", "JC2026", "铁栅栏", "unannounced")


@pytest.fixture
def visited(database: Engine) -> None:
    a_county(database)
    chat = Chat(database)
    chat.say("section", "开始检查 张良镇敬老院 四不两直 带队陈局长 成员孙管理")
    chat.say("section", "3 有问题 二楼窗户装了铁栅栏；其余正常")


@pytest.mark.usefixtures("visited")
def test_the_ledger_tells_nothing(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    code, said, _ = run("export", "ledger", out)

    book = openpyxl.load_workbook(out)
    cells = "".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)
    assert code == 0
    assert [one for one in TRACES if one in cells + said] == []


@pytest.mark.usefixtures("visited")
def test_the_plan_of_duties_tells_nothing(run: Run) -> None:
    code, said, _ = run("plan", "--from", "2026-11-23", "--to", "2026-12-31")

    assert code == 0
    assert "张良镇敬老院" in said
    assert [one for one in TRACES if one in said] == []
