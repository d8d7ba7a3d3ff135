"""The public page for tips: without login, within limits, a receipt for an answer, nothing of who asked."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Engine, func, select

from storage import evidence
from storage.database import work
from storage.tips import Tip
from tests.bot.tip_page_world import Visitor, a_visitor, desk_with, photo
from tests.builders import a_county
from tests.chat import words
from tests.stories.tip_world import tip_of


@pytest.fixture
def visitor(engine: Engine, tmp_path: Path) -> Iterator[Visitor]:
    a_county(engine)
    with a_visitor(engine, tmp_path) as visitor:
        yield visitor


@pytest.fixture
def limited(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Visitor]:
    a_county(sqlite_engine)
    with a_visitor(sqlite_engine, tmp_path, desk_with(per_address_minute=2, per_minute=3, per_day=4)) as visitor:
        yield visitor


def count(visitor: Visitor) -> int:
    with work(visitor.engine) as session:
        return session.scalar(select(func.count()).select_from(Tip)) or 0


def receipt_in(text: str) -> str:
    found = re.search(r'class="receipt">(JB[0-9A-Z]{8})<', text)
    assert found, text
    return found.group(1)


def test_a_tip_is_filed_and_the_office_hears_of_it(visitor: Visitor) -> None:
    answer = visitor.file(contact="13987654321")

    receipt = receipt_in(answer.text)
    assert answer.status_code == 200
    assert "11月24日 18:00" in answer.text
    assert "软管" not in answer.text
    assert "13987654321" not in answer.text
    (notice,) = visitor.chat.notices("ma")
    assert notice.title == f"新举报 {receipt}"
    assert dict(notice.facts)["内容"] == "厨房燃气软管老化没人管"
    assert dict(notice.facts)["单位"] == "张良镇敬老院"
    assert visitor.woken == [None]
    assert dict(visitor.chat.say("leader", f"看举报人 {receipt}").facts) == {"联系方式": "13987654321"}
    assert "13987654321" not in tip_of(visitor.chat, receipt).sealed


def test_its_life_is_seen_by_the_receipt(visitor: Visitor) -> None:
    receipt = receipt_in(visitor.file().text)
    before = visitor.browser.get(f"/tip/{receipt}")
    visitor.chat.say("ma", f"受理 {receipt} <b>明天</b>到现场")
    after = visitor.browser.get("/tip", params={"r": f" {receipt.lower()} "})

    assert "还没有答复" in before.text
    assert "已受理，正在办理" in after.text
    assert "&lt;b&gt;明天&lt;/b&gt;到现场" in after.text
    assert "马建国" not in after.text
    assert "张良镇" not in after.text


def test_a_receipt_that_is_none_is_said_so(visitor: Visitor) -> None:
    for path in ("/tip/JB34679ACD", "/tip/whatever", "/tip/%00", "/tip?r=x"):
        answer = visitor.browser.get(path)
        assert answer.status_code == 404
        assert "没有查到这个回执号" in answer.text


def test_the_poster_names_the_unit(visitor: Visitor) -> None:
    page = visitor.browser.get("/tip", params={"u": "4"}).text

    assert 'value="张良镇敬老院"' in page
    answer = visitor.file(u="4", unit="张良镇敬老院", form=visitor.form_id("4"))
    assert tip_of(visitor.chat, receipt_in(answer.text)).unit_id == 4


def test_it_is_added_to_by_the_receipt_until_it_is_settled(visitor: Visitor) -> None:
    receipt = receipt_in(visitor.file(unit="").text)
    more = {"form": visitor.form_id(), "text": "是马楼乡敬老院，电话13987654321"}

    answers = [visitor.browser.post(f"/tip/{receipt}", data=more) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert "已收到，等受理" in answers[0].text
    (notice,) = visitor.chat.notices("niu")
    assert dict(notice.facts)["补充"] == "是马楼乡敬老院，（略）"
    assert tip_of(visitor.chat, receipt).unit_name == "马楼乡敬老院"
    assert dict(visitor.chat.say("leader", f"看举报人 {receipt}").facts) == {"联系方式": "电话13987654321"}
    visitor.chat.say("niu", f"举报不属实 {receipt} 看过了")
    late = visitor.browser.post(f"/tip/{receipt}", data=more)
    assert (late.status_code, "已经办结" in late.text) == (404, True)
    assert "提交补充" not in visitor.browser.get(f"/tip/{receipt}").text


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [("JB34679ACD", {"text": "还有"}, 404), ("x", {"text": "还有"}, 404), ("JB34679ACD", {"text": ""}, 400)],
)
def test_what_cannot_be_added_is_said(visitor: Visitor, path: str, fields: dict[str, str], status: int) -> None:
    answer = visitor.browser.post(f"/tip/{path}", data={"form": visitor.form_id(), **fields})

    assert answer.status_code == status


@pytest.mark.parametrize("unit", ["99999", "-1", "x", "1" * 30, "４", "<script>"])
def test_a_poster_of_no_unit_leaves_the_form_empty(visitor: Visitor, unit: str) -> None:
    page = visitor.browser.get("/tip", params={"u": unit})

    assert page.status_code == 200
    assert 'name="unit" value=""' in page.text
    assert "<script>" not in page.text


def test_the_same_form_sent_again_makes_one_tip(visitor: Visitor) -> None:
    form = visitor.form_id()

    receipts = {receipt_in(visitor.file(form=form, pictures=(photo(),)).text) for _ in range(2)}

    assert len(receipts) == 1
    assert count(visitor) == 1
    assert len(visitor.chat.notices("ma")) == 1


def test_photos_are_made_anew_and_go_to_the_office_alone(visitor: Visitor) -> None:
    receipt = receipt_in(visitor.file(pictures=(photo(), photo((50, 40)))).text)

    with work(visitor.engine) as session:
        pieces = [one for _, one in evidence.about(session, f"tip:{tip_of(visitor.chat, receipt).id}")]
    assert [(one.sender, one.name, one.mime) for one in pieces] == [("", "", "image/jpeg")] * 2
    with Image.open(visitor.folder / pieces[0].file) as kept:
        assert dict(kept.getexif()) == {}
    assert dict(visitor.chat.say("ma", f"举报 {receipt}").facts)["附件"] == "2件，随后发给您"
    assert [one.file for one in visitor.chat.notices("ma")[-2:]] == [one.file for one in pieces]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"text": "   "}, 400, "请写清楚是什么问题"),
        ({"text": "长" * 1001}, 400, "内容1001字，最多1000字"),
        ({"contact": "1" * 101}, 400, "联系方式写得太长"),
        ({"website": "http://spam.example"}, 400, "表单不完整"),
        ({"form": "not-a-form"}, 400, "表单不完整"),
    ],
)
def test_what_is_not_taken_is_said_and_need_not_be_typed_again(
    visitor: Visitor, fields: dict[str, Any], status: int, said: str
) -> None:
    answer = visitor.file(**fields)

    assert (answer.status_code, count(visitor)) == (status, 0)
    assert said in answer.text
    assert 'value="张良镇敬老院"' in answer.text


@pytest.mark.parametrize(
    ("pictures", "said"),
    [((b"no picture",), "不能收"), ((photo(),) * 4, "最多3张"), ((photo(),) * 9, "照片超过3张")],
)
def test_pictures_that_are_not_taken(visitor: Visitor, pictures: tuple[bytes, ...], said: str) -> None:
    answer = visitor.file(pictures=pictures)

    assert (answer.status_code, count(visitor)) == (400, 0)
    assert said in answer.text


def test_what_is_too_large_is_not_even_read(sqlite_engine: Engine, tmp_path: Path) -> None:
    a_county(sqlite_engine)
    with a_visitor(sqlite_engine, tmp_path, desk_with(upload_bytes=20_000)) as visitor:
        answer = visitor.file(pictures=(b"x" * 30_000,))

        assert answer.status_code == 413
        assert "太大" in answer.text


def test_a_form_without_length_or_of_another_kind_is_refused(limited: Visitor) -> None:
    chunks = limited.browser.post("/tip", content=iter([b"text=1"]))
    other = limited.browser.post("/tip", content=b"{}", headers={"content-type": "application/json"})

    assert (chunks.status_code, other.status_code, count(limited)) == (411, 400, 0)


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"sec-fetch-site": "same-site"}],
)
def test_forms_of_other_sites_are_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    assert visitor.file(headers=headers).status_code == 403
    assert count(visitor) == 0


def test_one_address_files_only_so_many_in_a_minute(limited: Visitor) -> None:
    codes = [limited.file().status_code for _ in range(3)]
    limited.chat.forward(timedelta(minutes=1))
    later = limited.file().status_code

    assert codes == [200, 200, 429]
    assert later == 200


def test_all_together_file_only_so_many_in_a_minute_and_a_day(limited: Visitor) -> None:
    form_ids = [limited.form_id() for _ in range(6)]
    browsers = [limited.other(f"198.51.100.{n}") for n in range(6)]
    in_minute = [limited.file(form=form_ids[n], browser=browsers[n]).status_code for n in range(4)]
    limited.chat.forward(timedelta(minutes=2))
    in_day = [limited.file(form=form_ids[n], browser=browsers[n]) for n in (4, 5)]

    assert in_minute == [200, 200, 200, 429]
    assert [one.status_code for one in in_day] == [200, 429]
    assert "今天网上举报收满了" in in_day[1].text
    assert count(limited) == 4


def test_receipts_are_not_found_by_trying(visitor: Visitor) -> None:
    codes = [visitor.browser.get("/tip/JB34679ACD").status_code for _ in range(21)]

    assert codes == [404] * 20 + [429]


def test_no_address_is_kept(visitor: Visitor) -> None:
    visitor.file()

    with work(visitor.engine) as session:
        dump = "".join(str(row) for row in session.execute(select(Tip.__table__)))  # type: ignore[attr-defined]
    assert "203.0.113.7" not in dump


def test_a_danger_shows_first_what_saves_lives_and_is_urgent(visitor: Visitor) -> None:
    answer = visitor.file("院里正在着火，快来人")

    assert answer.text.index("119") < answer.text.index(receipt_in(answer.text))
    assert "像是紧急情况" in answer.text
    assert len(visitor.chat.urgent("ma")) == 1


def test_without_a_key_no_contact_is_asked_for(sqlite_engine: Engine, tmp_path: Path) -> None:
    a_county(sqlite_engine)
    from tests.builders import a_desk

    with a_visitor(sqlite_engine, tmp_path, a_desk()) as visitor:
        assert 'name="contact"' not in visitor.browser.get("/tip").text
        receipt = receipt_in(visitor.file(contact="13987654321").text)
        assert tip_of(visitor.chat, receipt).sealed == ""


def test_a_page_that_is_shut_says_so(sqlite_engine: Engine, tmp_path: Path) -> None:
    a_county(sqlite_engine)
    with a_visitor(sqlite_engine, tmp_path, desk_with(is_open=False)) as visitor:
        assert "没有开放" in visitor.browser.get("/tip").text
        assert visitor.browser.post("/tip").status_code == 404


def test_a_unit_that_is_not_recognised_is_kept_as_it_was_written(visitor: Visitor) -> None:
    receipt = receipt_in(visitor.file(unit="河东那个院").text)

    (notice,) = visitor.chat.notices("leader")
    assert dict(notice.facts)["单位"] == "河东那个院"
    assert receipt in words(notice) or receipt in notice.title


@pytest.mark.parametrize("path", ["/tip", "/tip/JB34679ACD", "/tip/tip.css"])
def test_browsers_are_told_to_be_careful(visitor: Visitor, path: str) -> None:
    headers = visitor.browser.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_nothing_is_fetched_from_elsewhere_and_nothing_needs_a_script(visitor: Visitor) -> None:
    page = visitor.browser.get("/tip").text

    assert "<script" not in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["/tip/tip.css", "tel:119", "tel:120", "tel:110"]
