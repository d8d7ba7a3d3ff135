"""Under which special action 「专项行动」 a hazard counts by itself, and who may say so (T5-4, T13-6)."""

from collections.abc import Sequence
from datetime import date

from config.campaign_table import Campaign
from handlers.rules.access import Standing
from storage.vocabulary import Category


def automatic(category: Category, day: date, campaigns: Sequence[Campaign]) -> Campaign | None:
    """Return the action that a new hazard counts under by itself.

    None where none or several running actions take its category, or the only one leaves it to people.
    """
    fitting = [one for one in campaigns if one.runs_on(day) and one.takes_category(category.value)]
    return fitting[0] if len(fitting) == 1 and fitting[0].is_auto else None


def may_mark(standing: Standing, *, is_reporter: bool) -> bool:
    """Return whether the person may say under which action the hazard counts: superiors and who reported it."""
    return standing is Standing.SUPERIOR or (standing is Standing.MEMBER and is_reporter)
