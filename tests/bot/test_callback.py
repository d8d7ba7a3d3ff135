"""What WeCom's servers send is read, and what anybody else sends is refused."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.wire import callback
from bot.wire.callback import CallbackRefused, Envelope
from storage.messages import MessageKind
from tests.wecom.crypto import encrypt, seal, signature, verification
from tests.wecom.identity import Identity

VECTORS = json.loads((Path(__file__).parent.parent / "data" / "crypto_vectors.json").read_text("utf-8"))["vectors"]
US = Identity()
AGE = timedelta(minutes=10)
OURS = Envelope(US.token, US.aes_key, US.corp_id, max_age=AGE)


def now() -> datetime:
    return datetime.now(UTC)


def envelope_of(vector: dict[str, Any]) -> tuple[Envelope, datetime]:
    sent_at = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
    return Envelope(vector["token"], vector["encoding_aes_key"], vector["receive_id"], max_age=AGE), sent_at


def query_of(vector: dict[str, Any]) -> dict[str, str]:
    return {name: vector[name] for name in ("msg_signature", "timestamp", "nonce")}


def message(**elements: str) -> str:
    usual = {"ToUserName": US.corp_id, "FromUserName": "LiSi", "CreateTime": "1700000000", "AgentID": "1000002"}
    return "<xml>" + "".join(f"<{name}>{text}</{name}>" for name, text in {**usual, **elements}.items()) + "</xml>"


def event(**elements: str) -> str:
    return message(MsgType="event", **elements)


def received(inner: str) -> Any:
    sealed = seal(inner, US)
    return OURS.open(sealed.query, sealed.body, now(), channel="app")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_every_published_vector_decrypts_to_its_plaintext(vector: dict[str, Any]) -> None:
    envelope, sent_at = envelope_of(vector)

    plain = envelope.echo({**query_of(vector), "echostr": vector["ciphertext"]}, sent_at)

    assert plain == vector["plaintext"]


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if "post_body" in one and one["kind"] == "xml_callback"], ids=lambda v: v["id"]
)
def test_every_published_post_is_read(vector: dict[str, Any]) -> None:
    envelope, sent_at = envelope_of(vector)

    incoming = envelope.open(query_of(vector), vector["post_body"].encode(), sent_at, channel="app")

    assert incoming.kind is not MessageKind.OTHER
    assert incoming.message_id in vector["plaintext"]


def test_a_text_is_one_message_of_a_private_chat() -> None:
    incoming = received(message(MsgType="text", Content="<![CDATA[上报 二楼 <b> & 消防栓]]>", MsgId="73001"))

    assert incoming.channel == "app"
    assert incoming.message_id == "73001"
    assert incoming.sender == "LiSi"
    assert incoming.conversation == "private:LiSi"
    assert incoming.text == "上报 二楼 <b> & 消防栓"
    assert incoming.sent_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


MESSAGES = [
    ("image", {"PicUrl": "https://p", "MediaId": "M"}, {"media_id": "M", "pic_url": "https://p"}),
    ("voice", {"MediaId": "M", "Format": "amr"}, {"media_id": "M", "format": "amr"}),
    ("video", {"MediaId": "M", "ThumbMediaId": "T"}, {"media_id": "M", "thumb_media_id": "T"}),
    ("file", {"MediaId": "M", "FileName": "台账.xlsx"}, {"media_id": "M", "file_name": "台账.xlsx"}),
    ("link", {"Title": "通知", "Url": "https://u"}, {"title": "通知", "url": "https://u"}),
    (
        "location",
        {"Location_X": "23.134", "Location_Y": "113.358", "Scale": "15", "Label": "县敬老院", "AppType": "wxwork"},
        {"latitude": 23.134, "longitude": 113.358, "scale": 15.0, "label": "县敬老院", "app_type": "wxwork"},
    ),
]


@pytest.mark.parametrize(("kind", "elements", "details"), MESSAGES, ids=[kind for kind, *_ in MESSAGES])
def test_every_kind_of_message_keeps_what_it_carries(
    kind: str, elements: dict[str, str], details: dict[str, Any]
) -> None:
    incoming = received(message(MsgType=kind, MsgId="1", **elements))

    assert incoming.kind is MessageKind(kind)
    assert {**incoming.details, **details} == incoming.details


EVENTS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    *((name, {"EventKey": ""}, {"event_key": ""}) for name in ("subscribe", "unsubscribe", "enter_agent")),
    ("click", {"EventKey": "MENU_STATUS"}, {"event_key": "MENU_STATUS"}),
    ("view", {"EventKey": "https://u"}, {"event_key": "https://u"}),
    ("view_miniprogram", {"EventKey": "pages/x"}, {"event_key": "pages/x"}),
    (
        "LOCATION",
        {"Latitude": "23.1", "Longitude": "113.3", "Precision": "65.0", "AppType": "wxwork"},
        {"event": "location", "latitude": 23.1, "longitude": 113.3, "precision": 65.0},
    ),
    *(
        (
            name,
            {"ScanCodeInfo": "<ScanType>qrcode</ScanType><ScanResult>7</ScanResult>"},
            {"scan_code_info": {"scan_type": "qrcode", "scan_result": "7"}},
        )
        for name in ("scancode_push", "scancode_waitmsg")
    ),
    *(
        (
            name,
            {"SendPicsInfo": "<Count>1</Count><PicList><item><PicMd5Sum>ab</PicMd5Sum></item></PicList>"},
            {"send_pics_info": {"count": "1", "pic_list": {"item": {"pic_md5_sum": "ab"}}}},
        )
        for name in ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
    ),
    (
        "location_select",
        {"SendLocationInfo": "<Location_X>23.1</Location_X><Poiname>院</Poiname>"},
        {"send_location_info": {"latitude": "23.1", "poiname": "院"}},
    ),
    ("batch_job_result", {"BatchJob": "<JobId>J</JobId>"}, {"batch_job": {"job_id": "J"}}),
    ("change_contact", {"ChangeType": "update_user", "UserID": "LiSi"}, {"change_type": "update_user"}),
    (
        "template_card_event",
        {
            "EventKey": "drill_ok",
            "TaskId": "drill-2026@1",
            "ResponseCode": "RC",
            "CardType": "multiple_interaction",
            "SelectedItems": "<SelectedItem><QuestionKey>q1</QuestionKey>"
            "<OptionIds><OptionId>o1</OptionId></OptionIds></SelectedItem>",
        },
        {"task_id": "drill-2026@1", "response_code": "RC", "selected_items": {"q1": ["o1"]}},
    ),
    ("template_card_menu_event", {"EventKey": "mute", "TaskId": "t"}, {"task_id": "t"}),
    *(
        (name, {}, {})
        for name in ("open_approval_change", "share_agent_change", "inactive_alert", "close_inactive_agent")
    ),
    ("low_active_alert", {"EffectTime": "1700000001"}, {"effect_time": "1700000001"}),
    ("an_event_of_next_year", {"Whatever": "x"}, {"whatever": "x"}),
]


@pytest.mark.parametrize(("name", "elements", "details"), EVENTS, ids=[name for name, *_ in EVENTS])
def test_every_event_keeps_what_it_carries(name: str, elements: dict[str, str], details: dict[str, Any]) -> None:
    incoming = received(event(Event=name, **elements))

    assert incoming.kind is MessageKind.EVENT
    assert {**incoming.details, "event": name.lower(), **details} == incoming.details


def test_several_chosen_options_stay_in_their_order() -> None:
    items = "".join(
        f"<SelectedItem><QuestionKey>{key}</QuestionKey><OptionIds>{options}</OptionIds></SelectedItem>"
        for key, options in (("q1", "<OptionId>b</OptionId><OptionId>a</OptionId>"), ("q2", ""))
    )

    incoming = received(event(Event="template_card_event", EventKey="k", SelectedItems=items))

    assert incoming.details["selected_items"] == {"q1": ["b", "a"], "q2": []}


def test_a_type_that_nobody_knows_is_stored_as_other() -> None:
    incoming = received(message(MsgType="hologram", MsgId="9", Depth="3"))

    assert incoming.kind is MessageKind.OTHER
    assert incoming.details["depth"] == "3"


def test_what_the_platform_says_itself_has_no_sender() -> None:
    incoming = received(event(Event="change_contact", FromUserName="sys", ChangeType="create_user", UserID="zs"))

    assert incoming.sender == ""


def test_a_repeated_event_has_the_same_id_and_another_event_another() -> None:
    click = {"Event": "template_card_event", "EventKey": "ok"}

    first, again = received(event(**click, TaskId="1")), received(event(**click, TaskId="1"))
    other_card = received(event(**click, TaskId="2"))
    other_second = received(event(**click, TaskId="1", CreateTime="1700000001"))

    assert first.message_id == again.message_id
    assert len({first.message_id, other_card.message_id, other_second.message_id}) == 3


def test_long_event_keys_with_the_same_beginning_stay_two_events() -> None:
    first, second = (received(event(Event="view", EventKey="https://u/" + "x" * 900 + end)) for end in "ab")

    assert first.message_id != second.message_id
    assert len(first.message_id) <= 200


@pytest.mark.parametrize("name", ["Location_X", "Location_Y"])
@pytest.mark.parametrize("text", ["nan", "1e999", "north", "<Deep>1</Deep>"])
def test_a_number_that_is_none_is_left_empty(name: str, text: str) -> None:
    details = received(message(MsgType="location", MsgId="1", **{name: text})).details

    assert None in details.values()


def test_url_verification_gives_back_the_plaintext() -> None:
    assert OURS.echo(verification("5927782489442352469", US), now()) == "5927782489442352469"


def test_a_wrong_signature_is_refused() -> None:
    sealed = seal(message(MsgType="text", Content="x", MsgId="1"), US)

    with pytest.raises(CallbackRefused):
        OURS.open({**sealed.query, "msg_signature": "0" * 40}, sealed.body, now(), channel="app")


def test_another_corp_is_refused() -> None:
    sealed = seal(message(MsgType="text", Content="x", MsgId="1"), US, receive_id="ww_somebody_else")

    with pytest.raises(CallbackRefused):
        OURS.open(sealed.query, sealed.body, now(), channel="app")


@pytest.mark.parametrize("shift", [timedelta(minutes=11), timedelta(minutes=-11)], ids=["late", "early"])
def test_a_stale_timestamp_is_refused(shift: timedelta) -> None:
    sealed = seal(message(MsgType="text", Content="x", MsgId="1"), US)

    with pytest.raises(CallbackRefused):
        OURS.open(sealed.query, sealed.body, now() + shift, channel="app")
    with pytest.raises(CallbackRefused):
        OURS.echo(verification("1", US), now() + shift)


DTD = '<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
GARBAGE = [
    b"",
    b"garbage",
    b"\xff\xfe\x00",
    b"<xml></xml>",
    b"<xml/>",
    b"<xml>words</xml>",
    b"<xml><Encrypt></Encrypt></xml>",
    b"<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
    b"<xml><Encrypt><b>c</b></Encrypt></xml>",
    b"<xml><Encrypt>!!!</Encrypt></xml>",
    b'{"encrypt": "x"}',
    b"<html><xml/></html>",
]


@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_is_refused(body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        OURS.open(seal("<xml/>", US).query, body, now(), channel="app")


@pytest.mark.parametrize("missing", ["msg_signature", "timestamp", "nonce"])
def test_a_query_without_its_parts_is_refused(missing: str) -> None:
    sealed = seal(message(MsgType="text", Content="x", MsgId="1"), US)
    query = {name: value for name, value in sealed.query.items() if name != missing}

    with pytest.raises(CallbackRefused):
        OURS.open(query, sealed.body, now(), channel="app")


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "garbage",
        "<xml>words</xml>",
        "<xml><FromUserName>x</FromUserName></xml>",
        event(),
        message(MsgType="text", FromUserName="x" * 65),
        message(MsgType="<a>b</a>"),
        DTD + message(MsgType="text", Content="&b;", MsgId="1"),
    ],
    ids=range(8),
)
def test_a_sealed_message_that_makes_no_sense_is_refused(inner: str) -> None:
    with pytest.raises(CallbackRefused):
        received(inner)


@pytest.mark.parametrize("start", [DTD, '<?xml version="1.0"?>' + DTD, "<!-- x -->" + DTD])
def test_an_envelope_with_a_dtd_is_refused(start: str) -> None:
    sealed = seal(message(MsgType="text", Content="x", MsgId="1"), US)

    with pytest.raises(CallbackRefused, match="plain"):
        OURS.open(sealed.query, start.encode() + sealed.body, now(), channel="app")


def test_a_person_may_write_about_a_doctype() -> None:
    assert received(message(MsgType="text", Content="<![CDATA[<!DOCTYPE a>]]>", MsgId="1")).text == "<!DOCTYPE a>"


@pytest.mark.parametrize(
    "cipher", ["AAAA", encrypt(b"x", US.aes_key, US.corp_id)[:40], "6" * 64], ids=["short", "cut", "long"]
)
def test_a_ciphertext_that_is_none_is_refused_even_when_signed(cipher: str) -> None:
    stamp = str(int(now().timestamp()))
    query = {"msg_signature": signature(US.token, stamp, "n", cipher), "timestamp": stamp, "nonce": "n"}

    with pytest.raises(CallbackRefused):
        OURS.open(query, f"<xml><Encrypt>{cipher}</Encrypt></xml>".encode(), now(), channel="app")


@pytest.mark.parametrize("items", ["x", "<SelectedItem>x</SelectedItem>", "<Other>1</Other>"])
def test_selected_items_of_another_shape_are_no_error(items: str) -> None:
    fields = event(Event="template_card_event", EventKey="k", SelectedItems=items)

    assert received(fields).details["selected_items"] == {}


def test_a_key_that_is_none_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="43"):
        Envelope("t", "short", "c", max_age=AGE)


def test_an_unreadable_time_is_left_out() -> None:
    fields = {"FromUserName": "a", "MsgType": "text", "MsgId": "1"}

    assert callback.read({**fields, "CreateTime": "soon"}, channel="app").sent_at is None
    assert callback.read({**fields, "CreateTime": "9" * 30}, channel="app").sent_at is None
