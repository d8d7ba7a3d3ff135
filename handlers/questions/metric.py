"""Read which figures a question asks for, of which topic; pure."""

from handlers.questions import signs

BRIEF_METRIC = "brief"
_HAZARD = "hazard"
_TOLD = ("meeting", "drill", "training")
_NO_SIGN = "patrol_rate"
"""What is read where a question speaks of patrols and gives no sign of what is wanted."""
_BOTH = ("hazard_new", "hazard_closed")
_REST = "hazard_new"
"""What is read where a question speaks of hazards and of nothing done to them."""


def topic_of(metric: str) -> str:
    """Return the topic that the metric belongs to: hazard for units and the whole picture as well."""
    return next((topic for topic in signs.METRICS if metric.startswith(topic)), _HAZARD)


def metrics_in(text: str) -> tuple[str, ...]:
    """Return the figures that the question asks for, in order of mention; empty where it asks for none of ours."""
    topics = [name for name, sign in signs.TOPICS if sign.search(text)]
    if not topics:
        return _of_hazards(text)
    told = [topic for topic in topics if topic in _TOLD]
    if len(told) > 1 and topics[0] in _TOLD and (signs.APART.search(text) or len(_counts(text)) > 1):
        order = sorted(told, key=lambda topic: _place(topic, text))
        return tuple(metric for topic in order for metric in _of_duty(topic, text))
    return _of_duty(topics[0], text)


def surely_asked(text: str) -> tuple[str, ...]:
    """Return the figures that the words name outright; empty where a hazard is all they speak of, or nothing."""
    found = metrics_in(text)
    return () if found == (_REST,) and not signs.SURELY_NEW.search(text) else found


def sounds_like_figures(text: str) -> bool:
    """Return whether the words name a figure and a way to ask for it: enough to answer what nobody else heard."""
    return bool(signs.ASKED_FOR.search(text)) and bool(surely_asked(text))


def _place(topic: str, text: str) -> int:
    found = dict(signs.TOPICS)[topic].search(text)
    return found.start() if found else 0


def _of_duty(topic: str, text: str) -> tuple[str, ...]:
    asked = signs.ASKED_AT_THE_END.sub("", text)
    if asked == text:
        return _first(topic, text)
    found = _first(topic, asked)
    if signs.ALL_OF_THEM.search(asked) and found[0].endswith(("_done", "_full")):
        # 「都开了没」 wants to hear who has not.
        return (f"{topic}_missing",)
    # 「昨晚巡了没」 asks whether any round is lacking: nobody is asked about who has no beds.
    return ("patrol_missing",) if found == (_NO_SIGN,) and not signs.RATED.search(asked) else found


def _of_hazards(text: str) -> tuple[str, ...]:
    if signs.BRIEF.search(text):
        return (BRIEF_METRIC,)
    counts_units = signs.UNITS_COUNTED.search(text) and not signs.ABOUT_HAZARDS.search(text)
    if counts_units and _first(_HAZARD, signs.NOW.sub("", text)) in ((), (_REST,)):
        return ("org_count",)
    several = _several(text)
    if len(several) <= len(_BOTH) and signs.BOTH_WAYS.search(text):
        return _BOTH
    if not signs.ASKS_FIGURES.search(text):
        return ()
    if several:
        return several
    if signs.REMAINS.search(text):
        return ("hazard_open",)
    return _first(_HAZARD, text) or ((_REST,) if signs.OF_HAZARDS.search(text) else ())


def _several(text: str) -> tuple[str, ...]:
    """Return the figures of a question with several, each clause its own: 没销号的多少 超期的多少."""
    clauses = [one for one in signs.CLAUSE_ENDS.split(text) if one]
    found = dict.fromkeys(metric for one in clauses for metric in _first(_HAZARD, one) if _is_sure(metric, one))
    each_is_counted = signs.APART.search(text) or len(_counts(text)) > 1
    return tuple(found) if len(found) > 1 and each_is_counted else ()


def _is_sure(metric: str, clause: str) -> bool:
    return metric != _REST or bool(signs.SURELY_NEW.search(clause))


def _counts(text: str) -> list[str]:
    return signs.HOW_MANY_OF.findall(text)


def _first(topic: str, text: str) -> tuple[str, ...]:
    found = next((name for name, sign in signs.METRICS[topic] if sign.search(text)), None)
    return () if found is None else (found,)
