"""What we say about how the bot is used: an overview by subject, and a form to copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.messages import Card

_SUBJECTS = {"hazard": "隐患", "my": "待办", "duty": "巡查、例会、演练", "status": "查情况"}
"""By the first word of an intent's name; whatever is not here stands under 其他."""
_OTHER = "其他"
_EXAMPLES_SHOWN = 3


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
    with_form = [topic.term for topic in topics if topic.template]
    hints = (f"要表单发：帮助 {with_form[0]}",) if with_form else ()
    return Card("可以这样用", lines=tuple(lines), hints=(*hints, "起火、受伤等先打 119、120"))


def about(topics: Sequence[Topic]) -> Card:
    """Return how the asked topics are typed, with the form to copy where there is one."""
    lines = []
    for topic in topics:
        lines += [f"【{topic.term}】", *(f"· {example}" for example in topic.examples if "\n" not in example)]
    forms = [line for topic in topics for line in topic.template.splitlines()]
    copied = ("表单（复制后填写，不清楚的行可以删）：", *forms) if forms else ()
    return Card("用法", lines=(*lines, *copied))


def matching(topics: Sequence[Topic], asked: str) -> list[Topic]:
    """Return the topics that `asked` names by term, subject or an example's first word; those with a form first."""
    found = [topic for topic in topics if _is_about(topic, asked)]
    return sorted(found, key=lambda topic: not topic.template)


def _is_about(topic: Topic, asked: str) -> bool:
    words = (topic.term, _subject(topic), *(example.split()[0] for example in topic.examples))
    return any(asked in word or word in asked for word in words if word != _OTHER)


def _subject(topic: Topic) -> str:
    return _SUBJECTS.get(topic.name.partition("_")[0], _OTHER)


def _first_lines(topic: Topic) -> str:
    return "；".join(example.splitlines()[0] for example in topic.examples[:_EXAMPLES_SHOWN])
