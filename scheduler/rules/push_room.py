"""Whether a group may get one more push today 「限量」, and what is kept free for later; pure."""


def has_room(pushed: int, *, night_left: int, is_evening_due: bool, a_day: int) -> bool:
    """Return whether an ordinary push still leaves room, of `a_day`, for what must not wait.

    `pushed` were said today. The prompts to the night shift that are still to come keep their places, and so does the
    evening list, in which everything goes that was held back.
    """
    return pushed + night_left + is_evening_due < a_day
