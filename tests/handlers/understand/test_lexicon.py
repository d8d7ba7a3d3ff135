"""The lexicon is checked when it is read, and a mistake is named by file and key."""

import shutil
from pathlib import Path

import pytest

from config.lexicon import LexiconWrong, read_lexicon
from tests.handlers.understand.conftest import LEXICON


def _with(tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "lexicon"
    shutil.copytree(LEXICON, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconWrong, match=r"words\.toml：没有这个文件"):
        read_lexicon(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("categories.toml", "weight = 3", 'weight = "三"', r"categories\.toml：words\[1\]\.weight 应为整数"),
        ("hazards.toml", 'when = "发电机', 'when = "(发电机', r"hazards\.toml：tie\[1\]\.when 不是合法的模式"),
        ("hazards.toml", "{电车}", "{没有这段}", r"用了没有定义的 \{没有这段\}"),
        ("festivals.toml", 'names = "立冬 立冬节气"', 'names = "立东"', "“立东”不是节气"),
        ("festivals.toml", "solar = [1, 1]", "solar = [13, 1]", r"festivals\.toml：festival\[1\]\.solar 应为"),
        ("units.toml", '"陵园" = "公益性公墓"', '"陵园" = 1', r"units\.toml：nicknames\.陵园 应为文字"),
    ],
)
def test_a_wrong_value_is_named_by_file_and_key(
    tmp_path: Path, name: str, old: str, new: str, complaint: str
) -> None:
    with pytest.raises(LexiconWrong, match=complaint):
        read_lexicon(_with(tmp_path, name, old, new))


def test_a_word_may_stand_for_one_category_only(tmp_path: Path) -> None:
    folder = _with(tmp_path, "categories.toml", "安全出口 疏散门", "灭火器 安全出口 疏散门")

    with pytest.raises(LexiconWrong, match="“灭火器”已在别处出现"):
        read_lexicon(folder)
