"""Every stored word: units, roles, hazards, duties, messages. Standard library only.

This is also the glossary: an English name, the code that is stored, and the Chinese term that people read.
Codes never change once released; terms may.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A stored code with the Chinese term that people read."""

    term: str

    def __new__(cls, code: str, term: str) -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.term = term
        return word

    @classmethod
    def from_term(cls, term: str) -> Self | None:
        """Return the word for a Chinese term or a code, None where there is none."""
        return next((word for word in cls if term in (word.term, word.value)), None)


class Level(Word):
    """A level of the tree of units (H-2): 局 → 股室 / 民政所 → 机构."""

    BUREAU = "bureau", "民政局"
    SECTION = "section", "股室"
    TOWNSHIP = "township", "民政所"
    INSTITUTION = "institution", "机构"


class UnitType(Word):
    """What a unit is; institutions by the six kinds of G-1, as the county names them."""

    BUREAU = "bureau", "民政局"
    SECTION = "section", "股室"
    TOWNSHIP = "township", "民政所"
    CARE_HOME = "care_home", "敬老院"
    PRIVATE_CARE_HOME = "private_care_home", "民办养老机构"
    DAY_CARE = "day_care", "日间照料中心"
    WELFARE_HOME = "welfare_home", "社会福利院"
    CHILDREN_HOME = "children_home", "儿童福利机构"
    MINORS_PROTECTION = "minors_protection", "未成年人救助保护机构"
    MENTAL_WELFARE = "mental_welfare", "精神卫生福利机构"
    RESCUE_STATION = "rescue_station", "救助管理机构"
    FUNERAL = "funeral", "殡葬服务机构"
    OTHER = "other", "其他机构"

    @property
    def level(self) -> Level:
        """Return the level that units of this type stand on."""
        match self:
            case UnitType.BUREAU:
                return Level.BUREAU
            case UnitType.SECTION:
                return Level.SECTION
            case UnitType.TOWNSHIP:
                return Level.TOWNSHIP
            case _:
                return Level.INSTITUTION


class Role(Word):
    """What a person is in the unit; who may do what follows from it and from the unit's place in the tree."""

    STAFF = "staff", "员工"
    SAFETY_OFFICER = "safety_officer", "安全员"
    HEAD = "head", "机构负责人"
    TOWNSHIP = "township", "民政所"
    SECTION = "section", "股室"
    LEADER = "leader", "局领导"
    ADMIN = "admin", "管理员"


class Category(Word):
    """Hazard category 「隐患类别」 (taxonomy §1): the first eleven are the listed fatal risk factors of T5-6."""

    EXIT = "EXIT", "安全出口"
    EVAC = "EVAC", "疏散通道"
    HOTWORK = "HOTWORK", "电气焊作业"
    FLAM = "FLAM", "易燃易爆物品"
    FIRE = "FIRE", "消防设施设备"
    ELEC = "ELEC", "用电安全"
    DRILL = "DRILL", "疏散逃生演练"
    MATER = "MATER", "易燃可燃装修材料"
    MIXED = "MIXED", "生产储存住宿多合一"
    EBIKE = "EBIKE", "电动车充电"
    FLAME = "FLAME", "明火用火"
    GAS = "GAS", "燃气安全"
    FOOD = "FOOD", "食品安全"
    BUILD = "BUILD", "房屋安全"
    BARRIER = "BARRIER", "防盗网铁栅栏广告牌"
    MGMT = "MGMT", "安全管理"
    OTHER = "OTHER", "其他"


class Grade(Word):
    """Hazard grade 「隐患等级」. MAJOR 「重大」 is decided by a person; the bot only suggests."""

    GENERAL = "general", "一般"
    MAJOR = "major", "重大"


class HazardState(Word):
    """Where a hazard 「隐患」 stands between being reported and being struck off 「销号」: whose turn it is."""

    TO_CONFIRM = "to_confirm", "待确认"
    RETURNED = "returned", "退回补充"
    """The office has asked the reporter for what the report lacks."""
    TO_ASSIGN = "to_assign", "待派单"
    TO_RECTIFY = "to_rectify", "待整改"
    RECTIFYING = "rectifying", "整改中"
    NOT_ACCEPTED = "not_accepted", "验收不通过"
    TO_ACCEPT = "to_accept", "待验收"
    CLOSED = "closed", "已销号"
    VOID = "void", "已作废"


