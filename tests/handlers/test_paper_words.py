"""Which document is wanted, heard in the words of those who want it."""

import pytest

from handlers.papers.official import Official
from handlers.understand.paper_words import Wanted, read_wanted

NOTICE, ACCEPTANCE, EXTENSION = Official.NOTICE, Official.ACCEPTANCE, Official.EXTENSION
SUPERVISION, INSPECTION = Official.SUPERVISION, Official.INSPECTION


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        ("整改通知书 12", NOTICE, ("12",)),
        ("12号整改通知书", NOTICE, ("12",)),
        ("12号的整改通知书", NOTICE, ("12",)),
        ("开整改通知书 12", NOTICE, ("12",)),
        ("请开一份12号整改通知书发我", NOTICE, ("12",)),
        ("开具整改通知书:12、13", NOTICE, ("12", "13")),
        ("12、13号整改通知单", NOTICE, ("12", "13")),
        ("整改通知书 YH20261123-3", NOTICE, ("YH20261123-003",)),
        ("把12号的整改通知书发给我", NOTICE, ("12",)),
        ("整改通知书", NOTICE, ()),
        ("验收意见书 12。", ACCEPTANCE, ("12",)),
        ("打印12号验收意见", ACCEPTANCE, ("12",)),
        ("延期审批意见 12", EXTENSION, ("12",)),
        ("延期审批意见书 12", EXTENSION, ("12",)),
        ("挂牌督办通知书 12", SUPERVISION, ("12",)),
        ("检查记录 JC20261127-001", INSPECTION, ("JC20261127-001",)),
        ("jc20261127-1检查记录", INSPECTION, ("JC20261127-001",)),
    ],
)
def test_what_is_wanted_is_heard(text: str, kind: Official, numbers: tuple[str, ...]) -> None:
    assert read_wanted(text) == Wanted(kind, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "整改通知书 12 已收到",
        "验收意见 12 合格",
        "整改通知书什么时候发",
        "检查记录",
        "检查记录 12",
        "整改通知书 JC20261127-001",
        "12号",
        "整改完成 12",
        "",
    ],
)
def test_other_words_want_no_document(text: str) -> None:
    assert read_wanted(text) is None
