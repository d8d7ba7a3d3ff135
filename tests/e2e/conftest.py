"""The program as `python -m bot sandbox` starts it, and a real browser in front of it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
HOW_TO_GET_CHROMIUM = "没有找到 Chromium：请先安装（Debian：apt-get install chromium fonts-noto-cjk）再运行这些测试"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
SLOWEST_STEP_MS = 60_000

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_CHROMIUM)
        pytest.skip(HOW_TO_GET_CHROMIUM)
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    # Not longer: its event loop would be in the way of the tests after these.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the sandbox on a free port with a county of its own, one for all tests; give its address."""
    folder = tmp_path_factory.mktemp("sandbox")
    environment = os.environ | {"MINAN_DATA_DIR": str(folder), "MINAN_HOST": "127.0.0.1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0"]
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
        try:
            yield _address_told(program, folder / "log")
        finally:
            program.send_signal(signal.SIGINT)
            try:
                program.wait(20)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
            if program.stdout:
                program.stdout.close()


def _address_told(program: "subprocess.Popen[str]", log: Path) -> str:
    assert program.stdout is not None
    for line in program.stdout:
        if told := re.search(r"http://127\.0\.0\.1:\d+", line):
            return told.group()
    raise AssertionError(f"the sandbox did not start: {log.read_text('utf-8')}")


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Give a function that opens the page in a browser of its own, as a person, at a size."""
    contexts = []
    faults: list[str] = []

    def refuse_far_away(request: Request) -> None:
        if not request.url.startswith((address, f"blob:{address}", "data:")):
            faults.append(f"asked another place: {request.url}")

    def open_(size: dict[str, int], *, person: str = "zhangliang_yeban") -> Page:
        is_phone = size["width"] < 700
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale="zh-CN",
            timezone_id="America/New_York",
            has_touch=is_phone,
            is_mobile=is_phone,
        )
        contexts.append(context)
        context.add_init_script(
            f"sessionStorage.getItem('minan-sandbox-person') ?? "
            f"sessionStorage.setItem('minan-sandbox-person', '{person}')"
        )
        page = context.new_page()
        page.set_default_timeout(SLOWEST_STEP_MS)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", refuse_far_away)
        page.goto(address)
        expect(page.locator("#now")).to_contain_text("2026年")
        expect(page.locator("#me .change")).to_be_visible()
        return page

    expect.set_options(timeout=SLOWEST_STEP_MS)
    yield open_
    for context in contexts:
        context.close()
    assert faults == []
