"""The key for who told tips, and the posters that lead to the page, by the command line."""

import json
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import Engine

from config.sealing import SealedBox
from storage import tips
from storage.database import work
from storage.tips import Tip
from tests.bot.commands.conftest import Run
from tests.builders import MONDAY_TEN, County, a_county, kept
from tests.stories.tip_world import KEY, OTHER_KEY


@pytest.fixture
def county(database: Engine) -> County:
    return a_county(database)


def sealed_tip(database: Engine, key: str) -> None:
    """Store a tip that this key has sealed."""
    with work(database) as session:
        kept(
            session,
            Tip(
                receipt="JB34679ACD",
                origin="chat:1",
                told="燃气软管老化",
                received_at=MONDAY_TEN,
                respond_by=MONDAY_TEN,
                settle_by=MONDAY_TEN,
                sealed=SealedBox(key).seal({"userid": "zhang"}),
            ),
        )


def found(run: Run) -> tuple[list[str], list[str]]:
    """Return what `check` says of tips: what is wrong, what is worth knowing."""
    report = json.loads(run("check", "--json")[1])
    errors, hints = ([one["text"] for one in report[kind] if one["area"] == "举报"] for kind in ("errors", "hints"))
    return errors, hints


def test_a_key_is_made_that_seals(run: Run) -> None:
    code, out, _ = run("key")

    assert code == 0
    assert SealedBox(out.strip()).has_key
    assert run("key")[1] != out


def test_check_says_that_there_is_no_key(run: Run, county: County) -> None:
    errors, hints = found(run)

    assert errors == []
    assert "MINAN_TIP_KEY 没有配置" in hints[0]


def test_check_says_that_a_key_is_none_without_repeating_it(
    run: Run, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINAN_TIP_KEY", "half-a-key")

    (error,), _ = found(run)

    assert error == "MINAN_TIP_KEY：密钥的格式不对，请用 python -m bot key 生成"


def test_check_says_what_no_key_opens_and_what_is_late(
    run: Run, database: Engine, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_tip(database, OTHER_KEY)
    monkeypatch.setenv("MINAN_TIP_KEY", KEY)

    (error,), (late,) = found(run)

    assert "有 1 件举报的举报人信息用现在的密钥打不开" in error
    assert late == "有 1 件举报超过了受理或办结的期限"


def test_sealed_anew_the_old_key_is_needed_no_more(
    run: Run, database: Engine, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_tip(database, OTHER_KEY)
    monkeypatch.setenv("MINAN_TIP_KEY", f"{KEY},{OTHER_KEY}")

    code, out, _ = run("key", "--reseal")

    assert (code, out) == (0, "已改用第一个密钥加密：1 件\n")
    with work(database) as session:
        (tip,) = tips.sealed(session)
        assert SealedBox(KEY).open(tip.sealed) == {"userid": "zhang"}


def test_what_cannot_be_opened_is_left_and_said(
    run: Run, database: Engine, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_tip(database, OTHER_KEY)
    assert "还没有配置" in run("key", "--reseal")[2]
    monkeypatch.setenv("MINAN_TIP_KEY", KEY)

    code, out, _ = run("key", "--reseal")

    assert code == 1
    assert "没有动的：1 件" in out


def test_a_poster_for_each_home_leads_to_the_page_with_its_name(
    run: Run, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINAN_PUBLIC_URL", "https://minan.example/")
    out = tmp_path / "海报.pdf"

    code, told, _ = run("qrcodes", out, "--tips", "--all")

    assert (code, told.splitlines()[0]) == (
        0,
        f"已写好 {out}：3 张举报海报，每个单位一张；贴在老人、家属和职工看得到的地方",
    )
    with pypdfium2.PdfDocument(out) as book:
        codes = [zxingcpp.read_barcodes(page.render(scale=2).to_pil())[0].text for page in book]
    homes = (county.home, county.other_home, county.welfare)
    assert codes == [f"https://minan.example/tip?u={home.id}" for home in homes]


def test_without_an_address_no_poster_is_printed(run: Run, county: County, tmp_path: Path) -> None:
    code, _, err = run("qrcodes", tmp_path / "海报.pdf", "--tips", "--unit", "张良院")

    assert code != 0
    assert "MINAN_PUBLIC_URL 还没有配置好" in err
    assert not (tmp_path / "海报.pdf").exists()


def test_posters_are_no_patrol_points(run: Run, county: County, tmp_path: Path) -> None:
    code, _, err = run("qrcodes", tmp_path / "海报.pdf", "--tips", "--unit", "张良院", "--points", "大门")

    assert code != 0
    assert "不能和 --points、--retire 一起用" in err
