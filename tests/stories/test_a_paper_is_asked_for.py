"""Official documents in the chat: asked for by number, made from what is known, sent to whoever asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image
from sqlalchemy import Engine, select
from sqlmodel import Session, col

from bot import evidence_files
from handlers.papers import official_template
from handlers.papers.official import Official
from storage import papers, people, supervisions
from storage.database import work
from storage.evidence import Evidence
from storage.hazards import Hazard
from storage.inspections import Inspection, InspectionItem
from storage.messages import Card
from storage.outbox import OutboxMessage
from storage.supervisions import Supervision
from storage.units import Unit
from storage.vocabulary import (
    CheckResult,
    EvidenceState,
    HazardSource,
    InspectionKind,
    InspectionState,
    SupervisionLevel,
)
from tests.builders import MONDAY_TEN, a_county, a_desk, kept
from tests.chat import Chat, words

REPORT = "隐患 二楼东头安全出口堆了轮椅"
NIGHT_WATCH = next(one for one in a_desk().tables.checklists.by_code["elderly"].items if one.id == "night_watch")
WISH = "延期 12 到11月30日 原因：配件没到 措施：停用并贴封条"


@pytest.fixture
def chat(sqlite_engine: Engine) -> Chat:
    """Hazard 12 of the home, reported by zhang."""
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine)
    chat.say("zhang", REPORT)
    return chat


def sent(engine: Engine) -> Sequence[OutboxMessage]:
    """Return the files that were sent, in order."""
    with work(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(col(OutboxMessage.id)))
        return [one for one in rows if one.as_card().file]


def read(engine: Engine, card: Card) -> str:
    """Return what stands in the document that a card sends."""
    with work(engine) as session:
        content = papers.content_of(session, card.file)
    assert content is not None
    body = Document(BytesIO(content)).element.body
    return "\n".join("".join(run.text or "" for run in line.iter(qn("w:t"))) for line in body.iter(qn("w:p")))


def asked(chat: Chat, userid: str, text: str, *, group: str = "") -> tuple[Card, str]:
    """Return the answer, and what stands in the one document that was sent for it."""
    before = len(sent(chat.engine))
    card = chat.say(userid, text, group=group)
    (letter,) = sent(chat.engine)[before:]
    return card, read(chat.engine, letter.as_card())


@pytest.mark.parametrize(("group", "recipient"), [("", "person:ma"), ("g1", "chat:group:g1")])
def test_a_notice_is_sent_to_where_it_was_asked_for(engine: Engine, group: str, recipient: str) -> None:
    a_county(engine)
    chat = Chat(engine)
    chat.say("zhang", REPORT)

    card, document = asked(chat, "ma", "整改通知书 12", group=group)

    assert card.title == "已生成：整改通知书-张良镇敬老院-12号.docx"
    assert "草稿" in words(card)
    (letter,) = sent(engine)
    assert (letter.recipient, letter.as_card().title) == (recipient, "整改通知书-张良镇敬老院-12号.docx")
    assert "张良镇敬老院：" in document
    assert "鲁山县民政局" in document
    assert "张良镇民政所（盖章）" in document
    assert "李秀英" in document


def test_one_notice_is_about_all_hazards_of_a_unit(chat: Chat) -> None:
    chat.say("zhang", "隐患 伙房灶阀没关严")

    card, document = asked(chat, "ma", "开整改通知书 12、13")

    assert card.title == "已生成：整改通知书-张良镇敬老院-12号等2条.docx"
    assert "（共2条）" in document


def test_hazards_of_two_units_are_not_put_into_one_notice(chat: Chat) -> None:
    chat.say("hou", "隐患 伙房灶阀没关严")

    card = chat.say("leader", "整改通知书 12、13")

    assert card.title == "这几条隐患不是同一个单位的，没有开"
    assert sent(chat.engine) == []


@pytest.mark.parametrize("text", ["整改通知书 12", "验收意见书 12", "延期审批意见 12", "挂牌督办通知书 12"])
def test_documents_are_for_those_who_may_see_the_hazard(chat: Chat, text: str) -> None:
    assert chat.say("hou", text) == chat.say("hou", "12号")
    assert sent(chat.engine) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("验收意见书 12", "12号还没有报整改完成，开不了验收意见书"),
        ("延期审批意见 12", "12号没有延期申请，开不了延期审批意见"),
        ("挂牌督办通知书 12", "12号没有挂牌督办，开不了挂牌督办通知书"),
        ("整改通知书 99", "没有查到99号隐患"),
        ("检查记录 JC20261127-001", "没有查到检查 JC20261127-001"),
    ],
)
def test_where_there_is_nothing_to_write_that_is_said(chat: Chat, text: str, title: str) -> None:
    assert chat.say("ma", text).title == title
    assert sent(chat.engine) == []


def test_nothing_is_written_about_what_was_made_void(chat: Chat) -> None:
    chat.say("zhang", "撤销 12")

    assert chat.say("ma", "整改通知书 12").title == "12号已作废，不开整改通知书"


def test_without_a_number_it_is_asked_for(chat: Chat) -> None:
    question = chat.say("ma", "整改通知书")
    assert question.title == "要哪一条隐患的整改通知书？"

    card, _ = asked(chat, "ma", "12")
    assert card.title == "已生成：整改通知书-张良镇敬老院-12号.docx"


def test_a_quoted_card_names_the_hazard(chat: Chat) -> None:
    card = chat.quoting("ma", "整改通知书", "请整改：12号隐患")

    assert card.title == "已生成：整改通知书-张良镇敬老院-12号.docx"


def test_a_repeated_message_sends_nothing_twice(chat: Chat) -> None:
    for _ in range(2):
        chat.say("ma", "整改通知书 12", message_id="same")

    assert len(sent(chat.engine)) == 1


def test_officers_are_offered_the_documents_that_there_are(chat: Chat) -> None:
    assert "要文书发：整改通知书 12" in chat.say("ma", "12号").hints
    assert not any("文书" in hint for hint in chat.say("li", "12号").hints)

    chat.say("wang", WISH)
    assert "要书面意见发：延期审批意见 12" in chat.say("ma", "同意延期 12").hints
    chat.say("wang", "整改完成 12")
    assert "要书面意见发：验收意见书 12" in chat.say("ma", "验收通过 12").hints
    assert "要文书发：整改通知书 12（还有：延期审批意见、验收意见书）" in chat.say("ma", "12号").hints


# ---- what each of them says of the hazard's life


def test_the_opinion_on_an_extension_follows_the_decision(chat: Chat) -> None:
    chat.say("wang", WISH)
    waiting, document = asked(chat, "ma", "延期审批意见 12")
    assert "□ 同意延期至2026年11月30日" in document

    chat.say("ma", "同意延期 12 每天看一次")
    _, document = asked(chat, "ma", "延期审批意见 12")

    assert waiting.title == "已生成：延期审批意见-张良镇敬老院-12号.docx"
    assert "☑ 同意延期至2026年11月30日" in document
    assert "配件没到" in document
    assert "停用并贴封条" in document
    assert "马建国（签名）" in document
    assert "王铁柱" in document


def test_a_wish_that_was_refused_is_written_down_as_refused(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("ma", "不同意延期 12 可以先换一半")

    _, document = asked(chat, "ma", "延期审批意见 12")

    assert "☑ 不同意延期" in document
    assert "说明：可以先换一半" in document


def test_the_opinion_on_an_acceptance_follows_the_hazard(chat: Chat) -> None:
    chat.say("wang", "整改完成 12 已清走轮椅")
    _, document = asked(chat, "ma", "验收意见书 12")
    assert "□ 合格" in document
    assert "已清走轮椅" in document

    chat.say("ma", "退回 12 还剩一辆")
    _, document = asked(chat, "ma", "验收意见书 12")
    assert "☑ 不合格" in document
    assert "说明：还剩一辆" in document

    chat.say("wang", "整改完成 12 都清走了")
    chat.say("ma", "验收通过 12")
    _, document = asked(chat, "ma", "验收意见书 12")
    assert "☑ 合格" in document
    assert "都清走了" in document
    assert "马建国（签名）" in document


def test_the_pictures_of_before_and_after_stand_in_the_opinion(sqlite_engine: Engine, tmp_path: Path) -> None:
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine, desk=replace(a_desk(), data_dir=tmp_path))
    chat.mixed("zhang", REPORT, 2)
    chat.mixed("wang", "整改完成 12", 5)
    store(chat.engine, tmp_path)

    _, document = asked(chat, "ma", "验收意见书 12")

    (letter,) = sent(chat.engine)
    with work(chat.engine) as session:
        content = papers.content_of(session, letter.as_card().file)
    assert content is not None
    rows = Document(BytesIO(content)).tables[1].rows
    assert [[len(cell._tc.xpath(".//pic:pic")) for cell in row.cells] for row in rows] == [
        [0, 0], [1, 1], [1, 1], [0, 1],
    ]  # fmt: skip
    assert "另有照片2张" in document


def store(engine: Engine, folder: Path) -> None:
    """Let every picture that was sent be stored, each with a content of its own."""
    with work(engine) as session:
        for number, one in enumerate(session.scalars(select(Evidence).order_by(col(Evidence.id)))):
            content = BytesIO()
            Image.new("RGB", (80, 60 + number)).save(content, "JPEG")
            one.state, one.sha256 = EvidenceState.STORED, evidence_files.keep(folder, content.getvalue())


def test_pictures_whose_files_are_gone_keep_nobody_from_the_opinion(chat: Chat) -> None:
    chat.mixed("wang", "整改完成 12", 1)
    with work(chat.engine) as session:
        for one in session.scalars(select(Evidence)):
            one.state, one.sha256 = EvidenceState.STORED, "0" * 64

    _, document = asked(chat, "ma", "验收意见书 12")

    assert "整改前后照片" not in document


def test_a_supervised_hazard_has_its_notice(chat: Chat) -> None:
    with work(chat.engine) as session:
        hazard = session.scalars(select(Hazard)).one()
        order = Supervision(
            hazard_id=hazard.id or 0,
            level=SupervisionLevel.COUNTY,
            unit="鲁山县民政局",
            due_on=date(2026, 12, 25),
            ordered_at=MONDAY_TEN,
        )
        assert supervisions.order(session, order)

    _, document = asked(chat, "ma", "挂牌督办通知书 12")

    assert "决定予以县级挂牌督办，责令于2026年12月25日前治理完毕" in document


def test_who_gave_a_tip_is_in_no_document(chat: Chat) -> None:
    chat.say("wang", WISH)
    chat.say("wang", "整改完成 12 已清走轮椅")
    with work(chat.engine) as session:
        hazard = session.scalars(select(Hazard)).one()
        hazard.source, hazard.reported_by, hazard.owner_name = HazardSource.TIP, hazard.submitted_by, ""

    documents = [asked(chat, "ma", f"{kind} 12")[1] for kind in ("整改通知书", "延期审批意见", "验收意见书")]

    assert all("王铁柱" not in document and "举报" not in document for document in documents)
    assert "（不公开）" in documents[1]


# ---- the record of a visit


def a_visit(session: Session, unit: Unit, by: int, **more: Any) -> Inspection:
    values: dict[str, Any] = {
        "code": "JC20261127-001",
        "origin": "test:visit",
        "unit_id": unit.id,
        "kind": InspectionKind.UNANNOUNCED,
        "state": InspectionState.DONE,
        "started_at": MONDAY_TEN,
        "started_by": by,
        "leader": "陈局长",
        "members": ["周股长", "刘工"],
        "expert": "刘工",
        "checklist": "elderly",
        "checklist_version": a_desk().tables.version("checklists"),
        "unit_sign_name": "李秀英",
        "unit_sign_at": MONDAY_TEN + timedelta(hours=1),
    }
    return kept(session, Inspection(**(values | more)))


@pytest.fixture
def visited(chat: Chat) -> Chat:
    """The section has been at the home and handed hazard 12 over."""
    with work(chat.engine) as session:
        home = session.scalars(select(Unit).where(col(Unit.name) == "张良镇敬老院")).one()
        by = people_id(session, "section")
        visit = a_visit(session, home, by)
        hazard = session.scalars(select(Hazard)).one()
        hazard.inspection_id = visit.id
        assert visit.id is not None
        kept(
            session,
            InspectionItem(
                inspection_id=visit.id,
                item=NIGHT_WATCH.id,
                ordinal=1,
                result=CheckResult.PROBLEM,
                note="堆了轮椅",
                at=MONDAY_TEN,
            ),
        )
    return chat


def people_id(session: Session, userid: str) -> int:
    person = people.by_userid(session, userid)
    assert person is not None
    assert person.id is not None
    return person.id


@pytest.mark.parametrize("userid", ["section", "ma", "li", "leader"])
def test_the_record_of_a_visit_is_for_both_sides(visited: Chat, userid: str) -> None:
    card, document = asked(visited, userid, "检查记录 JC20261127-001")

    assert card.title == "已生成：检查记录-张良镇敬老院-JC20261127-001.docx"
    for said in (
        "四不两直",
        "养老服务股",
        "周股长、刘工",
        NIGHT_WATCH.text,
        "堆了轮椅",
        "现场交办1条",
        "李秀英（签名）",
    ):
        assert said in document


def test_the_record_of_a_visit_elsewhere_looks_like_none(visited: Chat) -> None:
    assert visited.say("hou", "检查记录 JC20261127-001").title == "没有查到检查 JC20261127-001"
    with work(visited.engine) as session:
        session.scalars(select(Inspection)).one().state = InspectionState.VOID
    assert visited.say("ma", "检查记录 JC20261127-001").title == "没有查到检查 JC20261127-001"


def test_the_unit_sees_the_record_once_it_is_to_sign(visited: Chat) -> None:
    with work(visited.engine) as session:
        session.scalars(select(Inspection)).one().state = InspectionState.ON_SITE

    assert visited.say("li", "检查记录 JC20261127-001").title == "没有查到检查 JC20261127-001"
    assert "检查状态：检查中" in asked(visited, "ma", "检查记录 JC20261127-001")[1]


def test_who_checks_crosswise_has_the_record_of_their_visit(visited: Chat) -> None:
    with work(visited.engine) as session:
        session.scalars(select(Inspection)).one().member_ids = [people_id(session, "niu")]

    assert "四不两直" in asked(visited, "niu", "检查记录 JC20261127-001")[1]


# ---- templates that the office has spoilt


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(lambda file: file.unlink(), "没有这个文件"), (lambda file: file.write_bytes(b"no"), "打不开")],
    ids=["missing", "damaged"],
)
def test_a_spoilt_template_is_named_and_counts_once_it_is_put_right(
    sqlite_engine: Engine, tmp_path: Path, spoil: Callable[[Path], object], says: str
) -> None:
    file = tmp_path / official_template.file_of(Official.NOTICE)
    file.parent.mkdir()
    whole = (a_desk().config_dir / official_template.file_of(Official.NOTICE)).read_bytes()
    file.write_bytes(whole)
    a_county(sqlite_engine)
    chat = Chat(sqlite_engine, desk=replace(a_desk(), config_dir=tmp_path))
    chat.say("zhang", REPORT)
    spoil(file)

    refused = chat.say("ma", "整改通知书 12")

    assert refused.title == "整改通知书没有做成：模板有问题"
    assert says in words(refused)
    assert sent(sqlite_engine) == []
    file.write_bytes(whole)
    assert asked(chat, "ma", "整改通知书 12")[0].title.startswith("已生成")
