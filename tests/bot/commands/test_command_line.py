"""The command line: Chinese in every help and every complaint, one sentence and a code for every failure."""

import json
import re
from pathlib import Path

import pytest

from bot.commands.command import discover
from bot.commands.parser import in_chinese
from tests.bot.commands.conftest import Run

MEANT = {
    *("python", "bot", "xlsx", "json", "jsonl", "JSON", "JSONL", "roster", "webhook", "MINAN", "HOST", "PORT"),
    *("id", "text", "ref", "query", "answer", "T", "pdf", "PDF", "ics"),
    *("ledger", "open", "closed", "all", "review", "settle"),
}
"""Words of other tongues that an operator must read: names of ours, of formats, of keys."""


def english(text: str) -> set[str]:
    """Return the words of `text` in Latin letters that are no names of commands, options, formats."""
    without_options = re.sub(r"--?[a-z][a-z-]*", "", text)
    names = {command.name for command in discover()}
    return set(re.findall(r"[A-Za-z]+", without_options)) - MEANT - names


@pytest.mark.parametrize("name", ["", *(command.name for command in discover())])
def test_help_is_chinese(run: Run, name: str) -> None:
    code, out, err = run(*filter(None, [name]), "--help")

    assert (code, err) == (0, "")
    assert out.startswith("用法：python -m bot")
    assert "显示这份说明" in out
    assert english(out) == set()


def test_without_arguments_the_commands_are_listed(run: Run) -> None:
    code, out, _ = run()

    assert code == 0
    listed = re.findall(r"^    ([a-z]+)\b", out, flags=re.MULTILINE)
    assert listed == [command.name for command in discover()]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["import"], "缺少参数：文件"),
        (["template", "roster", "a.xlsx", "b.xlsx"], "多余的参数：b.xlsx"),
        (["template", "people", "a.xlsx"], "种类 不能是 'people'，可以是：'roster'"),
        (["template", "--forse", "roster", "a.xlsx"], "多余的参数：--forse"),
        (["plan", "--from", "下周", "--to", "2026-12-01"], "--from 要写成 2026-12-01 这样的日期，不能是 '下周'"),
        (["plan", "--from"], "--from 后面要跟一个值"),
        (["nonsense"], "命令 不能是 'nonsense'，可以是："),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(run: Run, arguments: list[str], complaint: str) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (2, "")
    assert err.startswith(complaint)
    assert "--help" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("complaint", "chinese"),
    [
        ("argument --port: invalid int value: 'x'", "--port 要写数字，不能是 'x'"),
        ("one of the arguments --a --b is required", "这些参数要写其中一个：--a --b"),
        ("argument --a: not allowed with argument --b", "--a 不能和 --b 一起用"),
        ("argument --a: ignored explicit argument 'x'", "--a 不需要值：'x'"),
        ("something that a later Python says", "命令行写得不对"),
    ],
)
def test_what_argparse_complains_of_is_said_in_chinese(complaint: str, chinese: str) -> None:
    assert in_chinese(complaint) == chinese


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("MINAN_PORT", "80a", "环境变量的值格式不对：MINAN_PORT\n"),
        ("MINAN_DATABASE_URL", "mysql://u:secret@h/d", "MINAN_DATABASE_URL 要以 sqlite:/// 或 postgresql:// 开头\n"),
        ("MINAN_DATABASE_URL", "nonsense secret", "MINAN_DATABASE_URL 的格式不对\n"),
    ],
)
def test_wrong_settings_are_one_sentence_without_their_value(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(name, value)

    assert run("migrate") == (1, "", complaint)


def test_a_wrong_table_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MINAN_CONFIG_DIR", str(tmp_path))
    (tmp_path / "records.json").write_text(json.dumps({"meetings": []}))

    assert run("import", tmp_path / "records.json") == (1, "", "缺少配置文件 duties.toml\n")


def test_a_database_that_cannot_be_reached_is_one_sentence_without_the_password(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINAN_DATABASE_URL", "postgresql://minan:geheim@127.0.0.1:9/minan")

    code, _, err = run("migrate")

    assert code == 1
    assert err.startswith("数据库打不开：")
    assert err.count("\n") == 1
    assert "geheim" not in err


def test_migrate_makes_the_tables_once(run: Run) -> None:
    assert run("migrate")[:2] == (0, "数据表已更新：新建 → 0005\n")
    assert run("migrate")[:2] == (0, "数据表已是最新版（0005）\n")
