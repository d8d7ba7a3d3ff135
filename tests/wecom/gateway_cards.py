"""Small cards that the smart bot may send, for the tests of the fake."""

from typing import Any

Card = dict[str, Any]


def notice(**more: Any) -> Card:
    """Return a card without anything to click but its link."""
    action = {"type": 1, "url": "https://a.example"}
    return {"card_type": "text_notice", "main_title": {"title": "整改到期"}, "card_action": action, **more}


def buttons(task_id: str = "drill-1", **more: Any) -> Card:
    """Return a card with two buttons."""
    listed = [{"text": "已完成", "style": 1, "key": "done"}, {"text": "推迟", "style": 2, "key": "later"}]
    title = {"title": "演练确认", "desc": "清河敬老院"}
    card = {"card_type": "button_interaction", "task_id": task_id, "main_title": title, "button_list": listed}
    return {**card, **more}


def vote(task_id: str = "vote-1") -> Card:
    """Return a card with boxes to tick."""
    options = [{"id": "o1", "text": "消防栓"}, {"id": "o2", "text": "疏散通道"}]
    return {
        "card_type": "vote_interaction",
        "task_id": task_id,
        "main_title": {"title": "查了哪些"},
        "checkbox": {"question_key": "what", "option_list": options, "mode": 1},
        "submit_button": {"text": "提交", "key": "submit"},
    }


def several(task_id: str = "several-1") -> Card:
    """Return a card with a list to choose from."""
    options = [{"id": "a", "text": "消防"}, {"id": "b", "text": "用电"}]
    return {
        "card_type": "multiple_interaction",
        "task_id": task_id,
        "main_title": {"title": "隐患类型"},
        "select_list": [{"question_key": "kind", "title": "类型", "option_list": options}],
        "submit_button": {"text": "提交", "key": "submit"},
    }
