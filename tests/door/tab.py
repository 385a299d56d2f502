"""A browser without a screen: it keeps the cookies and posts the forms it was shown."""

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import httpx

from tests.serving import COOKIE, FORM_COOKIE, Server

STEP_COOKIE = "__Host-holdfast-step"
DEVICE_COOKIE = "__Host-holdfast-device"
KEY = r"([A-Z2-7]{4} ?)+"
"""How the key of an authenticator app is shown, for who cannot scan it."""
RECOVERY = r"[a-z2-9]{4}(-[a-z2-9]{4}){3}"


@dataclass
class Tab:
    """One browser of one person."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    """Each cookie as the server last set it, with its attributes."""

    def get(self, path: str) -> httpx.Response:
        """Open an address; redirects are not followed."""
        return self._remember(httpx.get(self.server.url + path, headers=self._headers()))

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Post a form of ours, opening a page of ours first if none was open yet."""
        if FORM_COOKIE not in self.cookies:
            self.get("/login")
            self.get("/logout")
        sent = {"form_check": self.cookies[FORM_COOKIE], **fields}
        headers = self._headers() | {"Origin": self.server.url}
        url = self.server.url + path
        return self._remember(httpx.post(url, data=sent, headers=headers, timeout=60))

    def sign_in(self, email: str, password: str) -> httpx.Response:
        """Give an address and a password."""
        return self.post("/login", email=email, password=password)

    @property
    def is_signed_in(self) -> bool:
        """Whether the server takes the sign-in that this browser has."""
        return COOKIE in self.cookies and self.get("/alive").status_code == 204

    def _headers(self) -> dict[str, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": kept} if kept else {}

    def _remember(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.kept[name] = line
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        for check in re.findall(r'name="form_check" value="([^"]+)"', answer.text):
            assert check == self.cookies[FORM_COOKIE], "the form and its cookie differ"
        return answer


def shown_in(html: str, pattern: str) -> list[str]:
    """Return what a page shows in its code elements that match a pattern."""
    return [
        code for code in re.findall(r"<code>([^<]+)</code>", html) if re.fullmatch(pattern, code)
    ]
