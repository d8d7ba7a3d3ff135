"""The public page for tips in a real browser, on a small phone, with scripts turned off; and a tip in the chat."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.bot.tip_page_world import photo
from tests.e2e.conftest import DESKTOP, OpenPage
from tests.e2e.visitor import fits, last_card, say, small_buttons, small_texts

SMALL: ViewportSize = {"width": 360, "height": 740}
TOLD = "厨房燃气软管老化没人管"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Give the page on a small phone, with scripts so that it can be measured."""
    context = browser.new_context(viewport=SMALL, locale="zh-CN", is_mobile=True, has_touch=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith(address) else faults.append(asked.url))
    page.goto(f"{address}/tip")
    yield page
    context.close()
    assert [one for one in faults if "404" not in one] == []


def looks_right(page: Page) -> None:
    """Assert that everything can be read and pressed on a small phone."""
    fits(page)
    assert small_texts(page) == []
    assert small_buttons(page) == []


def test_the_page_fits_a_small_phone(page: Page, tmp_path: Path) -> None:
    looks_right(page)
    expect(page.get_by_label("什么问题（必填）")).to_be_visible()
    expect(page.locator("#website")).not_to_be_in_viewport()
    page.screenshot(path=tmp_path / "form.png", full_page=True)

    page.get_by_label("哪家单位").fill("张良镇敬老院")
    page.get_by_label("什么问题（必填）").fill(TOLD)
    page.get_by_role("button", name="提交举报").click()

    expect(page.locator(".receipt")).to_have_text(re.compile(r"^JB[0-9A-Z]{8}$"))
    looks_right(page)
    page.screenshot(path=tmp_path / "done.png", full_page=True)
    page.get_by_role("link", name="看办理结果").click()
    expect(page.get_by_text("还没有答复")).to_be_visible()
    looks_right(page)
    page.screenshot(path=tmp_path / "state.png", full_page=True)


def test_it_works_without_scripts_and_keeps_what_was_typed(browser: Browser, address: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport=SMALL, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/tip")
    bad, good = tmp_path / "bad.jpg", tmp_path / "good.jpg"
    bad.write_bytes(b"no picture")
    good.write_bytes(photo())

    page.get_by_label("什么问题（必填）").fill(TOLD)
    page.get_by_label("照片（可以不传）").set_input_files(bad)
    page.get_by_role("button", name="提交举报").click()
    expect(page.get_by_role("alert")).to_contain_text("有一张照片不能收")
    expect(page.get_by_label("什么问题（必填）")).to_have_value(TOLD)
    page.get_by_label("照片（可以不传）").set_input_files(good)
    page.get_by_role("button", name="提交举报").click()

    expect(page.locator(".receipt")).to_have_text(re.compile(r"^JB[0-9A-Z]{8}$"))
    receipt = page.locator(".receipt").inner_text()
    page.goto(f"{address}/tip")
    page.get_by_label("回执号").fill(receipt)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name=f"举报 {receipt}")).to_be_visible()
    context.close()


def test_in_the_sandbox_the_tipster_still_sees_the_receipt(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(DESKTOP)

    say(page, f"匿名举报 {TOLD}")

    expect(last_card(page)).to_contain_text("举报已收到")
    page.reload()
    expect(last_card(page)).to_contain_text("举报已收到")
    page.screenshot(path=tmp_path / "chat.png")
