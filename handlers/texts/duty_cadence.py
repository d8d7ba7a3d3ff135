"""How often a duty comes round, as people say it."""

from collections.abc import Mapping

from config.duty_period import Cadence

HOW_OFTEN: Mapping[Cadence, str] = {
    Cadence.DAILY: "每天",
    Cadence.WEEKLY: "每周一次",
    Cadence.TEN_DAYS: "每旬一次",
    Cadence.MONTHLY: "每月一次",
    Cadence.TWO_MONTHLY: "每两个月一次",
    Cadence.QUARTERLY: "每季度一次",
    Cadence.HALF_YEARLY: "每半年一次",
    Cadence.YEARLY: "每年一次",
    Cadence.ONCE: "限期完成一次",
    Cadence.FESTIVAL: "重大节点、重要节日期间至少一次",
    Cadence.RITE: "清明、中元等祭扫节日前一次",
    Cadence.RITE_DAILY: "祭扫节日前后每天",
}
_AT_LEAST = (Cadence.QUARTERLY, Cadence.HALF_YEARLY, Cadence.YEARLY)


def at_least(cadence: Cadence) -> str:
    """Return how often the policy wants it: of the longer cadences it names the least (T10-2, T11-2, T12-7)."""
    term = HOW_OFTEN[cadence]
    return term.replace("一次", "至少一次") if cadence in _AT_LEAST else term
