"""All tables that the bureau may change, read and checked at start."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.calendar import WorkCalendar
from config.campaign_table import CampaignTable, read_campaigns
from config.checklist_table import ChecklistTable, read_checklists
from config.confirmation_table import ConfirmationTable, read_confirmations
from config.duty_table import DutyTable, read_duties
from config.escalation_table import EscalationTable, read_escalation
from config.evidence_table import EvidenceTable, read_evidence
from config.festival_table import FestivalTable, read_festivals
from config.gap_table import GapTable, read_gaps
from config.hazard_table import HazardTable, read_hazards
from config.holiday_files import read_notice
from config.inspection_table import InspectionTable, read_inspections
from config.limits import Limits, read_limits
from config.ranking_table import RankingTable, read_ranking
from config.reading import Basis, Section, TablesWrong, Value
from config.register_table import RegisterTable, read_registers
from config.reminder_table import ReminderTable, read_reminders
from config.report_table import ReportTable, read_reports
from config.rite_table import RiteTable, read_rites
from config.tip_table import TipTable, read_tips

NAMES = (
    *("duties", "festivals", "escalation", "hazards", "reminders", "limits", "evidence", "tips", "inspections"),
    *("gaps", "campaigns", "registers", "ranking", "reports", "rites", "confirmations"),
)
FOLDERS = ("checklists",)
"""Tables of several files, read together; they are versioned like those of NAMES."""
_VERSION_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Tables:
    """What config/*.toml and config/holidays/*.toml say; never changed after loading."""

    duties: DutyTable
    festivals: FestivalTable
    escalation: EscalationTable
    hazards: HazardTable
    reminders: ReminderTable
    limits: Limits
    evidence: EvidenceTable
    tips: TipTable
    inspections: InspectionTable
    checklists: ChecklistTable
    gaps: GapTable
    campaigns: CampaignTable
    registers: RegisterTable
    ranking: RankingTable
    reports: ReportTable
    rites: RiteTable
    confirmations: ConfirmationTable
    calendar: WorkCalendar
    values: tuple[Value, ...]
    """Every value that was read, file by file in the order of reading."""
    content_by_name: Mapping[str, str]
    folder: Path
    """Where they were read; beside them stand the templates of documents."""

    def content(self, name: str) -> str:
        """Return the table called `name` (of NAMES or FOLDERS) as canonical JSON, without comments and layout."""
        return self.content_by_name[name]

    def version(self, name: str) -> str:
        """Return a short digest of the table's content: what a case opened under it is stamped with."""
        return hashlib.sha256(self.content(name).encode()).hexdigest()[:_VERSION_LENGTH]

    def duty_title(self, duty_code: str, slot: str) -> str:
        """Return how people call one occurrence of a duty. Raises KeyError and ValueError as DutyTable.title."""
        return self.duties.title(duty_code, slot, self.festivals, self.rites)

    def stated(self) -> tuple[Value, ...]:
        """Return the values that the policy or an official notice fixes, with their source."""
        return self._with(Basis.POLICY)

    def given_by_platform(self) -> tuple[Value, ...]:
        """Return the values that the platform's rules fix."""
        return self._with(Basis.PLATFORM)

    def assumed(self) -> tuple[Value, ...]:
        """Return the values that nobody prescribes: to be confirmed by the bureau."""
        return self._with(Basis.ASSUMED)

    def _with(self, basis: Basis) -> tuple[Value, ...]:
        return tuple(value for value in self.values if value.basis is basis)


def load_tables(config_dir: Path) -> Tables:
    """Return the tables of a configuration folder. Raises TablesWrong, which names file and key."""
    parsed = {name: _parse(config_dir / f"{name}.toml") for name in NAMES}
    folders = {name: _parse_folder(config_dir / name) for name in FOLDERS}
    ledger: list[Value] = []
    top = {name: Section(f"{name}.toml", "", content, ledger) for name, content in parsed.items()}
    duties = read_duties(top["duties"])
    return Tables(
        duties=duties,
        festivals=read_festivals(top["festivals"]),
        escalation=read_escalation(top["escalation"]),
        hazards=read_hazards(top["hazards"]),
        reminders=read_reminders(top["reminders"]),
        limits=read_limits(top["limits"]),
        evidence=read_evidence(top["evidence"]),
        tips=read_tips(top["tips"]),
        inspections=read_inspections(top["inspections"]),
        checklists=read_checklists(
            [Section(f"checklists/{file}", "", one, ledger) for file, one in folders["checklists"].items()]
        ),
        gaps=read_gaps(top["gaps"]),
        campaigns=read_campaigns(top["campaigns"]),
        registers=read_registers(top["registers"]),
        ranking=read_ranking(top["ranking"]),
        reports=read_reports(top["reports"]),
        rites=read_rites(top["rites"]),
        confirmations=read_confirmations(top["confirmations"], duties.by_code),
        calendar=_load_calendar(config_dir / "holidays"),
        values=tuple(ledger),
        content_by_name={name: _canonical(content) for name, content in (parsed | folders).items()},
        folder=config_dir,
    )


def _load_calendar(folder: Path) -> WorkCalendar:
    files = sorted(folder.glob("*.toml"))
    return WorkCalendar([read_notice(Section(f"holidays/{file.name}", "", _parse(file), [])) for file in files])


def _parse_folder(folder: Path) -> Mapping[str, Mapping[str, object]]:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise TablesWrong(f"缺少配置文件夹 {folder.name}，或其中没有 *.toml")
    return {file.name: _parse(file) for file in files}


def _parse(file: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TablesWrong(f"缺少配置文件 {file.name}") from None
    except UnicodeDecodeError:
        raise TablesWrong(f"{file.name} 不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise TablesWrong(f"{file.name} 格式有误：{error}") from error


def _canonical(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
