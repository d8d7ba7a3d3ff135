"""The story of the sandbox as a visitor lives it, on a phone and on a desk."""

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage
from tests.e2e.visitor import (
    become,
    fits,
    last_card,
    number_in,
    open_chat,
    push_clock,
    say,
    small_buttons,
    small_texts,
)

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]

GROUP = "张良镇民政安全群"


def test_a_hazard_is_reported_reminded_of_and_climbs_to_the_bureau(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    say(page, "二楼东头安全出口堆了轮椅")
    expect(last_card(page)).to_contain_text("已登记")
    expect(last_card(page)).to_contain_text("责任人")
    number = number_in(last_card(page))

    open_chat(page, GROUP)
    push_clock(page, "明早 8 点")
    expect(page.locator("#messages")).to_contain_text("提醒：日巡查（11月23日日间）")
    expect(page.locator("#messages")).to_contain_text("今晚未办名单：1项任务没有做完日巡查（11月23日日间）")
    expect(page.locator("#messages")).to_contain_text("11月23日 周一 19:34")

    push_clock(page, "7 天后")
    become(page, "张良 所长", "所长")
    expect(page.locator("#messages")).to_contain_text(f"{number}号隐患")
    page.locator("#messages .number").filter(has_text=f"{number}号").first.click()
    history = page.locator("#hazard")
    for step in ("上报 马玉环", "第1级", "第2级", "第3级", "已超期"):
        expect(history).to_contain_text(step)
    page.keyboard.press("Escape")
    expect(history).to_be_hidden()

    page.get_by_role("tab", name="全县推送").click()
    expect(page.locator("#feed")).to_contain_text("超期催办")

    page.get_by_role("tab", name="聊天", exact=True).click()
    page.get_by_role("button", name="分管副局长", exact=True).click()
    expect(page.locator("#me")).to_contain_text("孟晓东")
    say(page, "现在什么情况")
    expect(page.locator(".message.mine").last).to_contain_text("现在什么情况")
    expect(last_card(page)).to_contain_text("全县今日情况")
    expect(last_card(page)).to_contain_text("重大未销号")


def test_a_form_is_checked_sent_and_read_back(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.get_by_role("button", name="隐患上报").click()
    sheet = page.locator("#form-sheet")
    sheet.get_by_role("button", name="发送").click()
    expect(sheet).to_contain_text("请填写“部位”")
    expect(sheet.get_by_label("部位")).to_be_focused()

    sheet.get_by_label("部位").fill("伙房")
    sheet.get_by_label("问题").fill("燃气软管老化")
    sheet.get_by_label("类别").select_option("燃气安全")
    sheet.get_by_role("button", name="发送").click()

    expect(sheet).to_be_hidden()
    expect(page.locator(".message.mine").last).to_contain_text(
        "隐患上报\n部位：伙房\n问题：燃气软管老化\n类别：燃气安全"
    )
    expect(last_card(page)).to_contain_text("已登记")
    expect(last_card(page).locator("dd").filter(has_text="燃气安全")).to_be_visible()


def test_who_must_rectify_hears_at_once_and_sees_it_unread(open_page: OpenPage) -> None:
    officer = open_page(DESKTOP, person="zhangliang_anquan")
    open_chat(officer, GROUP)
    nurse = open_page(DESKTOP)

    say(nurse, "三楼消火栓没水")

    expect(officer.locator("#chats .chat").first.locator(".badge")).to_be_visible()
    open_chat(officer, "民安")
    expect(last_card(officer)).to_contain_text("三楼")
    expect(officer.locator("#chats .chat").first.locator(".badge")).to_have_count(0)


def test_a_reload_shows_everything_again(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    say(page, "帮助")
    expect(page.locator(".message.mine").last).to_contain_text("帮助")
    expect(last_card(page)).to_contain_text("可以这样用")
    before = page.locator(".message").count()

    page.reload()

    expect(page.locator(".message")).to_have_count(before)
    expect(last_card(page)).to_contain_text("可以这样用")


def test_what_people_type_is_never_read_as_markup(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)

    say(page, "<img src=x onerror=alert(1)><b>粗</b>")

    expect(page.locator(".message.mine .text").last).to_have_text("<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator("#messages img")).to_have_count(0)


def test_a_hint_fills_the_line_and_waits_for_the_person(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    say(page, "上报 三楼走廊尽头的应急灯不亮")
    last_card(page).locator(".hints .command").last.click()

    expect(page.get_by_label("输入消息")).to_be_focused()
    expect(page.get_by_label("输入消息")).not_to_have_value("")


def test_what_is_filled_in_while_a_message_is_on_its_way_stays(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    held: list[Route] = []
    page.route(
        "**/messages", lambda route: held.append(route) if route.request.method == "POST" else route.fallback()
    )
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/messages")):
        say(page, "帮助")
    page.get_by_label("输入消息").fill("我的待办")
    held[0].continue_()

    expect(last_card(page)).to_contain_text("可以这样用")
    expect(page.get_by_label("输入消息")).to_have_value("我的待办")


def test_a_group_hears_what_its_member_says_to_the_bot(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    open_chat(page, GROUP)
    say(page, "我的待办")

    head = open_page(DESKTOP, person="zhangliang_yuanzhang")
    open_chat(head, GROUP)

    expect(head.locator(".message .text").last).to_have_text("@民安 我的待办")
    expect(head.locator(".message .sender").filter(has_text="马玉环").last).to_be_visible()


def test_somebody_unknown_is_told_how_to_be_added(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    become(page, "不在花名册", "生面孔")

    say(page, "你好")

    expect(page.locator(".message.mine")).to_have_count(1)
    expect(last_card(page)).to_contain_text("花名册")


def test_an_empty_line_and_an_unknown_number_are_answered_in_chinese(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_role("status").filter(has_text="请先输入内容")).to_be_visible()

    page.locator("#forms").get_by_role("button", name="整改完成").click()
    page.locator("#form-sheet").get_by_label("编号").fill("十二")
    page.locator("#form-sheet").get_by_role("button", name="发送").click()
    expect(page.locator("#form-sheet")).to_contain_text("“编号”请填数字")


@pytest.mark.parametrize("width", [360, 390, 430])
def test_a_phone_shows_one_pane_at_a_time_and_never_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page({"width": width, "height": 780})
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".talk")).to_be_hidden()
    fits(page)

    open_chat(page, "民安")
    expect(page.locator(".list")).to_be_hidden()
    say(page, "隐患 " + "很长的一句话没有标点" * 12)
    expect(last_card(page)).to_be_visible()
    fits(page)

    page.get_by_role("button", name="推进", exact=True).click()
    expect(page.get_by_role("button", name="下个提醒")).to_be_visible()
    fits(page)

    page.get_by_role("button", name="隐患上报").click()
    expect(page.locator("#form-sheet").get_by_role("button", name="发送")).to_be_in_viewport()
    fits(page)
    page.keyboard.press("Escape")

    page.get_by_role("button", name="返回聊天列表").click()
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".talk")).to_be_hidden()


def test_text_on_a_phone_is_large_enough_and_buttons_can_be_hit(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    assert small_texts(page) == []
    assert small_buttons(page) == []

    open_chat(page, "民安")
    say(page, "帮助")
    expect(last_card(page)).to_be_visible()
    assert small_texts(page) == []
    assert small_buttons(page) == []


def test_the_keyboard_alone_is_enough(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.locator("#me").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("按姓名、单位或岗位查找")).to_be_focused()
    page.keyboard.type("马楼 院长")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#me")).to_contain_text("马楼乡敬老院")
    expect(page.get_by_label("输入消息")).to_be_focused()


def test_a_chat_that_comes_late_does_not_take_the_keyboard_away(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    expect(page.get_by_label("输入消息")).to_be_focused()
    held: list[Route] = []
    page.route("**/sandbox/messages*", lambda route: held.append(route))
    with page.expect_request("**/sandbox/messages*"):
        page.locator("#chats .chat").filter(has=page.get_by_text(GROUP, exact=True)).first.click()
    page.locator("#me").focus()
    for route in held:
        route.continue_()
    page.unroute("**/sandbox/messages*")

    expect(page.locator("#chats .chat[aria-current=true]")).to_contain_text(GROUP)
    expect(page.locator("#me")).to_be_focused()


def test_starting_over_asks_first_and_forgets_everything(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    say(page, "帮助")
    expect(last_card(page)).to_be_visible()
    page.get_by_role("button", name="重置沙盘").click()
    page.get_by_role("button", name="不重置").click()
    expect(last_card(page)).to_be_visible()

    page.get_by_role("button", name="重置沙盘").click()
    page.locator("#ask").get_by_role("button", name="重置", exact=True).click()

    expect(page.locator("#now")).to_contain_text("2026年11月23日 周一 10:0")
    expect(page.locator(".message")).to_have_count(1)
    expect(last_card(page)).to_contain_text("您好，我是民安")
