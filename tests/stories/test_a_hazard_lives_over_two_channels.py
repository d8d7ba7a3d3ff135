"""A hazard's whole life over the long connection and over the app's callback: the same rows in the end."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from config.zone import TZ
from storage.database import reading
from storage.evidence import EvidenceUse
from storage.hazard_plans import HazardPlan
from storage.hazards import Hazard, HazardEvent
from storage.supervisions import Supervision
from storage.vocabulary import Grade, HazardAction, HazardState, Phase, PlanPart
from tests.stories.roads import Road, road_of_app, road_of_bot
from tests.stories.test_a_day_over_two_channels import (
    HEAD,
    LEADER,
    NURSE,
    OFFICER,
    Open,
    a_photo,
    the_demo_county,
)
from tests.stories.test_a_major_hazard_is_followed import ANSWERS

MONDAY_NINE = datetime(2026, 11, 23, 9, tzinfo=TZ)
SECTION = "yanglao_guzhang"


def live_a_life(road: Road) -> None:
    """Let a hazard be reported, doubted, made major, planned, supervised, rectified, accepted and found again."""
    for userid in (NURSE, HEAD, OFFICER, SECTION, LEADER):
        road.say(userid, "帮助")
    road.say(NURSE, "隐患 地下室住着老人")
    road.press(OFFICER, "退回补充")
    road.say(OFFICER, "住了几个人，在哪一间")
    road.say(NURSE, "补充 1 东头两间，住了三个人")
    road.say(OFFICER, "定为重大 1 已现场核实")
    road.say(HEAD, "五落实 1")
    for answer in ANSWERS:
        road.say(HEAD, answer)
    road.say(SECTION, "挂牌督办 1 县级 县安委办 12月30日前")
    road.at(MONDAY_NINE + timedelta(hours=2))
    road.send_image(HEAD, a_photo("green"))
    road.say(HEAD, "整改完成 1 老人都搬到一楼了")
    road.press(SECTION, "验收通过")
    road.at(MONDAY_NINE + timedelta(days=1))
    road.say(OFFICER, "回头看 1")
    road.press(OFFICER, "没通过")
    road.say(OFFICER, "又住进去两个人")


def left_behind(road: Road) -> dict[str, list[Any]]:
    """Return what the life left in the books, without moments and without what names the channel."""
    with reading(road.engine) as session:
        return {
            "hazards": [
                (one.number, one.code, one.unit_id, one.place, one.problem, one.category, one.grade, one.state,
                 one.due_on, one.owner_id, one.reported_by, one.submitted_by, one.closed_by, one.reopened_from,
                 one.suggested_grade, one.funds_planned)
                for one in session.scalars(select(Hazard).order_by(col(Hazard.number)))
            ],
            "events": [
                (one.hazard_id, one.action, one.person_id, one.state_before, one.state_after, one.note)
                for one in session.scalars(select(HazardEvent).order_by(col(HazardEvent.id)))
            ],
            "plans": [
                (one.hazard_id, one.part, one.said, one.person_id)
                for one in session.scalars(select(HazardPlan).order_by(col(HazardPlan.id)))
            ],
            "supervisions": [
                (one.hazard_id, one.level, one.unit, one.due_on, one.ordered_by, one.lifted_by, one.lift_note)
                for one in session.scalars(select(Supervision).order_by(col(Supervision.id)))
            ],
            "uses": [
                (one.evidence_id, one.subject, one.phase)
                for one in session.scalars(select(EvidenceUse).order_by(col(EvidenceUse.id)))
            ],
        }  # fmt: skip


def lived(open_road: Open, folder: Path) -> dict[str, list[Any]]:
    folder.mkdir()
    engine, keys = the_demo_county(folder / "minan.db")
    with open_road(engine, MONDAY_NINE, folder, keys) as road:
        live_a_life(road)
        found = left_behind(road)
    engine.dispose()
    return found


def test_a_hazards_whole_life_leaves_the_same_rows_over_both_channels(tmp_path: Path) -> None:
    by_app, by_bot = lived(road_of_app, tmp_path / "app"), lived(road_of_bot, tmp_path / "bot")

    for part, found in by_app.items():
        assert found == by_bot[part], part
    old, new = by_app["hazards"]
    assert (old[6], old[7], new[7], new[13]) == (Grade.MAJOR, HazardState.CLOSED, HazardState.TO_CONFIRM, 1)
    act = HazardAction
    of_old = [action for hazard_id, action, *_ in by_app["events"] if hazard_id == 1]
    assert of_old == [
        *(act.REPORT, act.RETURN, act.SUPPLEMENT, act.AMEND, *[act.PLAN] * len(PlanPart)),
        *(act.SUPERVISE, act.SUBMIT, act.ACCEPT, act.RECHECK),
    ]
    assert [one[1] for one in by_app["plans"]] == list(PlanPart)
    assert [one[1] for one in by_app["supervisions"]] == ["county"]
    assert Phase.AFTER in [one[2] for one in by_app["uses"]]
