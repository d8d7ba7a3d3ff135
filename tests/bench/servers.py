"""What is measured: our callback with and without storing, and a threaded Flask that stores nothing."""

import argparse
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from bot.accept import Acceptor
from bot.channels.self_built_app import CALLBACK_PATH, SelfBuiltApp
from bot.wire.callback import CallbackRefused, Envelope
from config.clock import system_clock
from config.settings import Settings
from config.tables import load_tables
from storage.database import open_engine
from storage.messages import Incoming
from storage.schema import migrate

CONFIG = Path(__file__).parents[2] / "config"


async def _store_nothing(_: Incoming) -> None:
    return None


def _app(*, stores: bool) -> FastAPI:
    settings = Settings()
    engine = open_engine(settings.database_url.get_secret_value())
    migrate(engine)
    channel = SelfBuiltApp(settings, load_tables(CONFIG).limits, engine, system_clock)
    acceptor = Acceptor(engine, system_clock, lambda: None)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with acceptor:
            yield

    app = FastAPI(lifespan=lifespan)
    channel.attach(app, acceptor.accept if stores else _store_nothing)
    return app


def _serve_flask(port: int) -> None:
    from flask import Flask, Response, request

    settings = Settings()
    limits = load_tables(CONFIG).limits
    envelope = Envelope(
        settings.wecom_token.get_secret_value(),
        settings.wecom_aes_key.get_secret_value(),
        settings.wecom_corp_id,
        max_age=limits.callback_max_age,
    )
    app = Flask(__name__)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    @app.post(CALLBACK_PATH)
    def callback() -> Response:
        try:
            envelope.open(request.args, request.get_data(), system_clock(), channel="flask")
        except CallbackRefused:
            return Response(status=403)
        return Response(status=200)

    print("ready", flush=True)
    app.run(host="127.0.0.1", port=port, threaded=True)


def main() -> None:
    """Serve one of the three until terminated; print `ready` when connections are taken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("which", choices=("stores", "bare", "flask"))
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    if given.which == "flask":
        _serve_flask(given.port)
        return
    app = _app(stores=given.which == "stores")
    bound = socket.create_server(("127.0.0.1", given.port), backlog=2048)
    print("ready", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([bound])


if __name__ == "__main__":
    main()
