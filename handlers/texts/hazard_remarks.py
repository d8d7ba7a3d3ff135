"""What the reporter should know beside the read-back: owner, deadline, a place reported before."""


def term(days: int, *, is_workdays: bool) -> str:
    """Return the time that the tables allow: 5个工作日, 1天."""
    return f"{days}个工作日" if is_workdays else f"{days}天"


def about_owner_unknown(name: str, unit: str) -> str:
    """Return the remark that the owner is not in the roster."""
    return f"责任人「{name}」不在{unit}花名册里，收不到通知，请当面告知，或请管理员补录。"


def about_owner_shared(name: str) -> str:
    """Return the remark that several people have the owner's name."""
    return f"责任人「{name}」有同名的几位，系统没有替您选，请当面告知。"


def about_no_owner() -> str:
    """Return the remark that the unit has nobody to be the owner."""
    return "单位没有登记安全员和负责人，超期将直接催办民政所。"


def about_same_place(before: int, new: int, *, is_open: bool) -> str:
    """Return the remark that a hazard seems to be at the place of an earlier one."""
    if is_open:
        return f"同一处再次上报：{before}号还没销号，是同一件事请发：并入 {new} {before}"
    return f"同一处再次上报：{before}号以前销过号，这次计入重复隐患。"


def about_provisional_days() -> str:
    """Return the remark that a deadline in workdays may move."""
    return "期限按工作日推算，涉及年份的放假安排尚未公布，以公布为准。"
