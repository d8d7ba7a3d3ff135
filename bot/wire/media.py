"""Pictures and files on the wire: how the smart bot's are sealed, and what they are called.

Source: document/path/100719 (接收消息: url, aeskey), 90253 (上传临时素材), 90254 (获取临时素材).
"""

import base64
import contextlib
import re
from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""How a JPG and a PNG begin: what WeCom shows as a picture."""

_PAD_BITS = 32 * 8
"""WeCom pads to 32 bytes, although a block of AES has 16."""
_LONGEST_NAME, _LONGEST_SUFFIX = 120, 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._]+")


class Unreadable(ValueError):
    """The content cannot be opened with this key."""


def opened(sealed: bytes, aes_key: str) -> bytes:
    """Return what was sealed with the file's own key: AES-256-CBC, IV = the key's first 16 bytes.

    `aes_key` is base64 of 32 bytes, with or without its `=`. Raises Unreadable.
    """
    try:
        key = base64.b64decode(aes_key + "=" * (-len(aes_key) % 4), validate=True)
        decryptor = Cipher(AES(key), CBC(key[:16])).decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        unpadder = PKCS7(_PAD_BITS).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError as error:
        # Never with the key: what libraries say of it may end in a log.
        raise Unreadable(type(error).__name__) from None


def filename(disposition: str) -> str:
    """Return the name in a Content-Disposition, without folders; "" where there is none.

    `filename*` is preferred to `filename`: where a server writes both, the plain one is a stopgap.
    """
    header = Message()
    header["content-disposition"] = disposition
    named = [value for name, value in header.get_params([], header="content-disposition") if name == "filename"]
    named.sort(key=lambda value: isinstance(value, str))
    return tidy(collapse_rfc2231_value(named[0])) if named else ""


def tidy(name: str) -> str:
    """Return the name without folders and control characters, cut to a usual length before its suffix."""
    if "%" in name:
        with contextlib.suppress(UnicodeDecodeError):
            name = unquote(name, errors="strict")
    name = _CONTROL.sub("", re.split(r"[/\\]", name)[-1]).strip()
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= _LONGEST_SUFFIX else ""
    return name[: _LONGEST_NAME - len(tail)] + tail


def plain_filename(name: str) -> str:
    """Return the name in ASCII, Chinese by its pinyin: other letters in a multipart head are not taken everywhere."""
    from pypinyin import lazy_pinyin  # Its tables take a quarter of a second, which no start should wait for.

    plain = _NOT_PLAIN.sub("-", " ".join(lazy_pinyin(tidy(name)))).replace("-.", ".").strip("-")
    return tidy(plain) if plain.strip(".") else "file"


def is_picture(content: bytes) -> bool:
    """Return whether WeCom can show this as a picture."""
    return content.startswith(_PICTURES)
