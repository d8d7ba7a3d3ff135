"""The record of an inspection 「检查记录」: who looked at what, what was found, what was handed over, who signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.clock import TZ
from handlers.papers.official import EXAMPLE_FRAME, EXAMPLE_SUBJECT, Frame, Subject, Words, listed, minute
from storage.vocabulary import CheckResult


@dataclass(frozen=True, slots=True)
class Looked:
    """One item of the checklist."""

    title: str
    result: CheckResult
    note: str = ""


@dataclass(frozen=True, slots=True)
class InspectionRecord:
    """The facts of one visit 「五现场」 (T9-1…T9-8)."""

    frame: Frame
    code: str
    kind: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    leader: str
    members: Sequence[str]
    """At least two (T9-1)."""
    expert: str
    items: Sequence[Looked]
    hazards: Sequence[Subject]
    """Handed over on the spot (T9-6)."""
    accepted_at_once: int = 0
    """How many of them were put right and accepted in the visit (T9-8)."""
    explained_to: str = ""
    explained_at: datetime | None = None
    our_sign: str = ""
    our_sign_at: datetime | None = None
    unit_sign: str = ""
    unit_sign_at: datetime | None = None
    note: str = ""

    def words(self) -> Words:
        """Return what the template can say."""
        return {
            **self.frame.words(),
            "检查编号": self.code,
            "检查类型": self.kind,
            "检查状态": self.state,
            "开始时间": minute(self.started_at),
            "结束时间": minute(self.finished_at),
            "带队领导": self.leader,
            "检查人员": "、".join(self.members),
            "专家": self.expert,
            "检查情况": self._summary(),
            "检查项目": [
                {"序号": nth, "项目": one.title, "结果": one.result.term, "情况": one.note}
                for nth, one in enumerate(self.items, start=1)
            ],
            "隐患": listed(self.hazards),
            "条数": len(self.hazards),
            "立行立改": self.accepted_at_once,
            "讲解对象": self.explained_to,
            "讲解时间": minute(self.explained_at),
            "检查方签字": self.our_sign,
            "检查方签字时间": minute(self.our_sign_at),
            "被检查方签字": self.unit_sign,
            "被检查方签字时间": minute(self.unit_sign_at),
            "备注": self.note,
        }

    def _summary(self) -> str:
        count = {result: sum(one.result is result for one in self.items) for result in CheckResult}
        counted = "，".join(f"{result.term}{number}项" for result, number in count.items())
        return f"共检查{len(self.items)}项：{counted}。" if self.items else ""


EXAMPLE = InspectionRecord(
    EXAMPLE_FRAME, code="JC20261127-001", kind="四不两直", state="已完成",
    started_at=datetime(2026, 11, 27, 9, 0, tzinfo=TZ), finished_at=None, leader="陈某",
    members=("马某", "周某"), expert="刘某", items=(Looked("安全出口畅通", CheckResult.PROBLEM, "堆了轮椅"),),
    hazards=(EXAMPLE_SUBJECT,),
)  # fmt: skip
