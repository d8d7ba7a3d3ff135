"""The inner XML of every message and event that WeCom posts, from keyword arguments.

Element names and their order follow the platform's pages 90239 and 90240. Numbers are bare, text
is CDATA. Everything has a default, so that a test names only what it is about.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.wecom.identity import Identity

Fields = Mapping[str, Any]

_msgids = itertools.count(7300000000000000001)

CHANGES: dict[str, dict[str, Any]] = {
    "create_user": {"UserID": "zhangsan", "Name": "张三", "Department": "1,2"},
    "update_user": {"UserID": "zhangsan", "NewUserID": "zhangsan001", "Name": "张三", "Department": "1"},
    "delete_user": {"UserID": "zhangsan"},
    "create_party": {"Id": 2, "Name": "敬老院", "ParentId": 1, "Order": 1},
    "update_party": {"Id": 2, "Name": "县敬老院", "ParentId": 1},
    "delete_party": {"Id": 2},
    "update_tag": {
        "TagId": 1,
        "AddUserItems": "zhangsan,lisi",
        "DelUserItems": "wangwu",
        "AddPartyItems": "1,2",
        "DelPartyItems": "3",
    },
}
"""change_contact by ChangeType, with sample values."""

QUIET_EVENTS = (
    "open_approval_change",
    "share_agent_change",
    "inactive_alert",
    "low_active_alert",
    "close_inactive_agent",
    "reopen_inactive_agent",
    "low_active",
    "active_restored",
)
"""Events that a safety bot may ignore."""


def xml(name: str, value: Any) -> str:
    """Return one element: numbers bare, text as CDATA, mappings nested, lists as repeated elements."""
    if isinstance(value, Mapping):
        return f"<{name}>{''.join(xml(inner, part) for inner, part in value.items())}</{name}>"
    if isinstance(value, list | tuple):
        return "".join(xml(name, one) for one in value)
    if isinstance(value, int | float):
        return f"<{name}>{value}</{name}>"
    return f"<{name}><![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Writes the inner XML that this tenant's members cause."""

    identity: Identity
    clock: Callable[[], float]
    """For CreateTime, in seconds since 1970."""

    def message(
        self, msgtype: str, fields: Fields, *, sender: str = "lisi", msgid: int = 0, created_at: int | None = None
    ) -> str:
        """Return a message of any type; without `msgid` it gets a new one."""
        head = self._head(sender, created_at)
        return xml("xml", {**head, "MsgType": msgtype, **fields, "MsgId": msgid or next(_msgids), **self._agent()})

    def event(
        self, event: str, fields: Fields, *, sender: str = "lisi", created_at: int | None = None, agent: bool = True
    ) -> str:
        """Return an event of any kind; events have no MsgId."""
        head = self._head(sender, created_at)
        tail = self._agent() if agent else {}
        return xml("xml", {**head, "MsgType": "event", "Event": event, **fields, **tail})

    def text(self, content: str, **common: Any) -> str:
        """Return a text message; `common` are message()'s keywords, here and below."""
        return self.message("text", {"Content": content}, **common)

    def image(self, media_id: str = "MEDIA", pic_url: str = "https://wework.example/pic", **common: Any) -> str:
        """Return a picture."""
        return self.message("image", {"PicUrl": pic_url, "MediaId": media_id}, **common)

    def voice(self, media_id: str = "MEDIA", **common: Any) -> str:
        """Return a voice message."""
        return self.message("voice", {"MediaId": media_id, "Format": "amr"}, **common)

    def video(self, media_id: str = "MEDIA", thumb: str = "THUMB", **common: Any) -> str:
        """Return a video."""
        return self.message("video", {"MediaId": media_id, "ThumbMediaId": thumb}, **common)

    def location(
        self, lat: float = 23.134, lon: float = 113.358, label: str = "县敬老院", scale: int = 15, **common: Any
    ) -> str:
        """Return a place that a member sent."""
        place = {"Location_X": lat, "Location_Y": lon, "Scale": scale, "Label": label, "AppType": "wxwork"}
        return self.message("location", place, **common)

    def link(self, title: str = "通知", url: str = "https://example.org/a", **common: Any) -> str:
        """Return a shared link."""
        fields = {"Title": title, "Description": "说明", "Url": url, "PicUrl": "https://example.org/a.png"}
        return self.message("link", fields, **common)

    def file(self, filename: str = "整改方案.docx", media_id: str = "MEDIA", **common: Any) -> str:
        """Return a file (on no official page; seen in the vendor's plugin)."""
        return self.message("file", {"MediaId": media_id, "FileName": filename}, **common)

    def simple_event(self, event: str, key: str = "", **common: Any) -> str:
        """Return subscribe, unsubscribe, enter_agent, click, view or view_miniprogram; `key` is the EventKey."""
        return self.event(event, {"EventKey": key}, **common)

    def position(self, lat: float = 23.1, lon: float = 113.3, **common: Any) -> str:
        """Return the position report LOCATION (upper case: an event, not the message)."""
        place = {"Latitude": lat, "Longitude": lon, "Precision": 65.0, "AppType": "wxwork"}
        return self.event("LOCATION", place, **common)

    def scan(self, result: str = "1", *, waits: bool = False, **common: Any) -> str:
        """Return scancode_push, or scancode_waitmsg where the member waits for an answer."""
        code = {"ScanType": "qrcode", "ScanResult": result}
        name = "scancode_waitmsg" if waits else "scancode_push"
        return self.event(name, {"EventKey": "scan", "ScanCodeInfo": code}, **common)

    def pictures(self, event: str = "pic_sysphoto", md5s: Sequence[str] = ("0" * 32,), **common: Any) -> str:
        """Return pic_sysphoto, pic_photo_or_album or pic_weixin."""
        shots = {"Count": len(md5s), "PicList": {"item": [{"PicMd5Sum": md5} for md5 in md5s]}}
        return self.event(event, {"EventKey": "pic", "SendPicsInfo": shots}, **common)

    def location_select(self, lat: float = 23.1, lon: float = 113.3, label: str = "县敬老院", **common: Any) -> str:
        """Return a place chosen through a menu."""
        place = {"Location_X": str(lat), "Location_Y": str(lon), "Scale": "15", "Label": label, "Poiname": ""}
        return self.event("location_select", {"EventKey": "place", "SendLocationInfo": place}, **common)

    def batch_job_result(self, job_id: str = "job-1", **common: Any) -> str:
        """Return the end of a batch job of the contact book."""
        job = {"JobId": job_id, "JobType": "sync_user", "ErrCode": 0, "ErrMsg": "ok"}
        return self.event("batch_job_result", {"BatchJob": job}, **{"sender": "sys", "agent": False, **common})

    def change_contact(self, change: str, fields: Fields | None = None, **common: Any) -> str:
        """Return a change of the contact book, by ChangeType (see CHANGES); it comes from "sys"."""
        details = CHANGES[change] if fields is None else fields
        common = {"sender": "sys", "agent": False, **common}
        return self.event("change_contact", {"ChangeType": change, **details}, **common)

    def card_click(
        self,
        key: str,
        task_id: str,
        response_code: str,
        *,
        card_type: str = "button_interaction",
        chosen: Mapping[str, Sequence[str]] | None = None,
        event: str = "template_card_event",
        **common: Any,
    ) -> str:
        """Return a click on a card; `chosen` is option ids by question key; or template_card_menu_event."""
        fields: dict[str, Any] = {
            "EventKey": key,
            "TaskId": task_id,
            "CardType": card_type,
            "ResponseCode": response_code,
        }
        selected = [
            {"QuestionKey": question, "OptionIds": {"OptionId": list(options)}}
            for question, options in (chosen or {}).items()
        ]
        choice = {"SelectedItems": {"SelectedItem": selected}} if selected else {}
        return self.event(event, {**fields, **self._agent(), **choice}, **common)

    def _head(self, sender: str, created_at: int | None) -> dict[str, Any]:
        created = int(self.clock()) if created_at is None else created_at
        return {"ToUserName": self.identity.corp_id, "FromUserName": sender, "CreateTime": created}

    def _agent(self) -> dict[str, Any]:
        return {"AgentID": self.identity.agent_id}


