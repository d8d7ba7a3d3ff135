"""What we say about how the bot is used: an overview by subject, and a form to copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.texts.greeting import MY_TODO
from storage.messages import Button, Card

_SUBJECTS = {
    "hazard": "隐患",
    "my": "待办",
    "confirm": "做完了",
    "inspection": "检查",
    "hot": "动火",
    "status": "查情况",
    "tip": "举报",
}
"""By the first or last word of an intent's name; whatever is not here stands under 其他."""
_OTHER = "其他"
_EXAMPLES_SHOWN = 1


@dataclass(frozen=True, slots=True)
class Topic:
    """What the help knows of one intent."""

    name: str
    term: str
    examples: Sequence[str]
    template: str


def overview(topics: Sequence[Topic]) -> Card:
    """Return all that can be typed, a line for each topic under its subject, subjects in a fixed order."""
    lines = []
    for subject in (*_SUBJECTS.values(), _OTHER):
        found = [topic for topic in topics if _subject(topic) == subject]
        if found:
            lines += [f"【{subject}】", *(f"· {topic.term}：{_first_lines(topic)}" for topic in found)]
    return Card(
        "可以这样用",
        lines=tuple(lines),
        hints=("要表单发：帮助 隐患", "起火、受伤等先打 119、120"),
        buttons=(MY_TODO, Button("隐患表单", "帮助 隐患")),
    )


def about(topics: Sequence[Topic]) -> Card:
    """Return how the asked topics are typed, then the first form that there is.

    The form stands last: what is copied before it does no harm, what stood behind it would join its last line.
    """
    lines = []
    for topic in topics:
        lines += [f"【{topic.term}】", *(f"· {example}" for example in topic.examples if "\n" not in example)]
    form = next((topic.template.splitlines() for topic in topics if topic.template), [])
    copied = ("表单（复制后填写，不清楚的行可以删）：", *form) if form else ()
    return Card("用法", lines=(*lines, *copied))


def matching(topics: Sequence[Topic], asked: str) -> list[Topic]:
    """Return the topics that `asked` names by term or subject; those with a form first."""
    found = [topic for topic in topics if _is_about(topic, asked)]
    return sorted(found, key=lambda topic: not topic.template)


def _is_about(topic: Topic, asked: str) -> bool:
    return any(asked in word or word in asked for word in (topic.term, _subject(topic)) if word != _OTHER)


def _subject(topic: Topic) -> str:
    words = topic.name.split("_")
    return _SUBJECTS.get(words[0]) or _SUBJECTS.get(words[-1], _OTHER)


def _first_lines(topic: Topic) -> str:
    return "；".join([example for example in topic.examples if "\n" not in example][:_EXAMPLES_SHOWN])
