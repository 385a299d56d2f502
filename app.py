"""The front door: Streamlit behind one gate, with a few plain pages of its own.

``holdfast serve`` starts this app; ``streamlit run app.py`` works too, slower.
"""

import gc
import importlib.util
import pkgutil
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import streamlit as st
from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_websocket import gather_user_info

from core.database import engine, reading
from core.door.gate import Gate, Traffic
from core.door.headers import content_policy, script_hashes, security_headers, shell
from core.door.identity import SID_HEADER, UID_HEADER
from core.door.passwords import dummy_verify, level_with
from core.door.site import routes
from core.errors import NotConfigured
from core.jobs.keep_erased import keep_erased
from core.jobs.schedule import nights
from core.permissions import SCREENS
from core.queries.access import stored_hashes
from core.services.packs import use_folder
from core.settings import settings

_FRAME: Final = Path(__file__).parent / "core" / "ui" / "frame.py"
_BUILT: Final = Path(st.__file__).parent / "static"
"""Streamlit's own page, scripts and styles."""
_ASSETS: Final = frozenset(
    f"/{path.relative_to(_BUILT).as_posix()}" for path in (_BUILT / "static").rglob("*.*")
)
_PAGES: Final = frozenset({"/", *(f"/{screen.url_path}" for screen in SCREENS)})
_WARM: Final = ("core.queries", "core.services", "core.charts", "core.ui")
_MADE_HERE: Final = re.compile(r"\$\$ID-[0-9a-f]{16,}-").match
_ALLOWED: Final = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})


def traffic_of(data: bytes) -> Traffic:
    """Return what a browser's message is, so that the gate can decide about it."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except (DecodeError, ValueError):
        return Traffic.REFUSED
    kind = message.WhichOneof("type")
    if kind not in _ALLOWED:
        return Traffic.REFUSED
    # A name that no server gave is a forgery, and a fault would carry it into the log.
    if not all(_MADE_HERE(state.id) for state in message.rerun_script.widget_states.widgets):
        return Traffic.REFUSED
    if kind == "rerun_script" and not message.rerun_script.is_auto_rerun:
        return Traffic.DELIBERATE
    return Traffic.AUTOMATIC


def check_configuration() -> None:
    """Refuse to start when Streamlit would not do as the gate and the speed of it need.

    Raises:
        NotConfigured: ``.streamlit/config.toml`` was not read, or an option has gone.
    """
    said = Headers({UID_HEADER: "someone", SID_HEADER: "sign-in"})
    if gather_user_info(said) != {"uid": "someone", "sid": "sign-in"}:
        raise NotConfigured("This version of Streamlit does not take its identity from the gate.")
    if (
        not config.get_option("client.disableDataExport")
        or config.get_option("runner.postScriptGC")
        or config.get_option("server.maxUploadSize") > 5
    ):
        raise NotConfigured(
            "Streamlit did not read .streamlit/config.toml; please start Holdfast from its folder."
        )


@asynccontextmanager
async def warm(_app: Any) -> AsyncIterator[None]:
    """Import and prepare what the first visitor would otherwise wait for."""
    check_configuration()
    await run_in_threadpool(_prepare)
    # What is alive now stays alive; without this every collection would walk all of it.
    gc.collect()
    gc.freeze()
    with nights(engine()) if settings().nightly else nullcontext():
        yield
    engine().dispose()


def _prepare() -> None:
    for name in ("pandas", "pyarrow", "altair"):
        importlib.import_module(name)
    for package in _WARM:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            if module.name != "frame":
                importlib.import_module(f"{package}.{module.name}")
    use_folder(settings().instruments_dir)
    keep_erased(engine())
    with reading(engine()) as session:
        level_with(stored_hashes(session))
    dummy_verify()
    if importlib.util.find_spec("core.charts.compiled") is not None:
        importlib.import_module("core.charts.compiled").compile_all()


_HTML: Final = shell((_BUILT / "index.html").read_text())
ROUTES: Final = routes(_HTML, _PAGES)
MIDDLEWARE: Final = [
    Middleware(
        Gate,
        public_url=settings().public_url,
        pages=_PAGES,
        assets=_ASSETS,
        traffic_of=traffic_of,
        headers=security_headers(
            settings().public_url, content_policy(settings().public_url, script_hashes(_HTML))
        ),
    )
]

# Only here, beside the gate: a page started without it must not believe such headers.
config.set_option("server.trustedUserHeaders", {UID_HEADER: "uid", SID_HEADER: "sid"})
app = st.App(_FRAME, lifespan=warm, routes=ROUTES, middleware=MIDDLEWARE)
