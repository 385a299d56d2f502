"""What ``holdfast serve`` does before the first visitor, so that nobody waits for it later."""

import asyncio
import gc
import sys
import tomllib
from importlib import import_module

import pytest
import uvicorn
from streamlit import config

import app as front
from core.charts import compiled
from core.errors import NotConfigured
from core.settings import settings
from tests.support import ROOT


@pytest.fixture
def done(monkeypatch):
    """What the launcher did, in its order, without a database and without freezing the tests."""
    steps = []
    monkeypatch.setattr(front, "check_configuration", lambda: steps.append("checked"))
    monkeypatch.setattr(front, "keep_erased", lambda _engine: None)
    monkeypatch.setattr(front, "level_with", lambda _hashes: None)
    monkeypatch.setattr(front, "stored_hashes", lambda _session: [])
    monkeypatch.setattr(front, "dummy_verify", lambda: None)
    monkeypatch.setattr(compiled, "compile_all", lambda: steps.append("charts compiled"))
    monkeypatch.setattr(gc, "collect", lambda: steps.append("collected"))
    monkeypatch.setattr(gc, "freeze", lambda: steps.append("frozen"))
    monkeypatch.setattr(front, "settings", lambda: settings().model_copy(update={"nightly": False}))

    async def started():
        async with front.warm(None):
            steps.append("open")

    asyncio.run(started())
    return steps


def test_the_launcher_compiles_charts_then_freezes_what_is_alive_then_opens(done):
    assert done == ["checked", "charts compiled", "collected", "frozen", "open"]


def test_the_launcher_imports_what_screens_are_made_of(done):
    of_screens = {
        f"core.{folder}.{path.stem}"
        for folder in ("queries", "services", "charts", "ui")
        for path in (ROOT / "core" / folder).glob("*.py")
        if path.stem not in ("__init__", "frame")
    }
    assert of_screens <= sys.modules.keys()


def test_no_collection_follows_every_run():
    set_up = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert set_up["runner"]["postScriptGC"] is False
    assert config.get_option("runner.postScriptGC") is False


def test_the_launcher_does_not_start_with_a_collection_after_every_run(monkeypatch):
    real = config.get_option
    front.check_configuration()
    monkeypatch.setattr(
        config, "get_option", lambda name: name == "runner.postScriptGC" or real(name)
    )
    with pytest.raises(NotConfigured, match=r"did not read \.streamlit/config\.toml"):
        front.check_configuration()


def test_the_launcher_listens_by_host_and_port_and_not_by_a_socket_of_its_own(monkeypatch):
    started = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **how: started.append((app, how)))
    import_module("core.cli.main")._serve()
    [(served, how)] = started
    assert served is front.app
    assert {"host", "port"} <= how.keys()
    assert not {"fd", "uds"} & how.keys()
