"""The people behind the gateway: what they say, send, open and click reaches the bot, if it is connected."""

import re

from tests.wecom.bot_callbacks import Body, Handed, card_event, new_req_id
from tests.wecom.bot_commands import CARD_EVENT, ENTER_CHAT, FEEDBACK_EVENT
from tests.wecom.bot_frames import EVENT_CALLBACK, MESSAGE_CALLBACK, as_text
from tests.wecom.bot_memory import MESSAGE, Callback
from tests.wecom.bot_seen import GROUP, SINGLE, BotSeen, choices_of, keys_of
from tests.wecom.gateway_trouble import Trouble

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40
_ESCAPED_CONTROL = re.compile(r"\\u00([01][0-9a-f])")


class People(Trouble):
    """Each method returns what was handed over; with nobody connected it is lost."""

    pads_keys = False
    """Whether an aeskey comes with its "="; clients must do with both."""

    def say(
        self,
        userid: str,
        text: str,
        chatid: str | None = None,
        *,
        quote: Body | None = None,
        msgid: str = "",
        exactly: bool = False,
        raw_controls: bool = False,
    ) -> Handed:
        """Say something to the bot; in a group after @ and its name, unless `exactly` this is to be written."""
        content = text if chatid is None or exactly else self.write.named(text)
        return self.message(
            userid, "text", {"content": content}, chatid, quote=quote, msgid=msgid, raw_controls=raw_controls
        )

    def mixed(self, userid: str, parts: list[str | bytes], chatid: str | None = None, *, msgid: str = "") -> Handed:
        """Send words and pictures in one message; in a group the bot is called before all."""
        items = [self._item(part) for part in (parts if chatid is None else self._named(parts))]
        return self.message(userid, "mixed", {"msg_item": items}, chatid, msgid=msgid)

    def send_image(
        self, userid: str, content: bytes = PICTURE, filename: str = "photo.png", *, msgid: str = ""
    ) -> Handed:
        """Send a picture in the single chat; in groups a lone picture never arrives."""
        return self.message(userid, "image", self.sealed(content, filename), msgid=msgid)

    def send_voice(self, userid: str, words: str, *, msgid: str = "") -> Handed:
        """Speak in the single chat; the bot gets words."""
        return self.message(userid, "voice", {"content": words}, msgid=msgid)

    def send_file(self, userid: str, content: bytes, filename: str, *, msgid: str = "") -> Handed:
        """Send a file in the single chat."""
        return self.message(userid, "file", self.sealed(content, filename), msgid=msgid)

    def send_video(self, userid: str, content: bytes, filename: str = "video.mp4", *, msgid: str = "") -> Handed:
        """Send a video in the single chat."""
        return self.message(userid, "video", self.sealed(content, filename), msgid=msgid)

    def message(
        self,
        userid: str,
        msgtype: str,
        part: Body,
        chatid: str | None = None,
        *,
        quote: Body | None = None,
        msgid: str = "",
        raw_controls: bool = False,
    ) -> Handed:
        """Send a message of any type, also of one that does not exist."""
        body = self.write.message(userid, msgtype, part, chatid, msgid)
        if quote is not None:
            body["quote"] = quote
        with self.changed:
            self.chats.setdefault(chatid or userid, SINGLE if chatid is None else GROUP)
        return self._hand(MESSAGE_CALLBACK, body, MESSAGE, raw_controls=raw_controls)

    def event(self, eventtype: str, userid: str, part: Body | None = None, chatid: str | None = None) -> Handed:
        """Let any event happen, also one that does not exist."""
        return self._hand(EVENT_CALLBACK, self.write.event(eventtype, userid, part, chatid), eventtype)

    def enter_chat(self, userid: str) -> Handed:
        """Open the single chat for the first time today."""
        return self.event(ENTER_CHAT, userid)

    def click(self, seen: BotSeen, key: str, chosen: dict[str, list[str]] | None = None) -> Handed:
        """Click what has this key on a card, with options chosen by question_key.

        Raises ValueError where the card, as it stands there now, has no such key or option.
        """
        card, ticked = seen.card, chosen or {}
        offered = choices_of(card)
        if key not in keys_of(card) or any(set(ids) - offered.get(asked, set()) for asked, ids in ticked.items()):
            raise ValueError(f"not on the card: {key} {ticked}")
        body = self.write.event(CARD_EVENT, seen.reader, card_event(card, key, ticked))
        return self._hand(EVENT_CALLBACK, body, CARD_EVENT, card=seen)

    def give_feedback(
        self, userid: str, feedback_id: str, kind: int = 1, content: str = "", reasons: tuple[int, ...] = ()
    ) -> Handed:
        """Rate an answer: 1 right, 2 wrong, 3 taken back."""
        part = {"id": feedback_id, "type": kind, "content": content, "inaccurate_reason_list": list(reasons)}
        return self.event(FEEDBACK_EVENT, userid, part)

    def again(self, handed: Handed, *, same_req_id: bool = False) -> Handed:
        """Hand the same message (the same msgid) over once more, by default under a new req_id."""
        before = self.callbacks.get(handed.req_id)
        kind = MESSAGE if handed.cmd == MESSAGE_CALLBACK else handed.body["event"]["eventtype"]
        card, req_id = before.card if before else None, handed.req_id if same_req_id else ""
        return self._hand(handed.cmd, handed.body, kind, card=card, req_id=req_id)

    def sealed(self, content: bytes, filename: str) -> Body:
        """Return {url, aeskey} of a file that somebody sent; the url lives five minutes."""
        name, key = self.platform.bot_files.seal(content, filename, self.platform.clock())
        url = f"{self.platform.api_url}/aibot/file?sign={name}"
        return {"url": url, "aeskey": key if self.pads_keys else key.rstrip("=")}

    @staticmethod
    def quoted(text: str) -> Body:
        """Return what `quote` is for a quoted text."""
        return {"msgtype": "text", "text": {"content": text}}

    def quoted_image(self, content: bytes = PICTURE, filename: str = "photo.png") -> Body:
        """Return what `quote` is for a quoted picture."""
        return {"msgtype": "image", "image": self.sealed(content, filename)}

    def _named(self, parts: list[str | bytes]) -> list[str | bytes]:
        match parts:
            case [str(words), *others]:
                return [self.write.named(words), *others]
        return [self.write.named(""), *parts]

    def _item(self, part: str | bytes) -> Body:
        if isinstance(part, str):
            return {"msgtype": "text", "text": {"content": part}}
        return {"msgtype": "image", "image": self.sealed(part, "photo.png")}

    def _hand(
        self,
        cmd: str,
        body: Body,
        kind: str,
        *,
        card: BotSeen | None = None,
        req_id: str = "",
        raw_controls: bool = False,
    ) -> Handed:
        chatid = body.get("chatid") or body["from"]["userid"]
        chat_type = GROUP if "chatid" in body else SINGLE
        callback = Callback(req_id or new_req_id(), kind, chatid, chat_type, self.platform.clock(), card)
        text = as_text({"cmd": cmd, "headers": {"req_id": callback.req_id}, "body": body})
        if raw_controls:
            text = _ESCAPED_CONTROL.sub(lambda code: chr(int(code[1], 16)), text)
        # Known before it is on its way: the answer may come at once.
        with self.changed:
            is_new = self.callbacks.setdefault(callback.req_id, callback) is callback
        is_delivered = self.write_raw(text)
        if is_new and not is_delivered:
            del self.callbacks[callback.req_id]
        return Handed(callback.req_id, body["msgid"], chatid, is_delivered, cmd, body)
