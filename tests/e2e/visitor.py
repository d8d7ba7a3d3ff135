"""What a visitor does on the page, and how it is looked at."""

import re

from playwright.sync_api import Locator, Page, expect


def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    page.get_by_label("输入消息").fill(text)
    page.keyboard.press("Enter")


def last_card(page: Page) -> Locator:
    """Return what the bot said last."""
    return page.locator(".message.theirs .card").last


def become(page: Page, words: str, name: str) -> None:
    """Play somebody else, found by these words."""
    page.locator("#me").click()
    page.get_by_label("按姓名、单位或岗位查找").fill(words)
    page.locator("#choose-person .person").filter(has_text=name).first.click()
    expect(page.locator("#me")).to_contain_text(name)


def open_chat(page: Page, title: str) -> None:
    """Open a chat from the list."""
    page.locator("#chats .chat").filter(has=page.get_by_text(title, exact=True)).first.click()
    expect(page.locator("#talk-title")).to_have_text(title)


def push_clock(page: Page, button: str) -> None:
    """Push the clock and wait until it stands."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#walk")).to_be_visible()
    expect(page.locator("#walk")).to_be_hidden(timeout=180_000)


def number_in(card: Locator) -> str:
    """Return the number of the hazard in the card's title."""
    found = re.search(r"(\d+)号", card.locator(".card-title").inner_text())
    assert found
    return found.group(1)


def fits(page: Page) -> None:
    """Assert that nothing has to be scrolled sideways."""
    size = page.viewport_size
    assert size is not None
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"]


def small_texts(page: Page) -> list[str]:
    """Return the visible texts below 16 px."""
    found: list[str] = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter((e) => e.checkVisibility() && !e.closest('.unseen, [aria-hidden]')
                && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
                && parseFloat(getComputedStyle(e).fontSize) < 16)
            .map((e) => e.textContent.trim())"""
    )
    return found


def small_buttons(page: Page) -> list[str]:
    """Return the visible buttons lower than 44 px, besides those that are words in a sentence."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button')]
            .filter((e) => e.checkVisibility() && !e.matches('.number, .command')
                && e.getBoundingClientRect().height < 44)
            .map((e) => e.textContent.trim())"""
    )
    return found
