"""What the columns of a hazard ledger 「台账」 are called: our own titles and those of others (practice.md §1)."""

import re
from collections.abc import Mapping
from enum import StrEnum

from handlers.papers.roster_cells import half_width


class Title(StrEnum):
    """A column that we know, by the title that we write over it."""

    NUMBER = "序号"
    CODE = "隐患编号"
    TOWN = "乡镇(街道)"
    UNIT = "单位名称"
    TYPE = "机构类型"
    PLACE = "隐患部位"
    PROBLEM = "隐患描述"
    CATEGORY = "领域/类别"
    TAGS = "十大因素/三清/两管 标签"
    GRADE = "等级"
    SOURCE = "来源"
    REPORTER = "发现人"
    FOUND = "发现时间"
    BEFORE = "整改前照片"
    MEASURES = "整改措施"
    DUTY_UNIT = "责任单位"
    OWNER = "责任人"
    FUNDS = "整改资金(万元)"
    DUE = "整改时限"
    INTERIM = "临时防范措施/预案"
    ON_THE_SPOT = "立行立改"
    EXTENSION = "延期"
    DONE = "整改完成日期"
    AFTER = "整改后照片"
    ACCEPTOR = "验收人"
    ACCEPTED = "验收日期"
    OPINION = "验收意见"
    CLOSED = "销号日期"
    OVERDUE = "是否超期/超期天数"
    SUPERVISED = "督办级别"
    REMARK = "备注"
    STATE = "状态"
    """Not in our own ledger, where the remark begins with it."""


OTHER_NAMES: Mapping[Title, str] = {
    Title.NUMBER: "编号序号 序 NO",
    Title.CODE: "隐患编码 隐患号 编号 台账编号 问题编号",
    Title.TOWN: "乡镇 街道 所属乡镇 乡镇街道 镇办 镇街 属地",
    Title.UNIT: (
        "单位 机构名称 机构 养老机构名称 被检查单位 受检单位 被检单位 受检查单位 企业名称 隐患单位 检查对象 场所名称"
    ),
    Title.TYPE: "单位类型 机构类别 行业分类 行业领域",
    Title.PLACE: "部位 隐患位置 隐患具体地点 隐患地点 隐患地址 隐患区域 检查地点 检查工点 具体位置 位置 地点",
    Title.PROBLEM: (
        "问题描述 隐患内容 存在问题 存在的问题 存在隐患 存在的隐患 存在问题隐患 存在的问题隐患 "
        "隐患问题描述 问题隐患描述 隐患问题 问题隐患 隐患详情 隐患情况 隐患基本情况 隐患名称 发现问题 "
        "发现的问题 主要问题 检查发现问题 检查发现的问题 排查出的隐患 问题 隐患 问题内容"
    ),
    Title.CATEGORY: "类别 领域 隐患类别 隐患类型 隐患分类 问题类别 问题类型 类型 检查项目",
    Title.TAGS: "标签 十大因素",
    Title.GRADE: "级别 隐患等级 隐患级别 问题等级 风险等级",
    Title.SOURCE: "隐患来源 问题来源 检查类型 检查方式 发现方式 发现途径 排查方式",
    Title.REPORTER: "检查人 检查人员 排查人 排查人员 上报人 填报人 录入人 发现人员",
    Title.FOUND: (
        "发现日期 检查时间 检查日期 排查时间 排查日期 上报时间 上报日期 录入时间 登记时间 登记日期 "
        "填报时间 日期 时间 隐患发现时间"
    ),
    Title.BEFORE: "图片 照片 隐患照片 隐患图片 整改前图片",
    Title.MEASURES: (
        "整改要求 整改内容 整改方案 整改建议 治理措施 整治措施 整治说明 整改措施及要求 采取措施 最近整改措施"
    ),
    Title.DUTY_UNIT: "整改责任单位 整改单位 责任部门 整改责任部门 整改部门",
    Title.OWNER: "整改责任人 整改人 整改负责人 隐患责任人 负责人 整改人员",
    Title.FUNDS: "整改资金 资金 整改经费 治理经费 落实治理经费 投入资金 实际投入资金 治理资金",
    Title.DUE: (
        "整改期限 期限 限期 整改限期 完成时限 整改截止日期 整改截止时间 计划完成整改时间 计划整改时间 "
        "计划完成时间 计划完成日期 要求完成时间 整改完成时限"
    ),
    Title.INTERIM: "临时防范措施 临时措施 防范措施 安全措施 应急预案 安全措施及应急预案 管控措施",
    Title.ON_THE_SPOT: "是否立行立改 是否立查立改 立查立改",
    Title.EXTENSION: "延期情况 是否延期",
    Title.DONE: "完成日期 完成时间 整改完成时间 整改时间 整改日期 实际完成时间 实际完成日期 实际整改时间",
    Title.AFTER: "整改后图片 整改照片",
    Title.ACCEPTOR: "复查人 复查人员 核查人 核查人员 验收人员 验收责任人 复核人",
    Title.ACCEPTED: "验收时间 复查日期 复查时间 核查日期 核查时间 复核日期",
    Title.OPINION: "复查意见 验收情况 核查情况 复查情况 验收结果 复查结果 核查意见",
    Title.CLOSED: "销号时间 闭环时间 闭环日期",
    Title.OVERDUE: "是否超期 超期天数",
    Title.SUPERVISED: "督办 挂牌督办 督办情况",
    Title.REMARK: "说明 其他说明",
    Title.STATE: (
        "隐患状态 整改情况 整改状态 整改进展 整改完成情况 完成情况 销号情况 销号状态 是否整改 "
        "是否整改到位 是否整改完成 是否完成整改 是否完成 是否销号 是否闭环 最近整改结果 整改结果"
    ),
}
"""Apart by a space."""

NOT_READ = frozenset({Title.NUMBER, Title.TOWN, Title.TYPE, Title.BEFORE, Title.AFTER, Title.OVERDUE})
"""Columns that say nothing which we would not know from the others, or which a workbook does not carry."""
NEEDED = (Title.UNIT, Title.PROBLEM, Title.FOUND)
_UNIT_OF_MEASURE = re.compile(r"\([^)]*\)")


def plain(title: str) -> str:
    """Return the title without spaces, brackets and marks, so that spellings of one title are the same."""
    bare = _UNIT_OF_MEASURE.sub("", half_width(title).replace("（", "(").replace("）", ")"))
    return re.sub(r"[\s*:：、/_.。-]", "", bare).upper()


TITLE_BY_PLAIN: Mapping[str, Title] = {plain(title.value): title for title in Title} | {
    plain(name): title for title, names in OTHER_NAMES.items() for name in names.split()
}
