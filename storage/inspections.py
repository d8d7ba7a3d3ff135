"""Inspection visits 「检查」 with what was found at each item, and tickets for hot work 「动火作业票」."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from storage.columns import Table, json_field, word_field
from storage.vocabulary import CheckResult, HotWorkState, InspectionKind, InspectionState


class Inspection(Table, table=True):
    """One visit to one unit, from the check-in to the signatures of both sides."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=30)
    """JC20261127-001."""
    origin: str = Field(unique=True, max_length=260)
    """The message that checked in: a repeat of it makes no second visit."""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    kind: InspectionKind = word_field(InspectionKind)
    state: InspectionState = word_field(InspectionState, default=InspectionState.ON_SITE)
    started_at: datetime = Field(index=True)
    """The check-in 「现场查」; before it nobody of the unit sees anything of the visit."""
    started_by: int = Field(foreign_key="person.id", index=True)
    leader: str = Field(default="", max_length=40)
    """带队领导 (T5-1)."""
    members: list[str] = json_field(default_factory=list)
    """检查人员, the one who started included; at least two (T9-1)."""
    expert: str = Field(default="", max_length=80)
    """专家 (T5-3)."""
    campaign: str = Field(default="", max_length=40)
    checklist: str = Field(default="", max_length=40)
    checklist_version: str = Field(default="", max_length=20)
    explained_to: str = Field(default="", max_length=80)
    """现场讲: to whom (T9-5)."""
    explained_at: datetime | None = None
    our_sign_by: int | None = Field(default=None, foreign_key="person.id")
    our_sign_at: datetime | None = None
    unit_sign_by: int | None = Field(default=None, foreign_key="person.id")
    """Who of the unit confirmed; None where a photo of the signed sheet does (evidence `inspection:<id>`)."""
    unit_sign_name: str = Field(default="", max_length=40)
    unit_sign_at: datetime | None = None
    finished_at: datetime | None = None
    note: str = ""


class InspectionItem(Table, table=True):
    """What was found at one item of the checklist; the last answer counts."""

    __tablename__ = "inspection_item"

    inspection_id: int = Field(foreign_key="inspection.id", primary_key=True)
    item: str = Field(primary_key=True, max_length=40)
    ordinal: int
    """What people type in the visit, from 1."""
    result: CheckResult = word_field(CheckResult)
    note: str = ""
    hazard_id: int | None = Field(default=None, foreign_key="hazard.id")
    """What was handed over because of it 「现场交办」."""
    at: datetime


class InspectionEvent(Table, table=True):
    """One thing that happened in a visit; rows are only added."""

    __tablename__ = "inspection_event"

    id: int | None = Field(default=None, primary_key=True)
    inspection_id: int = Field(foreign_key="inspection.id", index=True)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id")
    step: str = Field(max_length=24)
    note: str = ""
    message: str = Field(default="", max_length=260)


class HotWork(Table, table=True):
    """One ticket for hot work: when, where, who welds, who watches, and the look back after it."""

    __tablename__ = "hot_work"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    origin: str = Field(unique=True, max_length=260)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    place: str
    work: str = ""
    operator: str = Field(max_length=40)
    certificate: str = Field(default="", max_length=60)
    watcher: str = Field(max_length=40)
    starts_at: datetime
    ends_at: datetime
    state: HotWorkState = word_field(HotWorkState)
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    recheck_at: datetime | None = None
    """When somebody must look for embers again."""
    rechecked_by: int | None = Field(default=None, foreign_key="person.id")
    rechecked_at: datetime | None = None
    note: str = ""
    details: dict[str, Any] = json_field(default_factory=dict)
