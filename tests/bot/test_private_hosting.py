"""A privately hosted WeCom 「私有部署」: its own certificate authority is trusted, and nobody else's."""

import asyncio
import ipaddress
import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.asyncio.server import ServerConnection, serve

from bot.channels.long_connection import LongConnection, Lost
from tests.bot.bot_world import short


def a_certificate(folder: Path) -> tuple[Path, Path]:
    """Return (certificate, key) of a host on loopback that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "wecom.county.example")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "ca.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file


async def subscribed(folder: Path, ca_file: Path | None) -> tuple[bool, str]:
    """Return whether the host's answer was heard, and how the connection ended."""
    certificate, key = a_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def take(socket: ServerConnection) -> None:
        asked = json.loads(await socket.recv())
        await socket.send(json.dumps({"headers": asked["headers"], "errcode": 0}))
        await socket.close(1000)

    is_up = False

    def on_up() -> None:
        nonlocal is_up
        is_up = True

    async with serve(take, "127.0.0.1", 0, ssl=context) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        connection = LongConnection(f"wss://127.0.0.1:{port}", ca_file, short(), lambda _: None)
        with pytest.raises(Lost) as lost:
            await connection.hold("bot", "secret", on_up)
    return is_up, str(lost.value)


def test_a_host_that_the_ca_file_vouches_for_is_taken(tmp_path: Path) -> None:
    is_up, ending = asyncio.run(subscribed(tmp_path, tmp_path / "ca.pem"))

    assert is_up
    assert "1000" in ending


def test_a_host_that_nobody_vouches_for_never_hears_the_secret(tmp_path: Path) -> None:
    is_up, ending = asyncio.run(subscribed(tmp_path, None))

    assert not is_up
    assert "SSLCertVerificationError" in ending
