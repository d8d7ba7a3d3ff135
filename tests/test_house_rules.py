"""What no linter has: first lines, where Chinese may stand, where `async` may stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "scheduler", "storage", "config")
MODULES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if path.stat().st_size)

# What people read is kept where it can be proofread: texts, triggers, and what the operator is told.
CHINESE_ALLOWED = (
    "handlers/texts", "handlers/intents", "handlers/understand", "handlers/papers", "handlers/questions",
    "bot/commands", "bot/sandbox", "bot/health.py", "bot/wire/words.py", "bot/__main__.py",
    "config", "storage/vocabulary.py",
)  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def docstrings(tree: ast.Module) -> set[int]:
    """Return the ids of the constants that are docstrings, or stand alone as the description of a field."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def chinese_literals(tree: ast.Module) -> Iterator[int]:
    free = docstrings(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in free and CHINESE.search(text):
                yield node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert doc


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_bot_is_asynchronous(path: Path) -> None:
    if name(path).startswith("bot/"):
        return
    tree = ast.parse(path.read_text("utf-8"))

    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef)] == []


@pytest.mark.parametrize("path", [path for path in MODULES if not name(path).startswith(CHINESE_ALLOWED)], ids=name)
def test_chinese_stands_only_where_it_can_be_proofread(path: Path) -> None:
    assert list(chinese_literals(ast.parse(path.read_text("utf-8")))) == []


def test_locks_name_no_address() -> None:
    for lock in ROOT.glob("*.lock"):
        assert "://" not in lock.read_text("utf-8")
        assert "--index-url" not in lock.read_text("utf-8")
