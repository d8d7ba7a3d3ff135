"""Patrol points made by the command line, and their QR codes read back from the printed pages."""

import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import Engine

from storage import points
from storage.database import work
from storage.points import PatrolPoint
from storage.units import Unit
from storage.vocabulary import UnitType
from tests.bot.commands.conftest import Run
from tests.builders import County, a_county, a_unit
from tests.chat import Chat

HOME = "张良镇敬老院"
DEFAULTS = ["大门", "厨房", "配电间", "仓库", "活动室", "安全出口"]
A4 = (595, 842)
"""In points of 1/72 inch."""


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "巡查点.pdf"


def points_of(database: Engine, unit: Unit) -> Sequence[PatrolPoint]:
    with work(database) as session:
        assert unit.id is not None
        return points.of_unit(session, unit.id)


def names_of(database: Engine, unit: Unit) -> list[str]:
    return [one.name for one in points_of(database, unit)]


def scanned(file: Path) -> list[list[str]]:
    """Return what the QR codes of each page say, in no order."""
    with pypdfium2.PdfDocument(file) as book:
        pages = [page.render(scale=2).to_pil() for page in book]
        sizes = {tuple(round(side) for side in page.get_size()) for page in book}
    assert sizes == {A4}
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]


def test_named_points_are_made_and_their_codes_can_be_scanned(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    code, told, err = run("qrcodes", out, "--unit", "张良院", "--points", "大门", "厨房", "二楼东头")

    assert (code, err) == (0, "")
    assert f"{HOME}新建了：大门、厨房、二楼东头" in told
    assert names_of(database, county.home) == ["大门", "厨房", "二楼东头"]
    made = [one.code for one in points_of(database, county.home)]
    assert all(re.fullmatch("[34679ACDEFGHJKMNPQRTWXY]{8}", one) for one in made)
    assert len(set(made)) == 3
    (page,) = scanned(out)
    assert sorted(page) == sorted(f"巡查点 {one}" for one in made)
    chat = Chat(database)
    assert chat.scan("zhang", page[0]).title.startswith("已到巡查点：")


def test_the_file_is_a_pdf_of_as_many_pages_as_it_needs(run: Run, county: County, out: Path) -> None:
    names = [f"{floor}楼{side}头" for floor in "一二三四" for side in "东西"]
    run("qrcodes", out, "--unit", HOME, "--points", *names[:7])

    content = out.read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", content)) == 2


def test_points_that_exist_keep_their_codes_and_are_printed_again(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    run("qrcodes", out, "--unit", HOME, "--points", "大门、厨房")
    before = [one.code for one in points_of(database, county.home)]
    code, told, _ = run("qrcodes", out, "--unit", HOME, "--points", "厨房", "仓库", "--force")

    after = [one.code for one in points_of(database, county.home)]
    assert code == 0
    assert f"{HOME}新建了：仓库\n" in told
    assert after[:2] == before
    assert names_of(database, county.home) == ["大门", "厨房", "仓库"]
    assert sorted(scanned(out)[0]) == sorted(f"巡查点 {one}" for one in after)


def test_a_home_without_points_begins_with_those_of_its_type(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    code, told, _ = run("qrcodes", out, "--unit", HOME)

    assert code == 0
    assert f"{HOME}按默认清单新建了：{'、'.join(DEFAULTS)}" in told
    assert "1 个单位，6 个巡查点" in told
    assert names_of(database, county.home) == DEFAULTS


def test_who_has_no_list_of_its_type_is_asked_for_names(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    code, _, err = run("qrcodes", out, "--unit", "张良镇民政所")

    assert code == 1
    assert err.startswith("张良镇民政所还没有巡查点，请用 --points 写明有哪些")
    assert not out.exists()


def test_all_prints_every_institution_on_pages_of_its_own(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    with work(database) as session:
        a_unit(session, "鲁山县殡仪馆", type=UnitType.FUNERAL, parent=session.merge(county.bureau))
    run("qrcodes", out, "--unit", HOME, "--points", "大门")

    code, told, _ = run("qrcodes", out, "--all", "--force")

    assert code == 0
    assert "3 个单位，13 个巡查点" in told
    assert "鲁山县殡仪馆没有巡查点，没有印" in told
    assert [len(page) for page in scanned(out)] == [1, 6, 6]
    assert names_of(database, county.other_home) == DEFAULTS


def test_all_below_a_unit_prints_what_is_below_it(run: Run, county: County, out: Path) -> None:
    _, told, _ = run("qrcodes", out, "--unit", "张良镇民政所", "--all")

    assert "1 个单位，6 个巡查点" in told


def test_a_retired_point_is_not_printed_and_may_be_made_again_with_another_code(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    run("qrcodes", out, "--unit", HOME, "--points", "大门", "厨房")
    old = points_of(database, county.home)[0].code
    code, told, _ = run("qrcodes", out, "--unit", HOME, "--retire", "大门", "--force")
    assert code == 0
    assert f"{HOME}停用了：大门。请把贴着的旧二维码撕掉" in told
    assert names_of(database, county.home) == ["厨房"]

    run("qrcodes", out, "--unit", HOME, "--points", "大门", "--force")

    assert names_of(database, county.home) == ["厨房", "大门"]
    assert f"巡查点 {old}" not in scanned(out)[0]
    assert "停用" in Chat(database).scan("zhang", f"巡查点 {old}").title


def test_a_home_that_retired_all_its_points_does_not_begin_anew(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    run("qrcodes", out, "--unit", HOME, "--points", "大门")
    out.unlink()
    code, told, _ = run("qrcodes", out, "--unit", HOME, "--retire", "大门")
    assert (code, out.exists()) == (0, False)
    assert f"{HOME}没有巡查点，没有印" in told

    assert run("qrcodes", out, "--unit", HOME)[0] == 1
    assert names_of(database, county.home) == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["a.pdf"], "请用 --unit 写明单位；要印全县的，写 --all"),
        (["a.txt", "--unit", HOME], "文件名要以 .pdf 结尾"),
        (["a.pdf", "--unit", "没有院"], "没有叫“没有院”的单位"),
        (["a.pdf", "--all", "--points", "大门"], "--points 和 --retire 只能用于一个单位，不能和 --all 一起用"),
        (["a.pdf", "--unit", HOME, "--retire", "大门"], "张良镇敬老院没有叫“大门”的巡查点；现有：无"),
        (["a.pdf", "--unit", HOME, "--points", "门" * 21], "要写成巡查点名称的列表，每个 1 到 20 个字"),
        (["a.pdf", "--unit", HOME, "--points", "大门", "大门"], "巡查点名称不能重复"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    run: Run, database: Engine, county: County, tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    code, told, err = run("qrcodes", tmp_path / arguments[0], *arguments[1:])

    assert (code, told, err) == (1, "", f"{complaint}\n")
    assert names_of(database, county.home) == []


def test_a_file_is_not_overwritten_unless_it_is_said(run: Run, database: Engine, county: County, out: Path) -> None:
    out.write_text("别的东西", encoding="utf-8")
    code, _, err = run("qrcodes", out, "--unit", HOME, "--points", "大门")
    assert code == 1
    assert "已经有了，没有覆盖" in err
    assert out.read_text(encoding="utf-8") == "别的东西"
    assert names_of(database, county.home) == []

    assert run("qrcodes", out, "--unit", HOME, "--points", "大门", "--force")[0] == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_folder_that_is_not_there_is_named(run: Run, county: County, tmp_path: Path) -> None:
    code, _, err = run("qrcodes", tmp_path / "没有" / "a.pdf", "--unit", HOME)

    assert code == 1
    assert "写不了：没有这个文件或文件夹" in err


@pytest.fixture
def _without_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@pytest.mark.usefixtures("_without_fonts")
def test_without_a_chinese_font_it_says_what_to_install(
    run: Run, database: Engine, county: County, out: Path
) -> None:
    code, _, err = run("qrcodes", out, "--unit", HOME)
    checked = run("check")[1]

    assert code == 1
    assert err.startswith("没有找到中文字体。请先安装")
    assert "fonts-noto-cjk" in err
    assert names_of(database, county.home) == []
    assert "没有找到中文字体" in checked
