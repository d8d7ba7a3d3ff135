"""Take the scan of a patrol point 「巡查点」: 巡查点 A3K7M9QT, scanned or typed from its plate."""

import re
from datetime import timedelta

from handlers import inspection_visit as visits
from handlers import patrol_evidence as patrols
from handlers.inspection_sight import sees
from handlers.intent import Asking, Heard, Intent, Reply, Sorry, Wish
from handlers.texts import inspection as visit_texts
from handlers.texts import patrol_point as texts
from storage import evidence, points
from storage.points import PatrolPoint
from storage.units import Unit

SAME_SCAN = timedelta(minutes=1)
"""A point that is scanned again this soon is one scan, sent twice."""

_SAID = re.compile(r"[#＃]?巡查点[\s:，。]*((?:[A-Za-z0-9][\s-]*)*)[。！]*")


def _read(heard: Heard) -> Wish | None:
    match = _SAID.fullmatch(heard.text.strip())
    return {"code": re.sub(r"[\s-]", "", match[1]).upper()} if match else None


def _answer(wish: Wish, asking: Asking) -> Reply:
    point, unit = _point(str(wish["code"]), asking)
    if unit.id != asking.person.unit_id:
        piece = evidence.add_point(asking.session, asking.incoming, point.code, now=asking.now)
        visit = visits.current_here(asking)
        if visit is not None and visit.unit_id == unit.id:
            visits.locate(visit, [piece], point.name, asking)
            return visit_texts.located(point.name, unit.name)
        return texts.inspected(point.name, unit.name, at=asking.now)
    before = patrols.last_scan(point.code, unit, asking)
    if before is not None and asking.now - before.received_at < SAME_SCAN:
        return texts.again(point.name, at=before.received_at)
    piece = evidence.add_point(asking.session, asking.incoming, point.code, now=asking.now)
    record = patrols.join_recent([piece], unit, asking)
    walked = patrols.walked(unit, patrols.scans(unit, asking, record), asking)
    if record is None:
        way = patrols.way_to_confirm(unit, asking)
        return texts.arrived(point.name, unit.name, walked, at=asking.now, way=way)
    period = patrols.period_of(record, asking)
    return texts.arrived_after(point.name, unit.name, walked, at=asking.now, period=period)


def _point(code: str, asking: Asking) -> tuple[PatrolPoint, Unit]:
    """Return the point and its unit. Raises Sorry where it does not count for this person."""
    if not code:
        raise Sorry(texts.no_code())
    point = points.by_code(asking.session, code)
    unit = None if point is None else asking.tree.by_id.get(point.unit_id)
    if point is None or unit is None:
        raise Sorry(texts.unknown(code))
    if not sees(point.unit_id, asking):
        raise Sorry(texts.not_yours())
    if not point.is_active:
        raise Sorry(texts.retired(point.name))
    return point, unit


INTENT = Intent(
    "patrol_point",
    "巡查点扫码",
    ("巡查点 A3K7M9QT",),
    _read,
    _answer,
)
