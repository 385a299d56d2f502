"""Strict headers on every answer, and nothing of ours kept by a browser."""

import base64
import importlib
import re
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
import streamlit

from core.door.headers import content_policy, script_hashes, security_headers, shell
from core.permissions import SCREENS
from tests.door.conftest import House
from tests.serving import COOKIE, Server
from tests.support import ROOT

INDEX = (Path(streamlit.__file__).parent / "static/index.html").read_text()
PATHS = [
    "/",
    "/login",
    "/logout",
    "/setup",
    "/setup/x",
    "/setup/",
    "/setup/a/b",
    "/invite/x",
    "/invite/a/b",
    "/reset/x",
    "/reset/a/b",
    "/login/code",
    "/password",
    "/second-step",
    "/prove",
    "/news",
    "/erase",
    "/export/x",
    "/oidc/start",
    "/oidc/callback",
    "/healthz",
    "/alive",
    "/guard.js",
    "/favicon.png",
    "/door/door.css",
    "/door/missing.css",
    "/door/..%2fgate.py",
    "/static/missing.js",
    "/static/../index.html",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/script-health-check",
    "/media/missing.png",
    "/component/x/index.html",
    "/app/static/x",
    "/oauth2callback",
    "/auth/login",
    "/index.html",
    "/manifest.json",
    "/pages/supporter/today.py",
    "/log_contact",
    "/no-such-page",
    "//evil.example",
    *(f"/{screen.url_path}" for screen in SCREENS),
]
OWN = {"/password", "/second-step", "/prove", "/news"}
KEPT = {"/door/door.css", "/door/missing.css", "/door/..%2fgate.py"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "stranger"])
def test_promise_14_every_answer_carries_strict_headers(
    house: House, server: Server, method, signed_in
):
    cookie = house.cookie_for(house.add_person()) if signed_in else "x"
    with httpx.Client(base_url=server.url, headers={"Cookie": f"{COOKIE}={cookie}"}) as client:
        for path in PATHS:
            answer = client.request(method, path)

            headers = answer.headers
            policy = dict(
                part.split(" ", 1) for part in headers["content-security-policy"].split("; ")
            )
            assert "unsafe" not in policy["script-src"], path
            assert policy["frame-ancestors"] == policy["object-src"] == "'none'", path
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["referrer-policy"] == "same-origin", path
            assert headers["cross-origin-opener-policy"] == "same-origin", path
            assert "access-control-allow-origin" not in headers, path
            assert "server" not in headers, path
            if path not in KEPT:
                assert headers["cache-control"] == "no-store", path
            assert answer.status_code != 500, path


def test_promise_14_the_crawl_met_every_kind_of_answer(house: House, server: Server):
    cookie = {"Cookie": f"{COOKIE}={house.cookie_for(house.add_person())}"}
    ours = {"Origin": server.url}
    much = {"form_check": "x" * 20_000}
    answers = {
        200: httpx.get(f"{server.url}/login"),
        204: httpx.get(f"{server.url}/alive", headers=cookie),
        303: httpx.get(f"{server.url}/"),
        401: httpx.get(f"{server.url}/alive"),
        403: httpx.post(f"{server.url}/login"),
        404: httpx.get(f"{server.url}/no-such-page", headers=cookie),
        405: httpx.put(f"{server.url}/login", headers=ours),
        413: httpx.post(f"{server.url}/login", data=much, headers=ours),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_promise_14_every_route_of_ours_is_in_the_crawl(house: House):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_DATABASE_URL", house.database_url)
        routes = importlib.import_module("core.door.site").routes("", frozenset())
    for route in routes:
        shape = re.sub(r"\{[^}]+\}", "x", route.path)
        first = f"/{shape.split('/')[1]}"
        assert any(path.startswith(first) for path in PATHS), route.path


def test_a_stranger_gets_nothing_but_the_front_door(server: Server):
    open_to_all = {
        "/login": 200,
        "/logout": 200,
        "/setup": 404,
        "/setup/x": 404,
        "/invite/x": 404,
        "/reset/x": 404,
        "/login/code": 303,
        "/oidc/start": 404,
        "/oidc/callback": 404,
        "/healthz": 200,
        "/guard.js": 200,
        "/favicon.png": 200,
        "/door/door.css": 200,
        "/door/missing.css": 404,
        "/door/..%2fgate.py": 400,
    }
    for path in PATHS:
        answer = httpx.get(server.url + path)
        expected = open_to_all.get(path)
        if expected is not None:
            assert answer.status_code == expected, path
        elif path.startswith(("/_stcore", "/media", "/component", "/alive")):
            assert answer.status_code == 401, path
        else:
            known = path in {f"/{screen.url_path}" for screen in SCREENS} | OWN
            wanted = f"/login?to={path}" if known else "/login"
            assert (answer.status_code, answer.headers["location"]) == (303, wanted), path


def test_a_signed_in_person_gets_the_screens_and_no_more(house, server):
    cookie = house.cookie_for(house.add_person())
    with httpx.Client(base_url=server.url, headers={"Cookie": f"{COOKIE}={cookie}"}) as client:
        for screen in SCREENS:
            answer = client.get(f"/{screen.url_path}")
            assert answer.status_code == 200
            assert '<script src="/guard.js" defer>' in answer.text
        for path in (
            "/_stcore/metrics",
            "/_stcore/agent/openapi.json",
            "/_stcore/script-health-check",
            "/log_contact",
            "/pages/supporter/today.py",
            "/index.html",
            "/static/missing.js",
            "/auth/login",
            "/no-such-page",
        ):
            assert client.get(path).status_code == 404, path
        assert client.get("/_stcore/health").status_code == 200


def test_streamlits_own_scripts_are_served_and_kept_by_browsers(server):
    script = re.search(r'src="\.(/static/js/index[^"]+)"', INDEX)[1]
    answer = httpx.get(server.url + script)
    assert answer.status_code == 200
    assert "javascript" in answer.headers["content-type"]
    assert "no-store" not in answer.headers["cache-control"]


def test_the_policy_allows_exactly_the_inline_scripts_that_streamlit_brings():
    html = shell(INDEX)
    inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(inline) == 1, "another inline script came with this Streamlit: look at it"
    digest = base64.b64encode(sha256(inline[0].encode()).digest()).decode()

    assert script_hashes(html) == (f"'sha256-{digest}'",)
    assert f"script-src 'self' 'sha256-{digest}';" in content_policy(
        "https://care.example.org", script_hashes(html)
    )


def test_the_page_that_carries_streamlit_is_ours():
    html = shell(INDEX)
    assert "<title>Holdfast</title>" in html
    assert "_stcore/agent" not in html
    assert html.count("/guard.js") == 1


def test_promise_14_browsers_are_told_to_insist_on_https_when_the_address_is_https():
    over_tls = security_headers("https://care.example.org", "x")
    assert over_tls[b"strict-transport-security"] == b"max-age=31536000; includeSubDomains"
    assert b"strict-transport-security" not in security_headers("http://localhost:8501", "x")


def test_the_live_connection_is_named_in_the_policy():
    assert "wss://care.example.org" in content_policy("https://care.example.org", ())
    assert "ws://localhost:8501" in content_policy("http://localhost:8501", ())


def test_no_file_of_the_front_door_names_another_host():
    for path in (ROOT / "core/door/static").glob("*.*"):
        if path.suffix in {".css", ".js", ".svg"}:
            addresses = set(re.findall(r"https?://[^\s\"')]+", path.read_text()))
            assert addresses <= {"http://www.w3.org/2000/svg"}, path
