"""The official documents: what they say, and what is said where a template cannot be used."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from PIL import Image

from handlers.papers import (
    acceptance_opinion,
    extension_opinion,
    inspection_record,
    official_template,
    rectification_notice,
    supervision_notice,
)
from handlers.papers.circular import CIRCULAR, DISPATCH
from handlers.papers.inspection_record import Looked
from handlers.papers.official import EXAMPLE_SUBJECT, Official, Photo, Words
from handlers.papers.official_template import TemplateWrong, faults, file_of, fill
from storage.vocabulary import CheckResult, ExtensionState
from tests.builders import CONFIG


def paper(kind: Official, words: Words) -> Doc:
    return Document(BytesIO(fill(CONFIG, kind, words)))


def told(document: Doc) -> str:
    """Return everything that stands on the pages, header and footer too, in the order of reading."""
    section = document.sections[0]
    parts = [section.header._element, document.element.body, section.footer._element]
    return "\n".join(
        "".join(run.text or "" if run.tag == qn("w:t") else "\n" for run in line.iter(qn("w:t"), qn("w:br")))
        for part in parts
        for line in part.iter(qn("w:p"))
    )


def cells(document: Doc, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def a_photo(colour: str, size: tuple[int, int] = (1600, 1200)) -> Photo:
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, "JPEG")
    return Photo(content.getvalue())


# ---- what they say


@pytest.mark.parametrize("kind", list(Official))
def test_every_document_is_a_draft_without_a_number_of_its_own(kind: Official) -> None:
    words = told(paper(kind, official_template.EXAMPLES[kind]))

    assert words.startswith("草稿：由民安生成，经核对、编号、签字盖章后生效")
    assert "所依据的子方案为征求意见稿，尚无正式文号" in words
    assert "一式二份" in words
    assert "某县民政局" in words
    assert "{" not in words
    if kind is not Official.INSPECTION:
        assert "文号：　　　　〔　　　　〕　　　号" in words


@pytest.mark.parametrize("kind", list(Official))
def test_every_run_names_its_chinese_font(kind: Official) -> None:
    document = paper(kind, official_template.EXAMPLES[kind])

    fonts = [run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for run in document.element.body.iter(qn("w:r"))]
    assert fonts
    assert {font.get(qn("w:eastAsia")) for font in fonts if font is not None} <= {"仿宋", "黑体", "宋体"}
    assert all(font is not None for font in fonts)


def test_a_notice_lists_its_hazards_with_their_deadlines() -> None:
    major = replace(EXAMPLE_SUBJECT, number=13, grade="重大", due_on=date(2026, 12, 1))
    document = paper(Official.NOTICE, replace(rectification_notice.EXAMPLE, hazards=(EXAMPLE_SUBJECT, major)).words())

    listed = cells(document, 0)
    assert listed[0] == ["序号", "隐患编号", "部位", "问题", "等级", "整改期限", "责任人"]
    assert [row[0] for row in listed[1:]] == ["1", "2"]
    assert listed[2][1:] == [
        "13号\nYH20261123-001", "二楼东头", "安全出口堆放轮椅", "重大", "2026年12月1日", "王某",
    ]  # fmt: skip
    words = told(document)
    assert "（共2条）" in words
    assert "其中的重大隐患" in words
    assert "签发单位" in words
    assert "送达人" in words


def test_a_notice_without_major_hazards_does_not_speak_of_them() -> None:
    assert "重大" not in told(paper(Official.NOTICE, rectification_notice.EXAMPLE.words()))


@pytest.mark.parametrize(
    ("state", "boxes"),
    [
        (ExtensionState.GRANTED, ("☑ 同意", "□ 不同意")),
        (ExtensionState.REFUSED, ("□ 同意", "☑ 不同意")),
        (ExtensionState.ASKED, ("□ 同意", "□ 不同意")),
    ],
)
def test_the_decision_on_an_extension_is_ticked(state: ExtensionState, boxes: tuple[str, str]) -> None:
    words = told(paper(Official.EXTENSION, replace(extension_opinion.EXAMPLE, state=state).words()))

    assert all(box in words for box in boxes)
    assert "2026年12月5日（第1次延期）" in words
    assert "停用并贴封条" in words


@pytest.mark.parametrize(("is_accepted", "boxes"), [(True, "☑ 合格"), (False, "☑ 不合格"), (None, "□ 合格")])
def test_the_opinion_on_an_acceptance_is_ticked(is_accepted: bool | None, boxes: str) -> None:
    words = told(paper(Official.ACCEPTANCE, replace(acceptance_opinion.EXAMPLE, is_accepted=is_accepted).words()))

    assert boxes in words
    assert words.count("☑") == (is_accepted is not None)


def test_pictures_of_before_and_after_stand_side_by_side() -> None:
    facts = replace(
        acceptance_opinion.EXAMPLE,
        before=(a_photo("red"), a_photo("orange", (600, 1200))),
        after=(a_photo("green"),),
        pictures_left=2,
    )
    document = paper(Official.ACCEPTANCE, facts.words())

    rows = document.tables[1].rows
    pictures = [[len(cell._tc.xpath(".//pic:pic")) for cell in row.cells] for row in rows]
    assert pictures == [[0, 0], [1, 1], [1, 0]]
    assert "另有照片2张存于民安，发“12号照片”可看。" in told(document)
    widths = [shape.width.mm for shape in document.inline_shapes]
    assert all(30 < width <= 70.1 for width in widths)


def test_without_pictures_there_is_no_table_of_them() -> None:
    document = paper(Official.ACCEPTANCE, acceptance_opinion.EXAMPLE.words())

    assert len(document.tables) == 1
    assert "照片" not in told(document)


def test_a_picture_that_cannot_be_opened_is_named_so() -> None:
    facts = replace(acceptance_opinion.EXAMPLE, after=(Photo(b"no picture"),))

    assert "（照片打不开）" in told(paper(Official.ACCEPTANCE, facts.words()))


def test_a_supervision_that_was_lifted_says_so() -> None:
    lifted = told(paper(Official.SUPERVISION, supervision_notice.EXAMPLE.words()))
    standing = told(paper(Official.SUPERVISION, replace(supervision_notice.EXAMPLE, lifted_on=None).words()))

    assert "责令于2026年12月25日前治理完毕" in lifted
    assert "本督办已于2026年12月20日解除。已验收" in lifted
    assert "已于" not in standing


def test_the_record_of_an_inspection_tells_items_hazards_and_signatures() -> None:
    facts = replace(
        inspection_record.EXAMPLE,
        items=(Looked("安全出口畅通", CheckResult.PROBLEM, "堆了轮椅"), Looked("灭火器有效", CheckResult.FINE)),
        explained_to="李某",
        unit_sign="李某",
        unit_sign_at=datetime(2026, 11, 27, 3, 5, tzinfo=UTC),
        accepted_at_once=1,
    )
    document = paper(Official.INSPECTION, facts.words())

    words = told(document)
    assert "共检查2项：正常1项，有问题1项，不涉及0项。" in words
    assert "现场交办1条，其中立行立改1条" in words
    assert "2026年11月27日11:05" in words
    assert cells(document, 1)[1] == ["1", "安全出口畅通", "有问题", "堆了轮椅"]
    assert cells(document, 2)[1][3] == "安全出口堆放轮椅"


def test_an_inspection_that_found_nothing_says_so() -> None:
    words = told(paper(Official.INSPECTION, replace(inspection_record.EXAMPLE, hazards=(), items=()).words()))

    assert "本次检查没有发现问题。" in words
    assert "逐项检查" not in words


@pytest.mark.parametrize("typed", ["<b>&amp;</b> {{单位}} {% if", "一\x00二\x0b三\x1f", "甲\n乙", "]]>🧯"])
def test_whatever_people_typed_stands_there_as_typed(typed: str) -> None:
    facts = replace(rectification_notice.EXAMPLE, hazards=(replace(EXAMPLE_SUBJECT, problem=typed),))

    shown = cells(paper(Official.NOTICE, facts.words()), 0)[1][3]

    assert shown == "".join(" " if character < " " and character != "\n" else character for character in typed)


# ---- templates that the office has changed


def config_with(folder: Path, change: Callable[[Path], object]) -> Path:
    """Return a configuration folder whose template of the notice was changed."""
    shutil.copytree(CONFIG / official_template.FOLDER, folder / official_template.FOLDER)
    change(folder / file_of(Official.NOTICE))
    return folder


def saying(text: str) -> Callable[[Path], object]:
    """Return a change that adds a paragraph, in two runs, as Word often writes one."""

    def change(file: Path) -> None:
        document = Document(str(file))
        paragraph = document.add_paragraph()
        paragraph.add_run(text[: len(text) // 2])
        paragraph.add_run(text[len(text) // 2 :]).bold = True
        document.save(str(file))

    return change


def refusal(folder: Path) -> str:
    with pytest.raises(TemplateWrong) as wrong:
        fill(folder, Official.NOTICE, rectification_notice.EXAMPLE.words())
    return str(wrong.value)


def test_every_placeholder_of_every_template_is_known() -> None:
    assert faults(CONFIG) == []


def test_the_office_may_add_what_is_known(tmp_path: Path) -> None:
    folder = config_with(tmp_path, saying("单位：{{单位}}"))

    words = told(Document(BytesIO(fill(folder, Official.NOTICE, rectification_notice.EXAMPLE.words()))))

    assert "单位：某镇敬老院" in words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{整改单位}}", "不认识占位“整改单位”，是不是“单位”？"),
        ("{% if 永不 %}{{ 单位 }}{% endif %}", "不认识占位“永不”"),
        ("{% for 项 in 隐患 %}{{ 项.整改期限 }}{% endfor %}", "不认识占位“整改期限”，是不是“期限”？"),
        ("{{单位", "占位写得不对"),
        ("{% for 项 in 隐患 %}", "占位写得不对"),
        ("{{ ''.__class__.__mro__ }}", "不对"),
    ],
)
def test_a_placeholder_that_nobody_knows_is_named_with_the_nearest(tmp_path: Path, text: str, says: str) -> None:
    told_why = refusal(config_with(tmp_path, saying(text)))

    assert told_why.startswith("公文模板 papers/整改通知书.docx ")
    assert says.removesuffix("？") in told_why
    assert faults(tmp_path) == [told_why]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda file: file.unlink(), "没有这个文件或读不了"),
        (lambda file: file.write_bytes(b"old doc"), "打不开：不是 Word 的 docx 文件"),
        (lambda file: file.write_bytes(file.read_bytes()[:20000]), "打不开"),
        (lambda file: file.write_bytes(b""), "打不开"),
    ],
    ids=["missing", "other", "cut", "empty"],
)
def test_a_template_that_is_missing_or_damaged_is_named(
    tmp_path: Path, change: Callable[[Path], object], says: str
) -> None:
    assert says in refusal(config_with(tmp_path, change))


def test_an_example_says_every_word_that_its_document_can() -> None:
    examples: Mapping[str, Any] = official_template.EXAMPLES

    assert set(examples) == {*Official, CIRCULAR, DISPATCH}
    assert all(list(words) for words in examples.values())