class HazardMark(Word):
    """What lies over the state of a hazard while it goes on: several at once, each with a row of its own."""

    EXTENSION_ASKED = "extension_asked", "延期待批"
    EXTENDED = "extended", "已延期"
    SUPERVISED = "supervised", "挂牌督办"


class VoidReason(Word):
    """Why a hazard was made void 「已作废」; nothing is ever deleted."""

    DUPLICATE = "duplicate", "重复"
    FALSE_ALARM = "false_alarm", "误报"
    OTHER = "other", "其他原因"


class HazardAction(Word):
    """What a person does to a hazard; the lifecycle table says who may and what comes of it."""

    REPORT = "report", "上报"
    CONFIRM = "confirm", "确认"
    RETURN = "return", "退回补充"
    SUPPLEMENT = "supplement", "补充"
    ASSIGN = "assign", "派单"
    URGE = "urge", "催办"
    PROGRESS = "progress", "报进展"
    PLAN = "plan", "填写五落实"
    STUDY = "study", "研究"
    """The township office has studied what to do about a major hazard (S1-4)."""
    ENGINEERING = "engineering", "工程验收"
    APPRAISE = "appraise", "重新鉴定"
    SUBMIT = "submit", "整改完成"
    ACCEPT = "accept", "验收通过"
    SEND_BACK = "send_back", "退回"
    ACKNOWLEDGE = "acknowledge", "收到"
    AMEND = "amend", "更正"
    CANCEL = "cancel", "撤销"
    ASK_EXTENSION = "ask_extension", "申请延期"
    EXTEND = "extend", "同意延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    WITHDRAW_EXTENSION = "withdraw_extension", "撤回延期"
    SUPERVISE = "supervise", "挂牌督办"
    LIFT = "lift", "解除督办"
    MERGE = "merge", "并入"
    RECHECK = "recheck", "回头看"
    HAND_OVER = "hand_over", "移交"


class HazardField(Word):
    """What of a registered hazard can be put right 「更正」."""

    PLACE = "place", "部位"
    CATEGORY = "category", "类别"
    PROBLEM = "problem", "问题"
    OWNER = "owner", "责任人"
    DEADLINE = "deadline", "期限"


class PlanPart(Word):
    """One of the five that a major hazard needs 「五落实」 (安全生产法 practice; practice.md §1)."""

    RESPONSIBILITY = "responsibility", "责任"
    MEASURES = "measures", "措施"
    FUNDS = "funds", "资金"
    TIME_LIMIT = "time_limit", "时限"
    EMERGENCY = "emergency", "预案"


class Tag(Word):
    """What a hazard counts under besides its category: the listed fatal factors (T5-6), 三清 (T5-7), 两管 (T5-8).

    The text lists eleven factors under 「十大」; all eleven keep an id of their own.
    """

    FACTOR_EXIT = "factor_exit", "安全出口"
    FACTOR_EVAC = "factor_evac", "疏散通道"
    FACTOR_HOTWORK = "factor_hotwork", "电气焊作业"
    FACTOR_FLAM = "factor_flam", "易燃易爆物品"
    FACTOR_FIRE = "factor_fire", "消防设施设备"
    FACTOR_ELEC = "factor_elec", "用电安全"
    FACTOR_DRILL = "factor_drill", "疏散逃生演练"
    FACTOR_MATER = "factor_mater", "易燃可燃装修材料"
    FACTOR_MIXED = "factor_mixed", "生产储存住宿多合一"
    FACTOR_EBIKE = "factor_ebike", "电动车充电"
    FACTOR_FLAME = "factor_flame", "明火烧纸焚香和烟花爆竹燃放"
    CLEAR_PASSAGES = "clear_passages", "三清①"
    CLEAR_BARRIERS = "clear_barriers", "三清②"
    CLEAR_FLAMMABLES = "clear_flammables", "三清③"
    CONTROL_FIRE = "control_fire", "两管①"
    CONTROL_HOTWORK = "control_hotwork", "两管②"


