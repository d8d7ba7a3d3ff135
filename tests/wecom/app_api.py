"""The endpoints of the self-built app 自建应用: token, messages, recall, card updates, files."""

import secrets
from typing import Any
from urllib.parse import quote

from tests.wecom.cards import FOR_APP, INTERACTIVE, check_card
from tests.wecom.contents import APP, Shelf, check_content
from tests.wecom.fields import BAD_VALUE, one_of, optional, read_json, words
from tests.wecom.media import DAY, File, read_upload
from tests.wecom.platform import Platform
from tests.wecom.replies import Refused, Reply, success
from tests.wecom.request import Request

MAX_USERS = 1000
MAX_PARTIES = 100
DEFAULT_INTERVAL = 1800
MAX_INTERVAL = 4 * 3600


def gettoken(platform: Platform, request: Request) -> Reply:
    """Answer the app's living token."""
    if request.query.get("corpid") != platform.identity.corp_id:
        raise Refused(40013)
    if request.query.get("corpsecret") != platform.identity.secret:
        raise Refused(40001)
    token, seconds = platform.tokens.fetch(platform.clock())
    return success(access_token=token, expires_in=seconds)


def send_message(platform: Platform, request: Request) -> Reply:
    """Show a message to its receivers, once; say which of them do not exist."""
    payload = read_json(request.body)
    _check_agent(platform, payload)
    for flag in ("safe", "enable_id_trans", "enable_duplicate_check"):
        one_of(payload, flag, (0, 1))
    interval = _duplicate_interval(payload)
    said = platform.accepted_bodies.get(request.body)
    if said is not None and platform.clock() - said[0] < interval:
        platform.dropped_duplicates += 1
        return said[1]
    _check_message(platform, payload)
    reply = _deliver(platform, payload)
    if interval:
        platform.accepted_bodies[request.body] = (platform.clock(), reply)
    return reply


def recall(platform: Platform, request: Request) -> Reply:
    """Take a message back within a day."""
    msgid = words(read_json(request.body), "msgid", 40063)
    if msgid not in platform.sent:
        raise Refused(BAD_VALUE)
    sent_at, shown = platform.sent[msgid]
    if platform.clock() - sent_at >= DAY:
        raise Refused(42052)
    for seen in shown:
        seen.is_recalled = True
    return success()


def update_card(platform: Platform, request: Request) -> Reply:
    """Change an interactive card for those named; each response code works once."""
    payload = read_json(request.body)
    _check_agent(platform, payload)
    card = optional(payload, "template_card")
    if not optional(payload, "button").get("replace_name") and not card:
        raise Refused(40063)
    if card:
        check_card(card, FOR_APP)
    userids = payload.get("userids", [])
    if not isinstance(userids, list) or not all(isinstance(userid, str) for userid in userids):
        raise Refused(BAD_VALUE)
    cards = platform.use_response_code(payload.get("response_code"))
    wanted = {userid.lower() for userid in userids}
    for seen in cards:
        if payload.get("atall") == 1 or seen.reader.lower() in wanted:
            seen.updates.append(payload)
    return success(invaliduser=[userid.lower() for userid in userids if not platform.knows(userid)])


def upload_media(platform: Platform, request: Request) -> Reply:
    """Keep a temporary file for all apps of the corp."""
    filename, content = read_upload(request.content_type, request.body)
    kind = request.query.get("type", "")
    return uploaded(platform.media.put(kind, filename, content, now=platform.clock()))


def uploaded(file: File) -> Reply:
    """Answer what an upload became."""
    return success(type=file.kind, media_id=file.media_id, created_at=str(int(file.created_at)))


def get_media(platform: Platform, request: Request) -> Reply:
    """Answer a file's bytes; an error is JSON, so callers must look at the type."""
    if "media_id" not in request.query:
        raise Refused(41006)
    file = platform.media.get(request.query["media_id"], now=platform.clock())
    disposition = f"attachment; filename=\"media\"; filename*=utf-8''{quote(file.filename)}"
    return Reply(
        file.content,
        content_type=b"application/octet-stream",
        headers=((b"content-disposition", disposition.encode()),),
    )


def getcallbackip(platform: Platform, request: Request) -> Reply:
    """Answer the addresses that callbacks come from."""
    return success(ip_list=["127.0.0.1"])


def _check_agent(platform: Platform, payload: dict[str, Any]) -> None:
    if payload.get("agentid") != platform.identity.agent_id:
        raise Refused(40056)


def _duplicate_interval(payload: dict[str, Any]) -> int:
    """Return for how many seconds the same bytes count as a repeat; 0 where that was not asked for."""
    interval = payload.get("duplicate_check_interval", DEFAULT_INTERVAL)
    if type(interval) is not int or not 0 < interval <= MAX_INTERVAL:
        raise Refused(BAD_VALUE)
    return interval if payload.get("enable_duplicate_check") == 1 else 0


def _check_message(platform: Platform, payload: dict[str, Any]) -> None:
    shelf = Shelf(platform.media, owner="", now=platform.clock())
    if check_content(payload, APP, shelf) != "template_card":
        return
    card = payload["template_card"]
    if card["card_type"] in INTERACTIVE and platform.callback_url is None:
        raise Refused(43012)
    if card.get("task_id") in platform.used_task_ids:
        raise Refused(42014)


def _deliver(platform: Platform, payload: dict[str, Any]) -> Reply:
    invalid, valid = _receivers(platform, payload)
    msgid = secrets.token_urlsafe(48)
    shown = [platform.show("person", userid, payload, msgid) for userid in valid]
    platform.sent[msgid] = (platform.clock(), shown)
    fields = {"msgid": msgid, **invalid}
    card = payload.get("template_card", {}) if payload["msgtype"] == "template_card" else {}
    if "task_id" in card:
        platform.used_task_ids.add(card["task_id"])
    if card.get("card_type") in INTERACTIVE:
        fields["response_code"] = platform.new_response_code(msgid)
    return success(**fields)


def _receivers(platform: Platform, payload: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Return (invalid receivers by answer field, userids to show it to, each once).

    The tenant has neither departments nor tags: all of those are invalid.
    """
    users = _names(payload, "touser", MAX_USERS, 40032)
    parties = _names(payload, "toparty", MAX_PARTIES, 82002)
    tags = _names(payload, "totag", MAX_PARTIES, 82003)
    if not users and not parties and not tags:
        raise Refused(82001)
    if users == ["@all"]:
        return {}, list(platform.users.values())
    bad = [user.lower() for user in users if not platform.knows(user)]
    good = {user.lower(): platform.users.get(user.lower(), user) for user in users if platform.knows(user)}
    listed = {"invaliduser": bad, "invalidparty": parties, "invalidtag": tags}
    invalid = {name: "|".join(values) for name, values in listed.items() if values}
    if not good:
        raise Refused(81013, extra=invalid)
    return invalid, list(good.values())


def _names(payload: dict[str, Any], name: str, most: int, code: int) -> list[str]:
    value = payload.get(name, "")
    if not isinstance(value, str):
        raise Refused(BAD_VALUE)
    names = [one for one in value.split("|") if one]
    if len(names) > most:
        raise Refused(code)
    return names
