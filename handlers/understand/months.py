"""Which month somebody names: 10月, 十月份, 上个月, 2026年9月; pure."""

import re
from datetime import date, timedelta

_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_CHINESE |= {"十一": 11, "十二": 12}
MONTH = re.compile(
    r"(?:(?P<year>20\d\d)年|(?P<last_year>去年))?(?:(?P<number>1[0-2]|0?[1-9])|(?P<chinese>十[一二]?|[一二三四五六七八九]))月份?"
    r"|(?P<this>本月|这个?月|当月)|(?P<last>上个?月)"
)


def named_month(words: str, today: date) -> date | None:
    """Return the first day of the month that the words name, None where they name none.

    A month without a year is the latest that has begun.
    """
    match = MONTH.search(words)
    if match is None:
        return None
    this = today.replace(day=1)
    if match["this"]:
        return this
    if match["last"]:
        return (this - timedelta(days=1)).replace(day=1)
    number = int(match["number"]) if match["number"] else _CHINESE[match["chinese"]]
    if match["year"]:
        return date(int(match["year"]), number, 1)
    if match["last_year"]:
        return date(today.year - 1, number, 1)
    return date(today.year if number <= today.month else today.year - 1, number, 1)
