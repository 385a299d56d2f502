"""Somebody at a browser: what they press, what they read, and what must never happen meanwhile."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.support import ROOT

PHONE = (390, 844)
LAPTOP = (1280, 900)
_AXE = ROOT / "node_modules/axe-core/axe.min.js"
_PATIENCE_MS = 20_000
_MANY_STOPS = 150

# On a screen's own address Streamlit first looks for its server below it, then at the root.
_PROBE = re.compile(r"/[a-z]+-[a-z_]+/_stcore/(health|host-config)$")

_MARKDOWN = re.compile(r"\*\*|\\|:[a-z]+\[|:material/")

_FOCUSED_NAME = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const labelled = (at.getAttribute("aria-labelledby") || "").split(" ")
    .map((id) => document.getElementById(id)?.innerText || "").join(" ");
  const label = [...(at.labels || [])].map((one) => one.innerText).join(" ");
  const group = at.closest('[role="radiogroup"]')?.getAttribute("aria-label");
  // The scrolling area takes the focus too, and its text is the whole page.
  const own = ["A", "BUTTON", "SUMMARY", "LABEL"].includes(at.tagName) ? at.innerText : "";
  return [at.getAttribute("aria-label"), group, labelled, label, own]
    .filter(Boolean).join(" ");
}"""
_IN_VIEW = """(element) => {
  const box = element.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}"""
_IS_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
      .every((chart) => chart.querySelector("svg, canvas"));
}"""
_BUTTONS = """() => [...document.querySelectorAll(
    '[data-testid="stMain"] [data-testid^="stBaseButton-"], [data-testid="stMain"] summary')]
  .filter((button) => button.checkVisibility())
  .map((button) => {
    const text = button.cloneNode(true);
    text.querySelectorAll('[data-testid="stIconMaterial"]').forEach((icon) => icon.remove());
    return button.getAttribute("aria-label") || text.textContent.trim();
  })
  .filter(Boolean)"""
_LABELS = """() => [...document.querySelectorAll('[data-testid="stMain"] [aria-label]')]
  .map((one) => one.getAttribute("aria-label"))"""
# Streamlit names a toast by an element that it does not draw; what it says is read as an alert.
_LOOK = """() => axe.run({ exclude: [["[data-testid='stToast']"]] })"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Visitor:
    """One browser window of one person."""

    context: BrowserContext
    page: Page
    url: str
    interactions: int = 0
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(_PATIENCE_MS)
        self.watch(self.page)

    def watch(self, page: Page) -> None:
        """Write down what must not happen in a tab."""
        page.on("request", self._note_request)
        page.on("response", self._note_response)
        page.on("console", self._note_console)
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))

    def new_tab(self) -> Page:
        """Open another tab of the same browser."""
        tab = self.context.new_page()
        self.watch(tab)
        return tab

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and not self.url.endswith(
            f"//{address.netloc}"
        ):
            self.foreign.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is judged by its answer, which names the address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not _PROBE.search(response.url):
            self.complaints.append(f"{response.status} {response.url}")

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form, as people do."""
        self.page.goto(f"{self.url}/login")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.settle()

    def open(self, address: str) -> None:
        """Go to a screen by its address and wait until it stands."""
        self.page.goto(f"{self.url}/{address}")
        self.settle()

    def settle(self) -> None:
        """Wait until no script runs and nothing on the page is out of date."""
        self.page.wait_for_function(_IS_STILL, timeout=_PATIENCE_MS)

    def reads(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text can be seen, then until the page stands still."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(
            timeout=_PATIENCE_MS
        )
        self.settle()

    def sees_heading(self, text: str | re.Pattern[str]) -> None:
        """Wait until a heading can be seen, then until the page stands still."""
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible(
            timeout=_PATIENCE_MS
        )
        self.settle()

    def tap(self, target: Locator) -> None:
        """Press something that is in view already; it counts as one interaction."""
        expect(target).to_be_visible(timeout=_PATIENCE_MS)
        assert target.evaluate(_IN_VIEW), f"{target} needs scrolling"
        self.interactions += 1
        target.click()

    def is_in_view(self, target: Locator) -> bool:
        """Return whether somebody sees all of it without scrolling."""
        return bool(target.evaluate(_IN_VIEW))

    def go_to(self, title: str) -> None:
        """Choose a screen from the menu, opening the menu first where it is folded away."""
        link = self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
        if not (link.is_visible() and link.evaluate(_IN_VIEW)):
            self.page.get_by_test_id("stExpandSidebarButton").click()
        link.click()
        self.sees_heading(title)

    def tab_to(self, name: str) -> None:
        """Press the tab key until something with this name has the focus."""
        seen = []
        for _ in range(_MANY_STOPS):
            self.page.keyboard.press("Tab")
            seen.append(" ".join(str(self.page.evaluate(_FOCUSED_NAME)).split()))
            if name.lower() in seen[-1].lower():
                return
        raise AssertionError(f"the tab key never came to {name!r}; it came to {seen}")

    def has_nothing_cut_off(self) -> bool:
        """Return whether the page fits the width of the window."""
        return int(self.page.evaluate(_TOO_WIDE)) <= 0

    def buttons_of_one_name(self) -> list[str]:
        """Return names that more than one button of the page has: which is which?"""
        names = Counter(self.page.evaluate(_BUTTONS))
        return sorted(name for name, count in names.items() if count > 1)

    def signs_read_aloud(self) -> list[str]:
        """Return labels in which a screen reader says the signs of Markdown."""
        labels: list[str] = self.page.evaluate(_LABELS)
        return [label for label in labels if _MARKDOWN.search(label)]

    def barriers(self) -> list[str]:
        """Return what axe-core finds wrong on the page as it stands."""
        self.page.evaluate(_AXE.read_text())
        found: dict[str, Any] = self.page.evaluate(_LOOK)
        return [
            f"{rule['id']}: {rule['help']} at {node['target']} {node['html'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]
