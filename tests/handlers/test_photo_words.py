"""Words about pictures: which hazards they belong to, whether they are to be seen, or nothing at all."""

import pytest

from handlers.understand.photo_words import PhotoWords, Wants, read_label, read_photo_words
from storage.vocabulary import Phase


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("照片 12", PhotoWords(Wants.LABEL, ("12",))),
        ("12号照片", PhotoWords(Wants.EITHER, ("12",))),
        ("照片 12、13", PhotoWords(Wants.LABEL, ("12", "13"))),
        ("照片是12号的", PhotoWords(Wants.JOIN, ("12",))),
        ("这几张照片都是12号的", PhotoWords(Wants.JOIN, ("12",))),
        ("刚才的照片是13号的。", PhotoWords(Wants.JOIN, ("13",))),
        ("这是12号的照片", PhotoWords(Wants.JOIN, ("12",))),
        ("照片附到12号", PhotoWords(Wants.JOIN, ("12",))),
        ("照片 12 整改前", PhotoWords(Wants.JOIN, ("12",), Phase.BEFORE)),
        ("12号的整改后照片", PhotoWords(Wants.JOIN, ("12",), Phase.AFTER)),
        ("看照片 12", PhotoWords(Wants.SHOW, ("12",))),
        ("查看12号的照片", PhotoWords(Wants.SHOW, ("12",))),
        ("看照片 12 整改后", PhotoWords(Wants.SHOW, ("12",), Phase.AFTER)),
        ("不登记", PhotoWords(Wants.NOTHING)),
        ("照片不用登记了", PhotoWords(Wants.NOTHING)),
        ("照片发错了", PhotoWords(Wants.NOTHING)),
    ],
)
def test_words_about_pictures_are_read(text: str, said: PhotoWords) -> None:
    assert read_photo_words(text) == said


@pytest.mark.parametrize(
    "text", ["照片", "照片12张", "12号楼照片", "演练照片", "看12号", "12", "12号整改后", "照片没拍", "12月3日照片"]
)
def test_other_words_are_not(text: str) -> None:
    assert read_photo_words(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12", PhotoWords(Wants.JOIN, ("12",))),
        ("是12号的", PhotoWords(Wants.JOIN, ("12",))),
        ("12号隐患", PhotoWords(Wants.JOIN, ("12",))),
        ("12、13", PhotoWords(Wants.JOIN, ("12", "13"))),
        ("整改后 12", PhotoWords(Wants.JOIN, ("12",), Phase.AFTER)),
        ("12号整改前", PhotoWords(Wants.JOIN, ("12",), Phase.BEFORE)),
        ("12号照片", PhotoWords(Wants.JOIN, ("12",))),
        ("不登记", PhotoWords(Wants.NOTHING)),
    ],
)
def test_a_label_needs_no_word_for_the_picture_itself(text: str, said: PhotoWords) -> None:
    assert read_label(text) == said


@pytest.mark.parametrize("text", ["看照片 12", "整改完成 12", "12号怎么样了", "12号灯不亮", "二楼灯不亮"])
def test_a_wish_is_no_label(text: str) -> None:
    assert read_label(text) is None