class HazardSource(Word):
    """Where a hazard came from 「隐患来源」."""

    SELF_CHECK = "self_check", "自查"
    PATROL = "patrol", "巡查"
    INSPECTION = "inspection", "检查"
    HOLIDAY = "holiday", "节前"
    SPECIAL = "special", "专项"
    TIP = "tip", "举报"
    EXPERT = "expert", "专家"
    DRILL = "drill", "演练"
    ASSESSMENT = "assessment", "检测评估"


class ExtensionState(Word):
    """What became of the wish for a later deadline 「延期申请」."""

    ASKED = "asked", "待批"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class SupervisionLevel(Word):
    """At which level a hazard is supervised by name 「挂牌督办」."""

    COUNTY = "county", "县级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"


class InspectionKind(Word):
    """What kind of visit an inspection is 「检查类型」 (T4-5, T9)."""

    SUPERVISION = "supervision", "督导"
    UNANNOUNCED = "unannounced", "四不两直"
    CROSS = "cross", "交叉互查"
    HOLIDAY = "holiday", "节前"
    SPECIAL = "special", "专项"
    EXPERT = "expert", "专家"
    SELF_MAJOR = "self_major", "重大排查"
    """The head's own quarterly check for major hazards (T6-3): no visit of somebody else."""


class InspectionState(Word):
    """How far a visit has come 「五现场」 (T9-4…T9-8)."""

    ON_SITE = "on_site", "检查中"
    TO_SIGN = "to_sign", "待签字"
    DONE = "done", "已完成"
    VOID = "void", "已作废"


class InspectionStep(Word):
    """What happened in a visit, in its history."""

    START = "start", "现场查"
    LOCATE = "locate", "定位"
    ANSWER = "answer", "逐项检查"
    EXPLAIN = "explain", "现场讲"
    HAND_OVER = "hand_over", "现场交办"
    ACCEPT = "accept", "现场验收"
    END = "end", "检查结束"
    SIGN = "sign", "现场签字"
    OBJECT = "object", "有异议"
    CANCEL = "cancel", "取消检查"
    CAMPAIGN = "campaign", "计入专项"


class CheckResult(Word):
    """What was found at one item of a checklist."""

    FINE = "fine", "正常"
    PROBLEM = "problem", "有问题"
    NOT_APPLICABLE = "not_applicable", "不涉及"


class HotWorkState(Word):
    """A ticket for hot work 「动火作业票」 (T5-8b)."""

    ASKED = "asked", "待审批"
    GRANTED = "granted", "已批准"
    REFUSED = "refused", "不批准"
    ENDED = "ended", "待复查"
    CLOSED = "closed", "已复查"
    VOID = "void", "已作废"


class TipState(Word):
    """What became of a tip 「投诉举报」 (T6-11, T6-12)."""

    RECEIVED = "received", "已收到"
    RESPONDED = "responded", "处理中"
    FOUNDED = "founded", "属实"
    UNFOUNDED = "unfounded", "不属实"
    REFERRED = "referred", "已转办"


class Responsibility(Word):
    """For what somebody answers by name at a unit (T1-2); the five of a key unit 「五包一」 are T2-6."""

    SUPERVISION = "supervision", "监管责任人"
    MAIN = "main", "主体责任人"
    TERRITORY = "territory", "属地责任人"
    KEY_1 = "key_1", "包保责任人一"
    KEY_2 = "key_2", "包保责任人二"
    KEY_3 = "key_3", "包保责任人三"
    KEY_4 = "key_4", "包保责任人四"
    KEY_5 = "key_5", "包保责任人五"


class EvidenceKind(Word):
    """What proves that something is so, or was done 「佐证」."""

    IMAGE = "image", "照片"
    FILE = "file", "文件"
    VOICE = "voice", "语音"
    VIDEO = "video", "视频"
    LOCATION = "location", "定位"
    POINT = "point", "巡查点"


class EvidenceState(Word):
    """Whether a piece of evidence is in our hands."""

    WAITING = "waiting", "待取"
    STORED = "stored", "已存"
    FAILED = "failed", "没有取到"
    REFUSED = "refused", "不收"
    """Fetched, and not what it pretends to be, or too large."""


