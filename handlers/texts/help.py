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
_ALL_SUBJECTS = (*_SUBJECTS.values(), _OTHER)
_EXAMPLES_SHOWN = 1
_MOST_BYTES = 1700
"""Of the lines with examples: a message takes 2048, and what follows must not be cut away."""
_HOW_TO_SEE_ONE = "想看怎么写，在「帮助」后面写上名字，例如：帮助 申请延期"


@dataclass(frozen=True, slots=True)
class Topic:
    """What the help knows of one intent."""

    name: str
    term: str
    examples: Sequence[str]
    template: str


def overview(topics: Sequence[Topic]) -> Card:
    """Return all that can be typed, a line for each topic under its subject, subjects in a fixed order.

    Where that would be too long for a message, the last subjects are a line of names each.
    """
    named = [(subject, [topic for topic in topics if _subject(topic) == subject]) for subject in _ALL_SUBJECTS]
    found = [(subject, about_it) for subject, about_it in named if about_it]
    for whole in range(len(found), -1, -1):
        lines = [line for subject, about_it in found[:whole] for line in _with_examples(subject, about_it)]
        lines += [
            f"【{subject}】{'、'.join(topic.term for topic in about_it)}" for subject, about_it in found[whole:]
        ]
        lines += [_HOW_TO_SEE_ONE] if whole < len(found) else []
        if len("\n".join(lines).encode()) <= _MOST_BYTES:
            break
    return Card(
        "可以这样用",
        lines=tuple(lines),
        hints=("要表单发：帮助 隐患", "起火、受伤等先打 119、120"),
        buttons=(MY_TODO, Button("隐患表单", "帮助 隐患")),
    )


def _with_examples(subject: str, topics: Sequence[Topic]) -> list[str]:
    return [f"【{subject}】", *(f"· {topic.term}：{_first_lines(topic)}" for topic in topics)]


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
