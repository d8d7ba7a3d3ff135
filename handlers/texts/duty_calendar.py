"""What we say beside a calendar file of duties."""

from datetime import datetime

from config.zone import TZ
from storage.messages import Card


def title(unit: str) -> str:
    """Return how the calendar is called in the telephone."""
    return f"{unit}安全任务"


def file_name(unit: str) -> str:
    """Return how the file is called."""
    return f"{unit}安全任务日历.ics"


def follows(unit: str, count: int, *, last: datetime) -> Card:
    """Return the words beside the file."""
    end = last.astimezone(TZ)
    return Card(
        f"{unit}任务日历：{count}项",
        lines=(
            f"从现在到{end.year}年{end.month}月{end.day}日，每天要做的合成一项。",
            "日历文件另发一条，点开后选“添加到日历”。以后再要一份新的，会更新原来的，不会重复。",
        ),
        hints=("办没办以「清单」为准",),
    )


def sent_privately(unit: str) -> Card:
    """Return what a group is told."""
    return Card(f"{unit}任务日历已私发给您")


def nothing_ahead(unit: str) -> Card:
    """Return what is said where the unit owes nothing in the days that are planned."""
    return Card(f"{unit}近期没有排上的任务", lines=("没有可放进日历的内容。",))
