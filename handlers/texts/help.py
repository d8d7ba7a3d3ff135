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
_IN_FULL = 4
"""Of so many topics all examples are shown."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What the help knows of one intent."""

    name: str
    term: str
    examples: Sequence[str]
    template: str


def overview(topics: Sequence[Topic], examples: Sequence[str]) -> Card:
    """Return what the asker will most need, as `examples`, then what else there is, by subject in a fixed order."""
    lines = ["您常用的：", *(f"· {example}" for example in examples), "都能办的："] if examples else []
    for subject in (*_SUBJECTS.values(), _OTHER):
        found = [topic.term for topic in topics if _subject(topic) == subject]
        if found:
            lines.append(f"【{subject}】{'、'.join(found)}")
    return Card(
        "可以这样用",
        lines=tuple(lines),
        hints=("看怎么说发：帮助 加上面的词，例如：帮助 隐患", "起火、受伤等先打 119、120"),
        buttons=(MY_TODO, Button("隐患表单", "帮助 隐患")),
    )


def about(topics: Sequence[Topic]) -> Card:
    """Return how the asked topics are typed, then the first form that there is; of many topics an example each.

    The form stands last: what is copied before it does no harm, what stood behind it would join its last line.
    """
    lines = []
    for topic in topics:
        examples = [example for example in topic.examples if "\n" not in example]
        if len(topics) > _IN_FULL:
            lines += [f"· {topic.term}：{example}" for example in examples[:1]]
        else:
            lines += [f"【{topic.term}】", *(f"· {example}" for example in examples)]
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
