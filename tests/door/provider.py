"""A small identity provider for tests: a real process that speaks OpenID Connect.

``python -m tests.door.provider PORT`` serves it. ``POST /next`` sets what its next answers say.
"""

import base64
import secrets
import sys
import time
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "holdfast", "a-secret-between-two-servers"
OURS = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})
STRANGER = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})


class Provider:
    """Codes that were given out, and what the next answer says differently."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.codes: dict[str, dict[str, Any]] = {}
        self.next: dict[str, Any] = {}

    async def configuration(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
            }
        )

    async def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [OURS.as_dict(private=False)]})

    async def set_next(self, request: Request) -> Response:
        self.next = await request.json()
        return JSONResponse({})

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        answer = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}", 302)

    async def token(self, request: Request) -> Response:
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        said = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest())
        proven = asked and challenge.rstrip(b"=").decode() == asked["code_challenge"]
        if not proven or said != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token(asked)}
        )

    def id_token(self, asked: dict[str, Any]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "ada-at-home",
            "email": "ada@example.org",
            "email_verified": True,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        if "max_age" in asked:
            claims["auth_time"] = now - self.next.get("asked_seconds_ago", 0)
        claims |= self.next.get("claims", {})
        header = {"alg": "RS256", "kid": "ours"}
        token = jwt.encode(header, claims, STRANGER if self.next.get("stranger") else OURS)
        if self.next.get("unsigned"):
            plain = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
            return f"{plain}.{token.split('.')[1]}."
        return token


def main() -> None:
    """Serve until ended."""
    port = int(sys.argv[1])
    provider = Provider(port)
    app = Starlette(
        routes=[
            Route("/.well-known/openid-configuration", provider.configuration),
            Route("/keys", provider.keys),
            Route("/next", provider.set_next, methods=["POST"]),
            Route("/authorize", provider.authorize),
            Route("/token", provider.token, methods=["POST"]),
        ]
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
