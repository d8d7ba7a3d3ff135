"""The empty roster workbook with examples, notes and drop-downs."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers.roster_sheets import (
    ANSWERABLE,
    ASSESSMENTS,
    BUILDINGS,
    CERTIFICATES,
    GROUPS,
    PEOPLE,
    RESIDENTS,
    SHEETS,
    SYSTEMS,
    UNITS,
    Column,
    Sheet,
)
from handlers.papers.workbook import MAX_ROWS, put_text

EXAMPLES: dict[str, Sequence[Sequence[str]]] = {
    UNITS.title: (
        ("示例县民政局", "县局、民政局", "民政局", "", "", "否", "30", "", "", ""),
        ("养老服务股", "养老股", "股室", "示例县民政局", "", "否", "", "", "", ""),
        ("清河镇民政所", "清河所", "民政所", "示例县民政局", "清河镇", "否", "", "养老服务股", "", ""),
        ("清河镇敬老院", "清河院、清河敬老院", "敬老院", "清河镇民政所", "清河镇", "是", "46", "", "是", ""),
        ("清河镇日间照料中心", "清河日照", "日间照料中心", "清河镇民政所", "清河镇", "否", "12", "", "", ""),
    ),
    PEOPLE.title: (
        ("example_ju", "赵局长", "示例县民政局", "局领导", "", "", ""),
        ("example_guanli", "钱管理", "示例县民政局", "管理员", "", "", ""),
        ("example_gu", "孙股长", "养老服务股", "股室", "", "", ""),
        ("example_suo", "李所长", "清河镇民政所", "民政所", "03750000000", "", ""),
        ("example_yuan", "周院长", "清河镇敬老院", "机构负责人", "13800000000", "example_anquan", ""),
        ("example_anquan", "吴安全", "清河镇敬老院", "安全员", "", "", ""),
        ("example_rizhao", "郑主任", "清河镇日间照料中心", "机构负责人", "", "", ""),
    ),
    GROUPS.title: (
        ("清河镇民政安全群", "清河镇民政所", "00000000-0000-0000-0000-000000000000", "", ""),
        ("县局安全工作群", "示例县民政局", "", "example_chat", ""),
    ),
    ANSWERABLE.title: (
        (
            "清河镇敬老院",
            "孙股长",
            "周院长",
            "吴镇长 副镇长 13800000001",
            "赵局长",
            "李所长",
            "周院长",
            "陈队长 消防大队 13800000002",
            "冯所长 派出所",
        ),
        ("清河镇日间照料中心", "孙股长", "郑主任", "", "", "", "", "", ""),
    ),
    CERTIFICATES.title: (
        ("清河镇敬老院", "吴安全", "消防设施操作员", "四级", "0000000001", "2024-05-01", "2027-04-30"),
    ),
    BUILDINGS.title: (
        ("清河镇敬老院", "主楼", "否", "B", "2025-03-01", "已验收"),
        ("清河镇敬老院", "厨房", "是", "", "", "未办"),
    ),
    ASSESSMENTS.title: (
        ("清河镇敬老院", "消防设施检测", "示例检测有限公司", "示例资质001", "2026-06-01", "合格", "2027-05-31"),
        ("清河镇敬老院", "建筑消防安全评估", "示例检测有限公司", "示例资质001", "2026-06-01", "合格", ""),
    ),
    SYSTEMS.title: (
        ("清河镇敬老院", "燃气报警", "是", "是", "2026-09-01"),
        ("清河镇敬老院", "电气火灾监控", "否", "", ""),
    ),
    RESIDENTS.title: (("清河镇敬老院", "38", "15", "10", "13", "4", "2026-11-01"),),
}
"""By sheet: rows that show how it is filled; they read back without a fault."""

_NOTES = (
    "怎么填",
    "1. “单位”“人员”“群”“责任”和后面的登记表里现在是示例，看懂后删掉示例行，换成本县的。",
    "2. 表头带 * 的列必须填；别的列可以空，也可以整列删掉。列的先后可以调整，表头文字不要改。",
    "3. 单位先后不限，上级写全称即可；每家机构的上级填它所在乡镇的民政所，县直机构填局。",
    "4. 账号在企业微信管理后台“通讯录”里能查到，大小写不分。",
    "5. 每个乡镇至少一个群，webhook 或会话ID 有一个就能收到提醒。webhook 相当于密码，本表不要外传。",
    "6. “责任”表一家机构一行，每格写一个人：姓名 职务 电话。空着的会列入“悬空”催问；有同名的在后面加账号。",
    "7. “证书”“建筑”“检测评估”“智能设备”“人数”是登记册，到期前会提醒；不填的整张表可以删掉，也可以在群里说。",
    "8. 填好后运行：python -m bot import 文件名.xlsx；有一处写错就整个不导入，会说明错在哪一格。",
    "9. 改了以后重新导入同一张表：只改有变化的；名单里少了的人只提示，不删除；要停用请在“停用”列填“是”。",
    "",
    "各列说明",
)
_FILLABLE = 1000
"""How many rows have drop-downs."""
_HEADER_FILL = PatternFill("solid", fgColor="DDEBF7")


def template() -> bytes:
    """Return the workbook: a sheet of notes first, then the sheets with a few examples each."""
    book = Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    _write_notes(notes)
    for sheet in SHEETS:
        _write_sheet(book.create_sheet(sheet.title), sheet)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_notes(page: Worksheet) -> None:
    page.title = "说明"
    columns = [f"{sheet.title} · {column.title}：{column.note}" for sheet in SHEETS for column in sheet.columns]
    for number, line in enumerate((*_NOTES, *columns), start=1):
        cell = put_text(page, number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.column_dimensions["A"].width = 100


def _write_sheet(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        _write_heading(page, number, column)
        _offer_choices(page, number, column)
    for height, row in enumerate(EXAMPLES[sheet.title], start=2):
        for number, text in enumerate(row, start=1):
            if text:
                put_text(page, height, number, text)
    page.freeze_panes = "A2"


def _write_heading(page: Worksheet, number: int, column: Column) -> None:
    cell = put_text(page, 1, number, f"{column.title}*" if column.is_needed else column.title)
    cell.font = Font(bold=True)
    cell.fill = _HEADER_FILL
    cell.comment = Comment(column.note, "民安", height=90, width=260)
    dimension = page.column_dimensions[get_column_letter(number)]
    dimension.width = column.width
    # What is typed later stays text too: a phone keeps its leading zero.
    dimension.number_format = "@"


def _offer_choices(page: Worksheet, number: int, column: Column) -> None:
    if column.choices:
        listed = f'"{",".join(column.choices)}"'
    elif column.choices_from:
        listed = f"{column.choices_from}!$A$2:$A${MAX_ROWS}"
    else:
        return
    # A unit may also be one that only the database knows, so only fixed lists are enforced.
    offer = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=bool(column.choices))
    offer.errorTitle, offer.error = "请从下拉里选", f"只能写：{'、'.join(column.choices)}"
    letter = get_column_letter(number)
    offer.add(f"{letter}2:{letter}{_FILLABLE}")
    page.add_data_validation(offer)