class Phase(Word):
    """When in the life of what it proves a piece of evidence was made."""

    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"
    PROOF = "proof", "佐证"


class RungState(Word):
    """A rung of the escalation ladder 「逐级催办」: a row with a due time."""

    WAITING = "waiting", "待催办"
    SAID = "said", "已催办"
    STOPPED = "stopped", "已停止"


class DutyState(Word):
    """A duty occurrence: one unit, one duty, one period.

    NEVER 「从未」 and ZERO 「零报告」 are not states of a row but of a unit's history and of a record's content.
    """

    WAITING = "waiting", "待办"
    DONE = "done", "已办"
    MISSED = "missed", "未办"
    LATE = "late", "逾期补报"
    EXCUSED = "excused", "免办"


OWN_STEP = "~"
"""Stands in a reminder step before the id of the unit that it is for alone, whose times are other than the rest's."""


class StepState(Word):
    """A reminder step 「提醒」 of one duty and one group."""

    WAITING = "waiting", "待提醒"
    SAID = "said", "已提醒"
    MERGED = "merged", "已合并补发"
    EXPIRED = "expired", "已过时"
    CANCELLED = "cancelled", "已取消"


class PushKind(Word):
    """What the clock says of its own accord 「推送」."""

    REMIND = "remind", "任务提醒"
    MISSING = "missing", "未办名单"
    EVENING = "evening", "晚间名单"
    MORNING = "morning", "晨报"
    DIGEST = "digest", "股室周报"
    DUTY_RUNG = "duty_rung", "任务催办"
    HAZARD_RUNG = "hazard_rung", "隐患催办"


class PushState(Word):
    """What became of a push that was planned; whether it was delivered, its letter says."""

    SENT = "sent", "已发出"
    HELD = "held", "已缓发"
    MERGED = "merged", "已并入"
    DROPPED = "dropped", "不用再发"


class InboxState(Word):
    """A received message on its way to an answer."""

    WAITING = "waiting", "待处理"
    DONE = "done", "已处理"
    IGNORED = "ignored", "不处理"
    DEAD = "dead", "处理失败"


class OutboxState(Word):
    """A message on its way out."""

    QUEUED = "queued", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发"
    DEAD = "dead", "失败"
    UNKNOWN = "unknown", "结果不明"
    CANCELLED = "cancelled", "作废"


class Urgency(Word):
    """What becomes of a message whose outcome is unknown, and whether it minds quiet hours.

    PROMPT 「日常提示」 is not repeated when its outcome is unknown; URGENT 「紧急」 is.
    """

    PROMPT = "prompt", "日常提示"
    ANSWER = "answer", "答复"
    URGENT = "urgent", "紧急"


class NextStep(Word):
    """Why nobody has to worry that an open hazard is forgotten: its next rung, or the reason why it needs none."""

    NOT_DUE = "not_due", "未到期限"
    PLANNED = "planned", "催办已排定"
    PAUSED = "paused", "已答复，暂停催办"
    AT_HAND = "at_hand", "即将催办"
    """Due, and the wake-up that plans and says it comes within the hour."""


class BooksFault(Word):
    """What can be wrong with the books of hazards 「账目」."""

    HISTORY = "history", "登记的状态与经过不符"
    BALANCE = "balance", "期初、新增、销号与在册对不上"
    OWNER = "owner", "没有责任人，也没有列入悬空"
    STEP = "step", "超期了，却没有下一步催办"
    FROZEN = "frozen", "和冻结的对账不符"


class RegisterKind(Word):
    """What a register 「登记册」 of an institution holds: each entry has a subject, some days and some facts."""

    OFFICER = "officer", "安全员"
    CERTIFICATE = "certificate", "证书"
    BUILDING = "building", "建筑"
    ASSESSMENT = "assessment", "检测评估"
    SMART_SYSTEM = "smart_system", "智能设备"
    RESIDENTS = "residents", "院民人数"
    PLAN = "plan", "应急预案"
    BENCHMARK = "benchmark", "标杆机构"


