"""The roster workbook: what is read, what is refused and in which words, and what the template offers."""

import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from handlers.papers import workbook
from handlers.papers.roster_book import RosterBook, parse
from handlers.papers.roster_sheets import REGISTER_SHEETS
from handlers.papers.roster_template import EXAMPLES, template
from handlers.papers.workbook import MAX_BYTES, MAX_ROWS, BookWrong, put_text
from storage.named_people import Named
from storage.roster import GroupRow, PersonRow, UnitRow
from storage.vocabulary import Role, UnitType

Table = Sequence[Sequence[object]]

UNIT_HEAD = ("名称", "简称", "类型", "上级", "乡镇", "住宿", "人数")
PERSON_HEAD = ("账号", "姓名", "单位", "角色", "手机", "替补账号")
GROUP_HEAD = ("名称", "单位", "webhook", "会话ID")
BUREAU = ("县民政局", "", "民政局", "", "", "", "")
OFFICE = ("张良镇民政所", "", "民政所", "县民政局", "张良镇", "", "")
HOME = ("张良镇敬老院", "张良院、老院", "敬老院", "张良镇民政所", "张良镇", "是", 46)
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


def a_book(**sheets: Table) -> bytes:
    """Return a workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def units_of(*rows: Sequence[object], head: Sequence[str] = UNIT_HEAD) -> RosterBook:
    """Return what a workbook with these units says."""
    return parse(a_book(单位=(head, *rows)))


def faults(**sheets: Table) -> tuple[str, ...]:
    """Return why a workbook is refused."""
    with pytest.raises(BookWrong) as refused:
        parse(a_book(**sheets))
    return refused.value.faults


def person_faults(**changed: object) -> tuple[str, ...]:
    """Return why a workbook is refused that has one person, right but for `changed`."""
    right: dict[str, object] = {"账号": "li", "姓名": "李秀英", "单位": "张良镇敬老院", "角色": "员工"}
    person = right | changed
    return faults(人员=(tuple(person), tuple(person.values())))


def test_every_column_is_read() -> None:
    book = parse(
        a_book(
            单位=(UNIT_HEAD, BUREAU, OFFICE, HOME),
            人员=(PERSON_HEAD, ("li", "李秀英", "张良镇敬老院", "机构负责人", "138 0000-0001", "wang")),
            群=(GROUP_HEAD, ("张良镇群", "张良镇民政所", KEY, "wr001")),
        )
    )

    assert book.roster.units[2] == UnitRow(
        "张良镇敬老院",
        UnitType.CARE_HOME,
        ("张良院", "老院"),
        "张良镇民政所",
        "张良镇",
        is_residential=True,
        headcount=46,
    )
    assert book.roster.people == (PersonRow("li", "李秀英", "张良镇敬老院", Role.HEAD, "13800000001", "wang"),)
    assert book.roster.groups == (GroupRow("张良镇群", "张良镇民政所", KEY, "wr001"),)
    assert book.remarks == ()


def test_who_answers_is_read_with_title_and_phone() -> None:
    head = ("单位", "监管责任人", "主体责任人", "属地责任人", "包保责任人一")

    row = ("张良院", "周股长", "无", "马建国 副镇长 13800000001", "李明，消防大队")
    book = parse(a_book(单位=(UNIT_HEAD, HOME), 责任=(head, row)))

    assert [(one.label, one.named) for one in book.roster.answerables] == [
        ("张良镇敬老院 监管责任人", Named("周股长")),
        ("张良镇敬老院 属地责任人", Named("马建国", "副镇长", "13800000001")),
        ("张良镇敬老院 包保责任人一", Named("李明", "消防大队")),
    ]


def test_a_cell_without_a_name_is_refused() -> None:
    assert faults(责任=(("单位", "属地责任人"), ("甲院", "13800000001"))) == (
        "责任!B2：要先写姓名，再写职务、电话，用空格隔开，现在写的是“13800000001”",
    )


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing() -> None:
    book = units_of(("敬老院", "张良镇敬老院"), head=("类型", "名称"))

    assert book.roster.units == (UnitRow("张良镇敬老院", UnitType.CARE_HOME),)
    assert (book.roster.people, book.roster.groups) == ((), ())


def test_blank_rows_and_rows_above_the_headings_are_skipped() -> None:
    book = parse(a_book(单位=(("鲁山县单位名册",), (), UNIT_HEAD, (), BUREAU, (None, "  ", None), OFFICE)))

    assert [unit.name for unit in book.roster.units] == ["县民政局", "张良镇民政所"]


def test_headings_may_carry_the_star_of_the_template_and_other_columns_are_named() -> None:
    book = units_of((*BUREAU, "甲", "乙"), head=("名称*", *UNIT_HEAD[1:], "备注", "建院时间"))

    assert book.remarks == ("单位!I1：不认识“建院时间”这一列，没有读",)


def test_spaces_and_invisible_signs_are_taken_out() -> None:
    book = units_of(
        (" 张良镇\u200b敬老院\n", "", "敬老院", "", "", "", ""), ("孙　楼 幸福院", "", "幸福院", "", "", "", "")
    )

    assert [unit.name for unit in book.roster.units] == ["张良镇敬老院", "孙楼幸福院"]
    assert book.roster.units[1].type is UnitType.DAY_CARE


def test_numbers_are_read_as_the_text_they_mean() -> None:
    book = parse(a_book(人员=(PERSON_HEAD, (10023, "李秀英", "甲院", "员工", 13800000001.0, None))))

    assert (book.roster.people[0].userid, book.roster.people[0].phone) == ("10023", "13800000001")


@pytest.mark.parametrize(
    "said",
    [
        KEY,
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
        f"https://x/cgi-bin/webhook/send?debug=1&key={KEY}",
    ],
)
def test_a_webhook_may_be_its_key_or_its_address(said: str) -> None:
    book = parse(a_book(群=(GROUP_HEAD, ("甲群", "甲院", said, ""))))

    assert book.roster.groups[0].webhook_key == KEY


def test_a_short_name_that_means_one_unit_stands_for_it() -> None:
    book = parse(a_book(单位=(UNIT_HEAD, HOME), 人员=(PERSON_HEAD, ("li", "李秀英", "张良院", "员工", "", ""))))

    assert book.roster.people[0].unit == "张良镇敬老院"


def test_a_short_name_of_two_units_is_remarked() -> None:
    book = units_of(("甲院", "老院", "敬老院", "", "", "", ""), ("乙院", "老院", "敬老院", "", "", "", ""))

    assert book.remarks == ("简称“老院”有几个单位在用（乙院、甲院），说到时会先问是哪一个",)


def test_who_is_out_of_use_says_so() -> None:
    head = (*PERSON_HEAD, "停用")
    book = parse(
        a_book(人员=(head, ("li", "李秀英", "甲院", "员工", "", "", "是"), ("wu", "吴", "甲院", "员工", "", "", "")))
    )

    assert [person.is_active for person in book.roster.people] == [False, True]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("", "", "敬老院", "", "", "", ""), "单位!A2：“名称”不能空"),
        (("甲院", "", "", "", "", "", ""), "单位!C2：“类型”不能空"),
        (("甲院", "", "敬老院", "", "", "偶尔", ""), "单位!F2：只能写“是”或“否”，现在写的是“偶尔”"),
        (("甲院", "", "敬老院", "", "", "", "很多"), "单位!G2：人数要写整数，现在写的是“很多”"),
        (("甲院", "", "敬老院", "", "", "", "-3"), "单位!G2：人数要写整数，现在写的是“-3”"),
        (("甲" * 81, "", "敬老院", "", "", "", ""), "单位!A2：太长了，最多 80 个字"),
        (("甲院", "", "敬老院", "甲院", "", "", ""), "单位!D2：上级绕成了圈：甲院 → 甲院"),
    ],
)
def test_a_wrong_unit_is_named_by_its_cell(row: Sequence[object], fault: str) -> None:
    assert faults(单位=(UNIT_HEAD, row)) == (fault,)


def test_an_unknown_type_is_told_which_there_are() -> None:
    (fault,) = faults(单位=(UNIT_HEAD, ("甲院", "", "学校", "", "", "", "")))

    assert fault.startswith("单位!C2：没有“学校”这个类型，只能写：民政局、股室、民政所、敬老院、")


def test_an_unknown_role_is_told_which_there_are() -> None:
    (fault,) = person_faults(角色="院长助理")

    assert fault == "人员!D2：没有“院长助理”这个角色，只能写：员工、安全员、机构负责人、民政所、股室、局领导、管理员"


@pytest.mark.parametrize("phone", ["1380000000", "23800000001", "没有", "138000000012"])
def test_a_bad_phone_is_named(phone: str) -> None:
    assert person_faults(手机=phone) == (f"人员!E2：不像电话号码：“{phone}”（手机 11 位，座机要带区号）",)


@pytest.mark.parametrize("account", ["li wang", "li|wang", "@all", "li,wang"])
def test_an_account_that_would_reach_others_is_refused(account: str) -> None:
    (fault,) = person_faults(账号=account)

    assert fault.startswith("人员!A2：账号里不能有空格、逗号、竖线，也不能以 @ 开头")


def test_nobody_stands_in_for_themselves() -> None:
    assert person_faults(替补账号="LI") == ("人员!E2：替补不能是本人",)


def test_a_wrong_webhook_is_not_repeated() -> None:
    (fault,) = faults(群=(GROUP_HEAD, ("甲群", "甲院", "https://x/send?kee=693a91f6-7xxx", "")))

    assert fault.startswith("群!C2：webhook 写得不对")
    assert "693a91f6" not in fault


def test_repeated_names_and_accounts_are_named_with_the_first_one() -> None:
    li = ("li", "李秀英", "甲院", "员工", "", "")
    found = faults(
        单位=(UNIT_HEAD, BUREAU, OFFICE, BUREAU),
        人员=(PERSON_HEAD, li, ("LI", "李秀英", "甲院", "员工", "", "")),
        群=(GROUP_HEAD, ("甲群", "甲院", KEY, ""), ("甲群", "甲院", "", "c1")),
    )

    assert found == (
        "单位!A4：“县民政局”和 单位!A2 重复了",
        "人员!A3：“LI”和 人员!A2 重复了",
        "群!A3：“甲群”和 群!A2 重复了",
    )


def test_units_above_each_other_are_named_once() -> None:
    ring = (("甲所", "", "民政所", "乙所", "", "", ""), ("乙所", "", "民政所", "甲所", "", "", ""))

    assert faults(单位=(UNIT_HEAD, *ring)) == ("单位!D2：上级绕成了圈：甲所 → 乙所 → 甲所",)


def test_an_institution_is_not_above_an_office() -> None:
    upside_down = (("甲院", "", "敬老院", "", "", "", ""), ("乙所", "", "民政所", "甲院", "", "", ""))

    assert faults(单位=(UNIT_HEAD, *upside_down)) == ("单位!D3：“甲院”是敬老院，不能是民政所的上级",)


def test_all_faults_are_told_at_once() -> None:
    found = faults(
        单位=(UNIT_HEAD, ("甲院", "", "学校", "", "", "也许", "")), 人员=(PERSON_HEAD, ("", "", "", "", "12", ""))
    )

    assert [fault.split("：")[0] for fault in found] == [
        "单位!C2", "单位!F2", "人员!A2", "人员!B2", "人员!C2", "人员!D2", "人员!E2",
    ]  # fmt: skip


def test_the_cell_of_a_unit_that_only_the_database_could_know_is_kept() -> None:
    book = units_of(HOME)

    assert book.place_by_claim["张良镇敬老院", "张良镇民政所"] == "单位!D2"


def test_a_formula_is_not_guessed_at() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "单位"
    page.append(UNIT_HEAD)
    page.append(("=A1", "", "敬老院"))
    content = BytesIO()
    book.save(content)

    with pytest.raises(BookWrong, match="单位!A2：这里是公式"):
        parse(content.getvalue())


def test_a_missing_heading_is_told() -> None:
    assert faults(单位=(("名称", "简称"), ("甲院", ""))) == (
        "工作表“单位”：没有找到表头，至少要有这些列：名称、类型",
    )


def test_a_workbook_without_our_sheets_is_told() -> None:
    assert faults(Sheet1=(("a",),)) == ("没有找到工作表：至少要有“单位”“人员”“群”“责任”中的一个",)


def test_too_many_rows_are_refused() -> None:
    many = [("员" + str(n), "", "其他机构", "", "", "", "") for n in range(MAX_ROWS + 1)]

    assert faults(单位=(UNIT_HEAD, *many)) == (f"工作表“单位”太长：不能超过 {MAX_ROWS} 行",)


def _zipped(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "文件打不开：不是 xlsx 工作簿，或者已经损坏"),
        ("名称,类型\n甲院,敬老院".encode(), "文件打不开：不是 xlsx 工作簿，或者已经损坏"),
        (_zipped("hello.txt", b"hello"), "文件打不开：不是 xlsx 工作簿，或者已经损坏"),
        (template()[:5000], "文件打不开：不是 xlsx 工作簿，或者已经损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "这是旧版 xls 文件：请另存为 xlsx 后再导入"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "文件有打开密码：请去掉密码后再导入",
        ),
        (b"PK" + bytes(MAX_BYTES), "文件太大：不能超过 5 MB"),
        (_zipped("xl/bomb.xml", bytes(workbook.MAX_UNPACKED_BYTES + 1)), "文件解开后太大，不像是花名册或台账"),
    ],
    ids=["empty", "csv", "other zip", "cut off", "old xls", "password", "too big", "bomb"],
)
def test_a_file_that_is_no_workbook_is_told_in_plain_words(content: bytes, fault: str) -> None:
    with pytest.raises(BookWrong) as refused:
        parse(content)

    assert refused.value.faults == (fault,)


def test_every_damage_to_a_workbook_is_told_and_never_a_crash() -> None:
    content = template()
    told = 0
    for cut in range(0, len(content), 397):
        broken = content[:cut] + bytes(16) + content[cut + 16 :]
        try:
            parse(broken)
        except BookWrong:
            told += 1

    assert told > len(content) // 397 // 2


def test_the_template_reads_back_as_its_examples() -> None:
    book = parse(template())

    assert [unit.name for unit in book.roster.units] == [row[0] for row in EXAMPLES["单位"]]
    assert [person.userid for person in book.roster.people] == [row[0] for row in EXAMPLES["人员"]]
    assert [group.name for group in book.roster.groups] == [row[0] for row in EXAMPLES["群"]]
    assert book.roster.people[3].phone == "03750000000"
    assert book.remarks == ()


def test_the_template_has_notes_drop_downs_widths_and_a_frozen_heading() -> None:
    book = load_workbook(BytesIO(template()))
    page = book["人员"]

    assert book.sheetnames == ["说明", "单位", "人员", "群", "责任", *(one.title for one in REGISTER_SHEETS)]
    assert page.freeze_panes == "A2"
    assert page["A1"].comment is not None
    assert page.column_dimensions["C"].width == 24
    offers = {str(offer.sqref): offer.formula1 for offer in page.data_validations.dataValidation}
    assert offers["D2:D1000"] == '"员工,安全员,机构负责人,民政所,股室,局领导,管理员"'
    assert offers["C2:C1000"] == "单位!$A$2:$A$5000"


def test_a_drop_down_fits_what_excel_takes() -> None:
    book = load_workbook(BytesIO(template()))
    offers = [offer for page in book.worksheets for offer in page.data_validations.dataValidation]

    assert offers
    assert all(len(offer.formula1) <= 255 and len(offer.error or "") <= 255 for offer in offers)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+86", "-1", "@cmd", "03750000000"])
def test_text_is_never_written_as_a_formula_or_a_number(text: str) -> None:
    book = Workbook()
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    put_text(page, 1, 1, text)
    content = BytesIO()
    book.save(content)

    cell = load_workbook(BytesIO(content.getvalue())).worksheets[0]["A1"]

    assert (cell.value, cell.data_type) == (text, "s")


def registers_of(**sheets: Table) -> list[tuple[str, date | None, date | None]]:
    """Return what register sheets say: what it is about, done, due."""
    return [(one.label, one.done_on, one.due_on) for one in parse(a_book(**sheets)).roster.registers]


CERTIFICATE_HEAD = ("单位", "姓名", "证书", "等级", "证号", "发证日期", "有效期至")


@pytest.mark.parametrize(
    "said",
    [
        date(2024, 5, 1),
        "2024-05-01",
        "2024.5.1",
        "2024年5月1日",
        "20240501",
        "２０２４－０５－０１",
    ],
)
def test_a_day_may_be_a_date_or_text(said: object) -> None:
    row = ("张良镇敬老院", "王铁柱", "消防设施操作员", "四级", 123, said, "长期")

    assert registers_of(证书=(CERTIFICATE_HEAD, row)) == [
        ("张良镇敬老院 证书 王铁柱 消防设施操作员", date(2024, 5, 1), None)
    ]


def test_every_register_sheet_is_read() -> None:
    book = parse(
        a_book(
            建筑=(
                ("单位", "名称", "自建房", "鉴定等级", "鉴定日期", "消防审验"),
                ("院", "主楼", "是", "B级", "2025-03-01", ""),
            ),
            检测评估=(("单位", "种类", "日期", "结果"), ("院", "燃气检测", date(2026, 6, 1), "不合格")),
            智能设备=(("单位", "种类", "已装", "正常"), ("院", "一键报警", "是", "否")),
            人数=(("单位", "总数", "自理", "失能"), ("院", 45, 20, 15)),
        )
    )

    assert [dict(one.facts) for one in book.roster.registers] == [
        {"self_built": True, "grade": "B"},
        {"assessment": "gas", "provider": "", "qualification": "", "passed": False},
        {"system": "one_key", "installed": True, "working": False},
        {"total": 45, "able": 20, "disabled": 15},
    ]


def test_what_is_wrong_in_a_register_sheet_is_named_by_its_cell() -> None:
    found = faults(
        证书=(
            CERTIFICATE_HEAD,
            ("院", "王铁柱", "健康证", "", "", "2024-13-01", "2023-01-01"),
            ("院", "王铁柱", "电工", "", "", "2024-05-01", "2023-01-01"),
            ("院", "王铁柱", "电工", "", "", "", ""),
        ),
        检测评估=(("单位", "种类", "日期", "结果"), ("院", "燃气检测", "", "好")),
        人数=(("单位", "总数", "自理", "失能"), ("院", "45", "40", "15")),
    )

    assert found == (
        "证书!C2：没有“健康证”这一种，只能写：消防设施操作员、安全管理人员、电工、焊工",
        "证书!F2：日期要写成 2024-05-01 这样，现在写的是“2024-13-01”",
        "证书!G3：“有效期至”要在“发证日期”后面",
        "证书!A4：“院 证书 王铁柱 电工”和 证书!A3 重复了",
        "检测评估!C2：“日期”不能空",
        "检测评估!D2：结果只能写“合格”或“不合格”，现在写的是“好”",
        "人数!B2：自理、半失能、失能加起来是55人，比总数45人多",
    )
