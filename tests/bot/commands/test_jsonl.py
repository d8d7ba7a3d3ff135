"""`understand` and `ask` on lines of JSON: every line answered, a wrong one named, the others none the worse."""

import io
import json
from typing import Any

import pytest
from sqlalchemy import Engine

from storage.database import work
from storage.vocabulary import Grade
from tests.bot.commands.conftest import Run
from tests.builders import a_county, a_hazard

LINE: dict[str, Any] = {"id": "H1", "text": "二楼东头安全出口堆了轮椅", "ref": "2026-11-23T10:00:00+08:00"}


def say(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let the lines stand on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))


def test_each_line_is_understood(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, json.dumps(LINE), "", json.dumps(LINE | {"id": 2, "text": "后天之前改完"}))

    code, out, err = run("understand", "--jsonl")

    assert (code, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert (first["id"], first["is_hazard"], first["categories"]) == ("H1", True, ["EXIT"])
    assert (second["id"], second["value"]) == (2, "2026-11-25")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("hello", "不是正确的 JSON"),
        ("[" * 100_000, "不是正确的 JSON"),
        ("[1]", '要写成 {"id": …, "text": "…", "ref": "…"}'),
        ('{"id": 1}', '要写成 {"id": …, "text": "…", "ref": "…"}'),
        ('{"id": 1, "text": 2}', '要写成 {"id": …, "text": "…", "ref": "…"}'),
        ('{"id": 1, "text": "好", "ref": "now"}', "ref 要写成 2026-11-23T10:00:00+08:00 这样"),
        (json.dumps({"id": 1, "text": "长" * 20_001}), "text 太长，最多 20000 个字"),
    ],
    ids=["no json", "deep", "list", "no text", "number", "no moment", "too long"],
)
def test_a_wrong_line_is_named_and_the_next_is_answered(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: str, fault: str
) -> None:
    say(monkeypatch, line, json.dumps(LINE))

    code, out, err = run("understand", "--jsonl")

    assert (code, err) == (1, f"第 1 行：{fault}\n")
    assert [json.loads(one)["id"] for one in out.splitlines()] == ["H1"]


def test_one_text_is_explained_in_words_or_as_json(run: Run) -> None:
    at = ("--at", "2026-11-23T10:00")

    words = run("understand", LINE["text"], *at)
    prediction = run("understand", LINE["text"], *at, "--json")

    assert words[0] == 0
    assert "归「安全出口」" in words[1]
    assert json.loads(prediction[1])["categories"] == ["EXIT"]


def test_without_a_text_one_is_asked_for(run: Run) -> None:
    assert run("understand") == (
        2,
        "",
        "这些参数要写其中一个：文字 --jsonl\n看说明：python -m bot understand --help\n",
    )


def test_questions_are_answered_within_what_the_person_may_see(run: Run, database: Engine) -> None:
    county = a_county(database)
    with work(database) as session:
        a_hazard(session, county.home, grade=Grade.MAJOR)
        a_hazard(session, county.other_home, grade=Grade.MAJOR)

    def count(*options: str) -> object:
        return json.loads(run("ask", "重大隐患还有几个", "--json", *options)[1])["answer"]

    assert count() == 2
    assert count("--as", "LI") == 1
    assert run("ask", "重大隐患还有几个", "--as", "nobody") == (1, "", "花名册里没有账号 nobody\n")


def test_lines_of_questions_are_answered_by_their_id(
    run: Run, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = a_county(database)
    with work(database) as session:
        a_hazard(session, county.home)
    say(monkeypatch, json.dumps(LINE | {"id": "Q1", "text": "现在还有几条隐患没整改"}), "{}")

    code, out, err = run("ask", "--jsonl")

    (line,) = map(json.loads, out.splitlines())
    assert (line["id"], line["query"]["metric"], line["answer"]) == ("Q1", "hazard_open", 1)
    assert "1条" in line["text"]
    assert code == 1
    assert err.startswith("第 2 行：")