class Arrangement(Word):
    """How an institution has come by its safety officer 「配置方式」 (T2-4)."""

    INTERNAL = "internal", "内部培养"
    PURCHASED = "purchased", "购买服务"
    COORDINATED = "coordinated", "协调外聘"


class CertificateKind(Word):
    """What somebody is certified as; the safety officer as the first (T2-2)."""

    FIRE_OPERATOR = "fire_operator", "消防设施操作员"
    SAFETY_MANAGER = "safety_manager", "安全管理人员"
    ELECTRICIAN = "electrician", "电工"
    WELDER = "welder", "焊工"


class AssessmentKind(Word):
    """What a technical service 「技术服务机构」 tests or assesses (T6-2, T13-2, T13-5)."""

    FIRE_FACILITY = "fire_facility", "消防设施检测"
    BUILDING_FIRE = "building_fire", "建筑消防安全评估"
    GAS = "gas", "燃气检测"
    ELECTRIC = "electric", "电气检测"
    HOUSE = "house", "房屋鉴定"


class SmartKind(Word):
    """A system that watches by itself 「技防」 (T14-2…T14-5)."""

    ELECTRIC_FIRE = "electric_fire", "电气火灾监控"
    GAS_ALARM = "gas_alarm", "燃气报警"
    ONE_KEY = "one_key", "一键报警"
    VIDEO = "video", "视频监控"


class FireAcceptance(Word):
    """How a building stands with the acceptance of its fire protection 「消防审验」 (T13-1)."""

    ACCEPTED = "accepted", "已验收"
    FILED = "filed", "已备案"
    PENDING = "pending", "未办"
    SHUT = "shut", "已关停"


class RegisterLack(Word):
    """What a register lacks, or what of it has run out."""

    NO_OFFICER = "no_officer", "没有安全员"
    NO_CERTIFICATE = "no_certificate", "安全员没有有效的消防设施操作员证"
    UNVERIFIED = "unverified", "证书没有核验"
    NO_ASSESSMENT = "no_assessment", "没有有效的检测评估"
    NOT_PASSED = "not_passed", "检测评估不合格"
    NO_SYSTEM = "no_system", "智能设备没装或坏了"
    DANGEROUS = "dangerous", "C、D级危房"
    NOT_ACCEPTED = "not_accepted", "消防审验没办"
    NOT_APPRAISED = "not_appraised", "自建房没有鉴定"
    NO_BUILDING = "no_building", "没有登记建筑"
    NO_PLAN = "no_plan", "没有登记应急预案"
    NO_RESIDENTS = "no_residents", "没有登记院民人数"
    NO_PAIRING = "no_pairing", "失能失智老人疏散结对表没有核对"


class ReportKind(Word):
    """A report that falls due at the end of a period (T4-3, T4-4, T4-6, T4-7, T4-8)."""

    TEN_DAYS = "ten_days", "旬调度"
    MONTH = "month", "月通报"
    QUARTER = "quarter", "季通报"
    HALF_YEAR = "half_year", "半年小结"
    YEAR = "year", "全年总评"


class ReportState(Word):
    """How far a report has come."""

    DRAFT = "draft", "草稿"
    ISSUED = "issued", "已签发"
    VOID = "void", "已作废"


class RankPart(Word):
    """One part of the score by which units are ranked (T4-6)."""

    PATROL = "patrol", "巡查完成率"
    ON_TIME = "on_time", "按期销号率"
    OVERDUE = "overdue", "超期天数（加权）"
    DRILLS = "drills", "演练和培训"
    SELF_REPORT = "self_report", "自查自报率"


class DecisionState(Word):
    """How far a decision of a meeting 「议定事项」 has come (T1-3, T4-2, T4-3)."""

    OPEN = "open", "待办"
    DONE = "done", "已办结"
    VOID = "void", "已撤销"


class DecisionStep(Word):
    """What happened to a decision of a meeting, in its history."""

    DECIDE = "decide", "议定"
    ASSIGN = "assign", "定责任人"
    POSTPONE = "postpone", "改期"
    CLOSE = "close", "办结"
    CANCEL = "cancel", "撤销"


class CorrectionKind(Word):
    """What of a message was understood otherwise than it was meant."""

    INTENT = "intent", "意图"
    CATEGORY = "category", "类别"
