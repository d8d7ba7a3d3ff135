"""Callbacks are written like WeCom's pages show them and posted with WeCom's patience."""

import contextlib
import re
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.wecom.callback_xml import CHANGES, QUIET_EVENTS, Callbacks, one_of_each
from tests.wecom.callbacks import CallbackSender
from tests.wecom.crypto import decrypt
from tests.wecom.identity import Identity

IDENTITY = Identity()
WRITE = Callbacks(IDENTITY, lambda: 1700000000.9)
EVERY = one_of_each(WRITE)


class App:
    """The address of an app, with a plan: one status a request (0: silence), the last one for ever."""

    def __init__(self, *plan: int, body: bytes = b"", content_type: str = "text/plain") -> None:
        self.plan, self.body, self.content_type = list(plan), body, content_type
        self.received: list[tuple[str, str]] = []
        """(decrypted inner XML or echo, nonce) of each request."""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Do what the plan says."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        body = request.rfile.read(int(request.headers.get("Content-Length", "0"))).decode()
        found = re.search(r"<Encrypt><!\[CDATA\[(.+)\]\]>", body)
        inner, _ = decrypt(found[1] if found else query["echostr"], IDENTITY.aes_key)
        self.received.append((inner.decode(), query["nonce"]))
        status = self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]
        if status == 0:
            time.sleep(0.5)
            return
        request.send_response(status)
        request.send_header("Content-Type", self.content_type)
        request.end_headers()
        request.wfile.write(self.body)


@contextlib.contextmanager
def listening(app: App) -> Iterator[CallbackSender]:
    """Serve the app and return a sender to it, with less patience than WeCom's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            app.answer(self)

        do_POST = do_GET  # noqa: N815 - the base class calls it by this name

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/wecom/callback"
        yield CallbackSender(url, IDENTITY, answer_seconds=0.2, verify_seconds=0.2)
        server.shutdown()
        thread.join()


def test_text_and_card_click_look_like_the_page() -> None:
    assert WRITE.text("上报 敬老院二楼消防栓无水压", msgid=7300000000000000001) == (
        "<xml><ToUserName><![CDATA[ww0123456789abcdef]]></ToUserName><FromUserName><![CDATA[lisi]]></FromUserName>"
        "<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        "<Content><![CDATA[上报 敬老院二楼消防栓无水压]]></Content><MsgId>7300000000000000001</MsgId>"
        "<AgentID>1000002</AgentID></xml>"
    )
    click = WRITE.card_click(
        "drill_ok", "drill-2024-07@1", "RC", card_type="multiple_interaction", chosen={"q1": ["o1"]}
    )
    assert click.endswith(
        "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event>"
        "<EventKey><![CDATA[drill_ok]]></EventKey><TaskId><![CDATA[drill-2024-07@1]]></TaskId>"
        "<CardType><![CDATA[multiple_interaction]]></CardType><ResponseCode><![CDATA[RC]]></ResponseCode>"
        "<AgentID>1000002</AgentID><SelectedItems><SelectedItem><QuestionKey><![CDATA[q1]]></QuestionKey>"
        "<OptionIds><OptionId><![CDATA[o1]]></OptionId></OptionIds></SelectedItem></SelectedItems></xml>"
    )


def test_there_is_one_of_every_kind() -> None:
    messages = {"text", "image", "voice", "video", "location", "link", "file"}
    events = {name for name in EVERY if name not in messages}

    assert {ET.fromstring(EVERY[name]).findtext("MsgType") for name in events} == {"event"}
    assert set(QUIET_EVENTS) <= events
    assert {f"change_contact/{change}" for change in CHANGES} <= events
    assert (len(messages), len(events)) == (7, 31)


@pytest.mark.parametrize("name", EVERY)
def test_every_kind_is_well_formed_and_has_an_id_only_if_it_is_a_message(name: str) -> None:
    parsed = ET.fromstring(EVERY[name])
    is_event = parsed.findtext("MsgType") == "event"

    assert parsed.findtext("ToUserName") == IDENTITY.corp_id
    assert parsed.findtext("CreateTime") == "1700000000"
    assert (parsed.find("MsgId") is None) is is_event
    from_system = name.startswith("change_contact") or name == "batch_job_result"
    assert parsed.findtext("FromUserName") == ("sys" if from_system else "lisi")
    assert (parsed.find("AgentID") is None) is from_system


def test_lists_repeat_their_element_and_cdata_cannot_be_broken_out_of() -> None:
    click = ET.fromstring(WRITE.card_click("k", "t", "RC", chosen={"q1": ["a", "b"], "q2": ["c"]}))
    text = ET.fromstring(WRITE.text("a]]><MsgId>1</MsgId>"))

    assert [option.text for option in click.iter("OptionId")] == ["a", "b", "c"]
    assert text.findtext("Content") == "a]]><MsgId>1</MsgId>"


def test_messages_get_ids_of_their_own_and_keep_those_they_are_given() -> None:
    ids = [ET.fromstring(WRITE.text("x")).findtext("MsgId") for _ in range(2)]

    assert ids[0] != ids[1]
    assert ET.fromstring(WRITE.text("x", msgid=5)).findtext("MsgId") == "5"


@pytest.mark.parametrize(
    ("plan", "statuses"),
    [
        ([200], [200]),
        ([500, 200], [500, 200]),
        ([204, 302, 200], [204, 302, 200]),
        ([0, 200], [0, 200]),
        ([503], [503] * 4),
    ],
)
def test_a_callback_is_repeated_up_to_three_times_until_it_gets_200(plan: list[int], statuses: list[int]) -> None:
    app = App(*plan)
    with listening(app) as sender:
        delivery = sender.deliver(EVERY["text"])

    assert [answer.status for answer in delivery.answers] == statuses
    assert delivery.is_accepted is (statuses[-1] == 200)
    assert {inner for inner, _ in app.received} == {EVERY["text"]}
    assert len({nonce for _, nonce in app.received}) == len(statuses)


def test_an_accepted_callback_can_come_again() -> None:
    app = App(200)
    with listening(app) as sender:
        delivery = sender.deliver_again(EVERY["click"], times=3)

    assert len(delivery.answers) == 3
    assert [inner for inner, _ in app.received] == [EVERY["click"]] * 3


def test_nobody_listening_is_a_failed_delivery() -> None:
    with listening(App(200)) as sender:
        pass

    assert [answer.status for answer in sender.deliver(EVERY["text"]).answers] == [0] * 4


@pytest.mark.parametrize(
    ("body", "content_type", "status", "complaints"),
    [
        (b"777", "text/plain; charset=utf-8", 200, 0),
        (b'"777"', "text/plain", 200, 1),
        (b"777\n", "text/plain", 200, 1),
        (b"\xef\xbb\xbf777", "text/plain", 200, 1),
        (b'"777"', "application/json", 200, 2),
        (b"777", "text/plain", 403, 1),
        (b"777", "text/plain", 0, 3),
    ],
)
def test_the_url_check_wants_the_bare_echo(body: bytes, content_type: str, status: int, complaints: int) -> None:
    app = App(status, body=body, content_type=content_type)
    with listening(app) as sender:
        found = sender.verify("777")

    assert len(found) == complaints
    assert [inner for inner, _ in app.received] == ["777"]
