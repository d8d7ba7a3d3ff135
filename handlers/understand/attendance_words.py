"""Read who was absent from a training, and who has made up for it: 缺席 张三、李四; 补训 张三 李四; pure."""

import re
from collections.abc import Sequence

_ABSENT = r"(?:缺席|缺勤|未到会?|没到|没来|请假|未参加|没参加|没有参加|未参训|没培训)"
_BEHIND = re.compile(rf"{_ABSENT}(?:的)?(?:人员|名单|人|有|是|为)?\s*:?\s*(?P<names>[^。；\n\d]{{1,200}})")
_BEFORE = re.compile(rf"(?:^|[，。；\s\d人])(?P<names>[一-鿿、和\s]{{2,60}}?){_ABSENT}")
_NOBODY = re.compile(
    r"无人?缺席|没有?人?缺席|全员(?:到齐|参加|参训|到场|都到)|全部(?:到齐|到场|参加|参训)|都(?:来|到|参加)了|无一缺席|(?:缺席|未到|请假)(?:人员|名单)?\s*:?\s*(?:无|没有|0)"
)
_NAME = re.compile(r"[一-鿿]{2,4}")
_APART = re.compile(r"[、，,\s]+|(?<=[一-鿿]{2})[和与](?=[一-鿿]{2})")
_NO_NAME = re.compile(
    r"人员|工作|内容|培训|学习|参加|主讲|老师|时间|地点|其他|其余|负责人|安全员|机构|情况|灭火|消防|不知道|不清楚|没有|正常|收到|谁"
)
_MADE_UP = re.compile(
    r"[#＃]?(?:已|给)?(?:补训|补课|补培训|补学)(?:了|完成|人员|名单|登记)?[\s:，]*(?P<names>[一-鿿][一-鿿、，,和\s]{1,300})[。！]?"
)
_WHO = re.compile(
    r"(?:查看?|看看?)?\s*(?P<unit>[^\s\d:，。？谁哪还有]{2,20}?)?(?:的|\s|还有)*"
    r"(?:谁(?:还)?(?:没有?|未)(?:参加)?(?:培训|参训|补训)(?:过)?|(?:未|没)(?:培训|参训)(?:人员|名单)|培训(?:缺席|未到)(?:人员|名单)|哪些人(?:还)?没(?:有)?(?:参加)?培训)[。？吗]*"
)
_MATRIX = re.compile(
    r"(?:查看?|看看?|导出|要|发)?\s*(?P<unit>[^\s\d:，。？]{2,20}?)?(?:的|\s)*(?:各机构)?培训(?:情况表|统计表|矩阵|一览表|明细表)[。]?"
)


def absent(text: str, roster: Sequence[str]) -> list[str] | None:
    """Return who was absent by name, empty where nobody was; None where the text does not say.

    Of names that are not on the `roster` those count that stand apart from others.
    """
    found: list[str] = []
    for pattern in (_BEHIND, _BEFORE):
        for match in pattern.finditer(text):
            found += names_in(match["names"], roster)
    if found:
        return list(dict.fromkeys(found))
    return [] if _NOBODY.search(text) else None


def absent_words(answer: str, *, is_only: bool) -> str:
    """Return the answer to our question as words about who was absent; `is_only`: nothing else was asked."""
    return f"缺席 {answer}" if is_only and absent(answer, ()) is None else answer


def names_in(text: str, roster: Sequence[str]) -> list[str]:
    """Return the names that the text begins with, each once; those of the `roster` may run together."""
    found: list[str] = []
    for word in filter(None, _APART.split(text)):
        known = sorted((name for name in roster if name in word), key=word.index)
        if not known and (not _NAME.fullmatch(word) or _NO_NAME.search(word)):
            # What follows is about something else: 缺席 张三 内容 判定标准.
            break
        found += known or [word]
    return list(dict.fromkeys(found))


def read_made_up(text: str) -> str | None:
    """Return the names of those who made up for a training, as written; None where the text is something else."""
    match = _MADE_UP.fullmatch(text.strip())
    return match["names"].strip() if match else None


def unit_of_missing(text: str) -> str | None:
    """Return the unit of which is asked who is not trained ("" for one's own); None: something else."""
    match = _WHO.fullmatch(text.strip())
    return (match["unit"] or "").strip() if match else None


def unit_of_matrix(text: str) -> str | None:
    """Return the office whose training matrix is asked for ("" for one's own); None: something else."""
    match = _MATRIX.fullmatch(text.strip())
    return (match["unit"] or "").strip() if match else None
