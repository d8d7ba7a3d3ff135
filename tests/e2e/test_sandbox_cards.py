"""Cards and photos as a visitor lives them: from the picture of a hazard to its acceptance at a press."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESKTOP, OpenPage
from tests.e2e.visitor import fits, last_card, number_in, open_chat, say, small_buttons, small_texts

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]

NARROW = {"width": 360, "height": 740}
NURSE, OWNER, OFFICE, OTHER_OFFICE = "malou_yeban", "malou_anquan", "malou_suozhang", "malou_ganshi"
GROUP = "马楼乡民政安全群"

Photo = Callable[[str], Path]


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    """Give a function that makes a photo of a colour and returns where it is."""

    def make(colour: str) -> Path:
        path = tmp_path / f"{colour}.jpg"
        Image.new("RGB", (640, 480), colour).save(path)
        return path

    return make


def choose(page: Page, *pictures: Path) -> None:
    page.locator("#pictures").set_input_files(list(pictures))
    expect(page.locator("#tray .chosen")).to_have_count(len(pictures))


def attach(page: Page, what: str) -> Locator:
    """Open the dialog behind 「更多」."""
    page.get_by_role("button", name="更多", exact=True).click()
    page.locator("#tools").get_by_role("button", name=what).click()
    return page.locator("#attach")


def mine(page: Page) -> Locator:
    return page.locator(".message.mine").last


def button(page: Page, text: str) -> Locator:
    return page.locator(".press").get_by_role("button", name=text, exact=True).last


def is_shown(picture: Locator) -> None:
    """Assert that the picture has really come."""
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640


def test_a_hazard_goes_from_its_photo_to_its_acceptance_by_presses(open_page: OpenPage, photo: Photo) -> None:
    nurse = open_page(NARROW, person=NURSE)
    open_chat(nurse, "民安")
    choose(nurse, photo("brown"))
    say(nurse, "二楼东头安全出口堆了轮椅")
    expect(mine(nurse)).to_contain_text("二楼东头安全出口堆了轮椅")
    is_shown(mine(nurse).locator("img"))
    expect(last_card(nurse)).to_contain_text("已登记")
    expect(last_card(nurse)).to_contain_text("照片1张")
    number = number_in(last_card(nurse))
    assert small_texts(nurse) == []
    assert small_buttons(nurse) == []
    fits(nurse)

    owner = open_page(DESKTOP, person=OWNER)
    button(owner, "整改完成").click()
    expect(owner.locator(".pressed")).to_have_text("刘建国 点了「整改完成」")
    expect(last_card(owner)).to_contain_text(f"{number}号已报整改完成")
    choose(owner, photo("green"))
    owner.locator("#send").click()
    expect(last_card(owner)).to_contain_text("整改后")
    is_shown(mine(owner).locator("img"))

    other = open_page(NARROW, person=OTHER_OFFICE)
    open_chat(other, "民安")
    expect(asking_about(other, number).get_by_role("button", name="验收通过")).to_be_visible()
    office = open_page(DESKTOP, person=OFFICE)
    asking_about(office, number).get_by_role("button", name="验收通过").click()
    expect(last_card(office)).to_contain_text("已销号")
    for page in (office, other):
        closed = asking_about(page, number)
        expect(closed).to_contain_text("已由沈桂兰验收通过")
        expect(closed.get_by_role("button", name="验收通过")).to_have_count(0)

    asking_about(other, number).locator(".number").click()
    panel = other.locator("#hazard")
    for phase, sender in (("整改前", "程会玲"), ("整改后", "刘建国")):
        section = panel.locator("section").filter(has_text=phase)
        expect(section).to_contain_text(sender)
        is_shown(section.locator("img"))
    fits(other)


def asking_about(page: Page, number: str) -> Locator:
    """Return the card that asks for the acceptance of this hazard, open or closed."""
    return page.locator(".card").filter(has_text=f"请验收：马楼乡敬老院 {number}号隐患")


def test_text_that_calls_itself_a_photo_is_refused_in_words(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(NARROW, person=NURSE)
    open_chat(page, "民安")
    wrong = tmp_path / "wrong.jpg"
    wrong.write_text("这不是照片", "utf-8")

    choose(page, wrong)
    page.locator("#send").click()

    expect(mine(page)).to_contain_text("wrong.jpg：没有收下：内容不是照片")
    # The letter that says so and the answer to the picture come in either order.
    expect(page.locator(".message.theirs .card").filter(has_text="照片没有收下").last).to_be_visible()
    fits(page)


def test_a_group_hears_words_with_a_picture_and_is_told_of_a_picture_alone(open_page: OpenPage, photo: Photo) -> None:
    page = open_page(NARROW, person=NURSE)
    open_chat(page, GROUP)
    choose(page, photo("gray"), photo("navy"))

    page.locator("#send").click()
    expect(page.get_by_role("status").filter(has_text="群里单独发的图片到不了民安")).to_be_visible()
    expect(page.locator(".message.mine")).to_have_count(0)
    say(page, "三楼消火栓没水")

    expect(mine(page)).to_contain_text("@民安 三楼消火栓没水")
    is_shown(mine(page).locator("img").last)
    expect(last_card(page)).to_contain_text("已登记")
    expect(page.locator(".press")).to_have_count(0)
    expect(last_card(page).locator(".hints")).to_contain_text("整改完成")
    head = open_page(DESKTOP, person="malou_yuanzhang")
    open_chat(head, GROUP)
    is_shown(mine_of(head, "程会玲").locator("img").first)


def mine_of(page: Page, name: str) -> Locator:
    return page.locator(".message.theirs").filter(has=page.get_by_text(name, exact=True)).last


def test_files_places_and_voices_are_sent_from_their_dialogs(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(NARROW, person="malou_huli")
    open_chat(page, "民安")
    place = attach(page, "位置")
    expect(place.get_by_label("地点")).to_have_value("马楼乡敬老院")
    place.get_by_label("纬度").fill("一百")
    place.get_by_role("button", name="发送").click()
    expect(place).to_contain_text("请填 -90 到 90 之间的数")
    place.get_by_label("纬度").fill("33.61")
    page.keyboard.press("Enter")
    expect(mine(page)).to_contain_text("纬度 33.61")

    voice = attach(page, "语音")
    voice.get_by_label("说了什么").fill("伙房灶阀没关严")
    voice.get_by_role("button", name="发送", exact=True).click()
    expect(mine(page)).to_contain_text("语音伙房灶阀没关严")
    attach(page, "语音").get_by_role("button", name="语音（没有文字）").click()
    expect(mine(page).get_by_role("link", name="语音（没有文字）")).to_be_visible()

    name = f"{'例会记录' * 12}.txt"
    notes = tmp_path / name
    notes.write_text("传达通知", "utf-8")
    page.locator("#file").set_input_files(notes)
    with page.expect_download() as download:
        mine(page).get_by_role("link", name=name).click()
    assert download.value.suggested_filename == name
    fits(page)


def test_a_message_is_quoted_and_what_was_chosen_can_be_taken_back(open_page: OpenPage, photo: Photo) -> None:
    page = open_page(DESKTOP, person="malou_huli")
    say(page, "我的待办")
    expect(mine(page)).to_contain_text("我的待办")
    mine(page).hover()
    mine(page).get_by_role("button", name="引用").click()
    expect(page.locator("#quoting")).to_contain_text("石玉环：我的待办")
    choose(page, photo("teal"), photo("olive"))
    page.get_by_role("button", name="不发 olive.jpg").click()

    say(page, "这张对吗")

    expect(mine(page).locator(".quoted")).to_have_text("我的待办")
    expect(mine(page).locator(".thumb img")).to_have_count(1)
    expect(page.locator("#quoting")).to_be_hidden()
    expect(page.locator("#tray")).to_be_hidden()


def test_what_a_card_asks_is_chosen_from_its_list(open_page: OpenPage) -> None:
    page = open_page(NARROW, person="malou_huli")
    open_chat(page, "民安")
    say(page, "西楼梯间堆了纸箱")
    expect(last_card(page)).to_contain_text("已登记")
    number = number_in(last_card(page))
    button(page, "改类别").click()
    asked = page.locator(".card").filter(has_text=f"{number}号的类别").locator(".press")
    asked.get_by_role("button").click()
    expect(page.get_by_role("status").filter(has_text="还没有选")).to_be_visible()

    asked.locator("select").select_option("易燃易爆物品")
    asked.get_by_role("button").click()

    expect(page.locator(".pressed").last).to_contain_text("石玉环 选了「易燃易爆物品」")
    expect(last_card(page)).to_contain_text(f"{number}号")
    expect(last_card(page)).to_contain_text("易燃易爆物品")
    fits(page)


def test_opening_the_chat_greets_once_and_a_button_needs_no_mouse(open_page: OpenPage) -> None:
    page = open_page(DESKTOP, person="malou_yuanzhang")
    expect(last_card(page)).to_contain_text("李建设您好，我是民安")
    page.reload()
    expect(page.locator(".card").filter(has_text="您好，我是民安")).to_have_count(1)

    button(page, "我的待办").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".pressed")).to_have_text("李建设 点了「我的待办」")
    expect(last_card(page)).to_contain_text("李建设")
