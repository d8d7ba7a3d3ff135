"""WeCom's side of the callback encryption, written from the specification and not from any client library."""

import base64
import hashlib
import os
import re
import secrets
import struct
import time
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.wecom.identity import Identity

BLOCK = 32
"""Padding goes to a multiple of 32 bytes, although AES blocks have 16."""

_ELEMENT = r"<{0}>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</{0}>"


class Forged(Exception):
    """A text that claims to come from the app does not verify."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One signed request as it goes over the wire."""

    query: dict[str, str]
    body: bytes


def signature(token: str, timestamp: str, nonce: str, ciphertext: str) -> str:
    """Return msg_signature: hex SHA-1 over the four strings in ASCII order."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, ciphertext))).encode()).hexdigest()


def encrypt(message: bytes, aes_key: str, receive_id: str, random16: bytes | None = None) -> str:
    """Return base64 ciphertext; `receive_id` is the corp id for apps and "" for smart bots.

    `random16` fixes the random prefix, for vectors only.
    """
    plain = (random16 or os.urandom(16)) + struct.pack(">I", len(message)) + message + receive_id.encode()
    pad = BLOCK - len(plain) % BLOCK
    encryptor = _cipher(aes_key).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()


def decrypt(ciphertext: str, aes_key: str) -> tuple[bytes, str]:
    """Return (message, receive_id). Raises Forged where padding or length do not fit."""
    decryptor = _cipher(aes_key).decryptor()
    try:
        plain = decryptor.update(base64.b64decode(ciphertext, validate=True)) + decryptor.finalize()
    except ValueError as error:
        raise Forged("no base64 of whole blocks") from error
    pad = plain[-1] if plain else 0
    if not 1 <= pad <= BLOCK or plain[-pad:] != bytes([pad]) * pad:
        raise Forged(f"bad padding {pad}")
    plain = plain[:-pad]
    if len(plain) < 20:
        raise Forged("shorter than its own head")
    (length,) = struct.unpack(">I", plain[16:20])
    if len(plain) < 20 + length:
        raise Forged("the length field points beyond the text")
    return plain[20 : 20 + length], plain[20 + length :].decode()


def seal(inner_xml: str, identity: Identity, receive_id: str | None = None) -> Envelope:
    """Return the encrypted POST of one callback, freshly signed with the present time and a new nonce."""
    receiver = identity.corp_id if receive_id is None else receive_id
    ciphertext = encrypt(inner_xml.encode(), identity.aes_key, receiver)
    body = (
        f"<xml><ToUserName><![CDATA[{identity.corp_id}]]></ToUserName>"
        f"<AgentID><![CDATA[{identity.agent_id}]]></AgentID>"
        f"<Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>"
    )
    return Envelope(_signed(identity.token, ciphertext), body.encode())


def verification(echo: str, identity: Identity) -> dict[str, str]:
    """Return the query of a URL verification whose right answer is `echo`."""
    ciphertext = encrypt(echo.encode(), identity.aes_key, identity.corp_id)
    return {**_signed(identity.token, ciphertext), "echostr": ciphertext}


def open_reply(body: str, identity: Identity) -> str:
    """Return the inner XML of a passive reply. Raises Forged where WeCom would throw it away."""
    fields = {name: _field(body, name) for name in ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")}
    expected = signature(identity.token, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
    if fields["MsgSignature"] != expected:
        raise Forged("the reply's MsgSignature is wrong")
    message, receive_id = decrypt(fields["Encrypt"], identity.aes_key)
    if receive_id != identity.corp_id:
        raise Forged(f"the reply names the receiver {receive_id!r}")
    return message.decode()


def _signed(token: str, ciphertext: str) -> dict[str, str]:
    timestamp, nonce = str(int(time.time())), secrets.token_hex(6)
    return {
        "msg_signature": signature(token, timestamp, nonce, ciphertext),
        "timestamp": timestamp,
        "nonce": nonce,
    }


def _field(body: str, name: str) -> str:
    found = re.search(_ELEMENT.format(name), body, re.DOTALL)
    if found is None:
        raise Forged(f"the reply has no {name}")
    return found[1]


def _cipher(aes_key: str) -> Cipher[CBC]:
    key = base64.b64decode(aes_key + "=")
    return Cipher(AES(key), CBC(key[:16]))
