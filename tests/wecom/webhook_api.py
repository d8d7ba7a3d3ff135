"""The endpoints of a group's webhook 群机器人: the key in the address is the only credential."""

from tests.wecom.app_api import uploaded
from tests.wecom.contents import WEBHOOK, Shelf, check_content
from tests.wecom.fields import read_json
from tests.wecom.media import read_upload
from tests.wecom.platform import Platform
from tests.wecom.replies import Refused, Reply, success
from tests.wecom.request import Request


def send(platform: Platform, request: Request) -> Reply:
    """Show a message in the group; every call with a right key counts towards its 20 a minute."""
    key = _key(platform, request)
    platform.admit_webhook(key)
    payload = read_json(request.body)
    check_content(payload, WEBHOOK, Shelf(platform.media, owner=key, now=platform.clock()))
    platform.show("group", key, payload)
    return success()


def upload(platform: Platform, request: Request) -> Reply:
    """Keep a file or a voice that only this webhook may send."""
    key = _key(platform, request)
    kind = request.query.get("type", "")
    if kind not in ("file", "voice"):
        raise Refused(40005)
    filename, content = read_upload(request.content_type, request.body)
    return uploaded(platform.media.put(kind, filename, content, now=platform.clock(), owner=key))


def _key(platform: Platform, request: Request) -> str:
    key = request.query.get("key", "")
    if key not in platform.webhook_keys:
        raise Refused(93000)
    return key
