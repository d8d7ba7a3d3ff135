"""`check` tries the templates of the official documents before anybody needs them."""

import json
import shutil
from pathlib import Path

import pytest
from docx import Document

from bot.commands.check_templates import template_findings
from tests.bot.commands.conftest import Run
from tests.builders import CONFIG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIG, tmp_path / "config")
    return tmp_path / "config"


def test_the_templates_as_delivered_can_be_used() -> None:
    assert list(template_findings(CONFIG)) == []


def test_what_cannot_be_used_is_named_and_makes_check_fail(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "papers/检查记录.docx").unlink()
    (folder / "papers/验收意见书.docx").write_bytes(b"no docx")
    notice = Document(str(folder / "papers/整改通知书.docx"))
    notice.add_paragraph("{{整改单位}}")
    notice.save(str(folder / "papers/整改通知书.docx"))
    monkeypatch.setenv("MINAN_CONFIG_DIR", str(folder))

    code, out, _ = run("check", "--json")

    told = [one["text"] for one in json.loads(out)["errors"] if one["area"] == "公文模板"]
    assert code == 1
    assert [line.split()[1] for line in told] == [
        "papers/整改通知书.docx",
        "papers/验收意见书.docx",
        "papers/检查记录.docx",
    ]
    assert "不认识占位“整改单位”，是不是“单位”" in told[0]


def test_a_file_that_nobody_will_use_is_only_pointed_out(folder: Path) -> None:
    (folder / "papers/罚款单.docx").write_bytes(b"")
    (folder / "papers/~$检查记录.docx").write_bytes(b"")

    (found,) = template_findings(folder)

    assert (found.is_wrong, "papers/罚款单.docx 用不到" in found.text) == (False, True)
