"""The headers of every response, and the page that carries Streamlit."""

import base64
import re
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

_YEAR: Final = 365 * 24 * 3600
_INLINE_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NO_SCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_AGENT_POINTER: Final = re.compile(r'<link rel="service-desc"[^>]*>')
_STRANGE_FONT: Final = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', re.DOTALL)
_GUARD: Final = '<script src="/guard.js" defer></script>'
_STYLE: Final = '<link rel="stylesheet" href="/door/screens.css">'


def shell(index_html: str) -> str:
    """Return Streamlit's page with our name, a word of style and the guard script in it."""
    html = index_html.replace("<title>Streamlit</title>", "<title>Holdfast</title>")
    html = _NO_SCRIPT.sub("<noscript><p>Holdfast needs JavaScript.</p></noscript>", html)
    html = _STRANGE_FONT.sub("", _AGENT_POINTER.sub("", html))
    # The guard comes first: deferred scripts run in the order of the page.
    return html.replace("<head>", f"<head>{_GUARD}", 1).replace("</head>", f"{_STYLE}</head>")


def script_hashes(html: str) -> tuple[str, ...]:
    """Return a policy source for each inline script, so that no other inline script may run."""
    digests = (sha256(found.encode()).digest() for found in _INLINE_SCRIPT.findall(html))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_policy(public_url: str, hashes: tuple[str, ...]) -> str:
    """Return the Content-Security-Policy: everything from here, nothing from elsewhere."""
    address = urlsplit(public_url)
    live = f"{'wss' if address.scheme == 'https' else 'ws'}://{address.netloc}"
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *hashes)),
            # Streamlit styles its elements at run time.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            # Safari does not count the live connection as 'self'.
            f"connect-src 'self' {live}",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def security_headers(public_url: str, policy: str) -> dict[bytes, bytes]:
    """Return the headers that every response carries, whatever it says itself."""
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        # no-referrer would make browsers send "Origin: null" with our own forms.
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "x-robots-tag": "noindex, nofollow",
    }
    if public_url.startswith("https://"):
        headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"
    return {name.encode(): value.encode() for name, value in headers.items()}
