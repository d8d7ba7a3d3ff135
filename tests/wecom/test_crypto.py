"""WeCom's side of the encryption agrees with published vectors and refuses forgeries."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.wecom.crypto import Forged, decrypt, encrypt, open_reply, seal, signature, verification
from tests.wecom.identity import Identity

IDENTITY = Identity()
VECTORS = json.loads((Path(__file__).parents[1] / "data" / "crypto_vectors.json").read_text())["vectors"]


def prefix_of(vector: dict[str, Any]) -> bytes:
    """Return the random prefix that the vector was made with."""
    return vector["random16"].encode() if "random16" in vector else bytes.fromhex(vector["random16_hex"])


def reply(inner: str, receive_id: str = IDENTITY.corp_id) -> str:
    """Return a passive reply as an app would answer it."""
    secret = encrypt(inner.encode(), IDENTITY.aes_key, receive_id)
    sign = signature(IDENTITY.token, "1700000000", "n0", secret)
    return (
        f"<xml><Encrypt><![CDATA[{secret}]]></Encrypt><MsgSignature><![CDATA[{sign}]]></MsgSignature>"
        "<TimeStamp>1700000000</TimeStamp><Nonce><![CDATA[n0]]></Nonce></xml>"
    )


def test_there_are_vectors() -> None:
    assert len(VECTORS) == 15


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_vector_is_reproduced_byte_for_byte(vector: dict[str, Any]) -> None:
    key, secret, plain = vector["encoding_aes_key"], vector["ciphertext"], vector["plaintext"].encode()

    assert decrypt(secret, key) == (plain, vector["receive_id"])
    assert encrypt(plain, key, vector["receive_id"], prefix_of(vector)) == secret
    sign = signature(vector["token"], vector["timestamp"], vector["nonce"], secret)
    assert sign == vector["msg_signature"]


def test_a_sealed_callback_carries_its_envelope_and_a_new_nonce_each_time() -> None:
    first, second = seal("<xml/>", IDENTITY), seal("<xml/>", IDENTITY)

    found = re.fullmatch(
        r"<xml><ToUserName><!\[CDATA\[ww0123456789abcdef\]\]></ToUserName><AgentID><!\[CDATA\[1000002\]\]></AgentID>"
        r"<Encrypt><!\[CDATA\[(.+)\]\]></Encrypt></xml>",
        first.body.decode(),
    )
    assert found is not None
    assert decrypt(found[1], IDENTITY.aes_key) == (b"<xml/>", IDENTITY.corp_id)
    query = first.query
    assert query["msg_signature"] == signature(IDENTITY.token, query["timestamp"], query["nonce"], found[1])
    assert first.query["nonce"] != second.query["nonce"]
    assert first.body != second.body


def test_a_verification_hides_the_echo_in_echostr() -> None:
    query = verification("12345", IDENTITY)

    assert decrypt(query["echostr"], IDENTITY.aes_key) == (b"12345", IDENTITY.corp_id)
    sign = signature(IDENTITY.token, query["timestamp"], query["nonce"], query["echostr"])
    assert query["msg_signature"] == sign


def test_a_passive_reply_is_opened() -> None:
    assert open_reply(reply("<xml>好</xml>"), IDENTITY) == "<xml>好</xml>"


@pytest.mark.parametrize(
    "body",
    [
        reply("<xml/>").replace("n0", "n1"),
        reply("<xml/>", receive_id="ww-other"),
        "<xml></xml>",
        "success",
    ],
)
def test_a_forged_reply_is_thrown_away(body: str) -> None:
    with pytest.raises(Forged):
        open_reply(body, IDENTITY)


@pytest.mark.parametrize("secret", ["", "AAAA", "no base64!", "A" * 43 + "=", "A" * 64])
def test_garbage_does_not_decrypt(secret: str) -> None:
    with pytest.raises(Forged):
        decrypt(secret, IDENTITY.aes_key)