def one_of_each(write: Callbacks) -> dict[str, str]:
    """Return a callback of every kind there is, by a name of its own."""
    messages = {
        kind: getattr(write, kind)() for kind in ("image", "voice", "video", "location", "link", "file", "position")
    }
    simple = ("subscribe", "unsubscribe", "enter_agent", "click", "view", "view_miniprogram")
    photos = ("pic_sysphoto", "pic_photo_or_album", "pic_weixin")
    quiet = {"low_active_alert": {"EffectTime": 1700000000}}
    return {
        "text": write.text("上报 敬老院二楼消防栓无水压"),
        **messages,
        **{event: write.simple_event(event, "KEY" if event[0] in "cv" else "") for event in simple},
        "scancode_push": write.scan(),
        "scancode_waitmsg": write.scan(waits=True),
        **{event: write.pictures(event) for event in photos},
        "location_select": write.location_select(),
        "batch_job_result": write.batch_job_result(),
        **{f"change_contact/{change}": write.change_contact(change) for change in CHANGES},
        "template_card_event": write.card_click("drill_ok", "drill-2024-07@1", "RC", chosen={"q1": ["o1"]}),
        "template_card_menu_event": write.card_click("mute", "t-1", "RC", event="template_card_menu_event"),
        **{event: write.event(event, quiet.get(event, {})) for event in QUIET_EVENTS},
    }
