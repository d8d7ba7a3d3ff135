"""Where the county is: the zone of its days and times of day; free of any clock, so that rules may use it."""

from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")
"""Days, times of day and everything people read are in this zone."""
