"""What people type runs nothing, loads nothing, and is shown as they typed it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic import command
from alembic.config import Config
from sqlmodel import select, update

from core import crypto, database
from core.clock import utc_now
from core.database import make_engine, transaction
from core.models import LoginSession, Organisation, Person
from core.services.access import make_one_time_link
from core.vocabulary import TokenPurpose
from tests.browser.conftest import _forget
from tests.browser.naughty import NAUGHTY, OWN, SHARP, as_read, packed
from tests.browser.visitor import Visitor
from tests.browser.written import (
    CODES,
    EVERYTHING,
    NEW_CODES,
    SHOWN_MODULES,
    Written,
    write_everywhere,
)
from tests.support import ROOT

_PAUSE_MS = 300
_TRIES = 50
_LISTEN = """() => {
  window.breaches = [];
  document.addEventListener("securitypolicyviolation",
    (one) => window.breaches.push(`${one.violatedDirective} ${one.blockedURI}`));
}"""
# What the page says, and what its fields hold; what is folded away counts as well.
_SAYS = """() => [
  document.body.textContent,
  ...[...document.querySelectorAll("input, textarea")].map((one) => one.value),
].join(" ")"""
_STRANGE = """() => [...document.querySelectorAll("[src], [href], [srcset], [action], [style]")]
  .flatMap((one) => ["src", "href", "srcset", "action", "style"]
    .map((name) => one.getAttribute(name) || ""))
  .filter((value) => /javascript:|vbscript:|url\\(["']?(http|\\/\\/)/i.test(value))"""
# Streamlit tries WebAssembly on every page, whatever is on it, and does without.
_LINKS = """() => [...document.querySelectorAll('[data-testid="stMarkdown"] a[target]')]
  .filter((one) => !/^(https?|mailto):/.test(one.href) || !/noreferrer/.test(one.rel))
  .map((one) => one.outerHTML)"""
_RAN = "() => (window.breaches || []).filter((one) => one !== 'script-src wasm-eval')"


class Witness:
    """Somebody who reads a screen and notices whatever a text does there."""

    def __init__(self, window: Visitor, engine, person: str) -> None:
        self.window, self.page, self.engine, self._person = window, window.page, engine, person
        self.dialogs: list[str] = []
        self._names, self._helps = iter(packed(SHARP, 80)), iter(packed(SHARP, 500, by="\n"))
        self.page.on("dialog", self._note)

    def _note(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, address: str) -> None:
        """Go to a screen, each time with another own name and another text for urgent help."""
        self.rename()
        self.window.open(address)
        self.notice()

    def rename(self) -> str:
        """Give the reader and the urgent help the next texts and return the name."""
        name, words = next(self._names, OWN[0]), next(self._helps, OWN[1])
        with transaction(self.engine) as session:
            session.exec(
                update(Person).where(Person.email == self._person).values(display_name=name)
            )
            session.exec(update(Organisation).values(urgent_help=words))
        return name

    def notice(self) -> None:
        """Say so at once when something ran, was loaded or was refused."""
        self.window.settle()
        assert self.page.evaluate(_RAN) == []
        assert self.page.evaluate(_STRANGE) == []
        assert self.page.evaluate(_LINKS) == []
        assert self.dialogs == []
        assert "encountered an error" not in self.says()
        assert self.window.foreign == []
        assert self.window.complaints == []

    def press(self, *names: str) -> None:
        """Open what is folded away, by the beginning of its name, the first of each."""
        for name in names:
            button = self.page.get_by_test_id("stMain").get_by_text(name).locator("visible=true")
            button.first.click()
            self.page.wait_for_timeout(_PAUSE_MS)
            self.notice()

    def reads(self, *texts: str, at_least: int = 0) -> None:
        """Wait until the screen says the texts as they were typed: all, or so many of them."""
        missing = list(texts)
        for _try in range(_TRIES):
            said = self.says()
            missing = [text for text in texts if as_read(text) not in said]
            if len(texts) - len(missing) >= (at_least or len(texts)):
                return
            self.page.wait_for_timeout(_PAUSE_MS)
        raise AssertionError(f"not shown as typed: {missing}")

    def says(self) -> str:
        """Return what the screen says."""
        return as_read(self.page.evaluate(_SAYS))


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Iterator[tuple[Path, Written]]:
    """Build an installation of its own with texts in every field."""
    folder = tmp_path_factory.mktemp("texts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDFAST_DATABASE_URL", f"sqlite:///{folder / 'demo.db'}")
        patch.setenv("HOLDFAST_KEY_FILE", str(folder / "demo.key"))
        _forget()
        crypto.make_key_file(folder / "demo.key")
        command.upgrade(Config(toml_file=ROOT / "pyproject.toml"), "head")
        made = write_everywhere(database.engine(), now=utc_now())
        yield folder, made
        database.engine().dispose()
    _forget()


@pytest.fixture(scope="module")
def organisation(written) -> Path:
    """Let the server and the sign-in use that installation."""
    return written[0]


@pytest.fixture
def witness(written, signed_in):
    """Return a function that lets one of them read the screens."""
    engine = make_engine(f"sqlite:///{written[0] / 'demo.db'}")

    def reading(email: str) -> Witness:
        window = signed_in(SimpleNamespace(email=email))
        window.context.add_init_script(f"({_LISTEN})()")
        return Witness(window, engine, email)

    yield reading
    engine.dispose()


def test_promise_13_a_supporter_reads_own_words_as_they_were_typed(written, witness):
    ada = witness(written[1].ada)
    for _time in range(8):
        name = ada.rename()
        ada.window.open("supporter-today")
        ada.notice()
        ada.reads(name)
    ada.open("supporter-log_contact")
    ada.open("supporter-my_contacts")
    ada.reads(*NEW_CODES)
    ada.press("Change")
    ada.reads(*packed(SHARP, 1000, by="\n")[0].splitlines())
    ada.open("supporter-my_wellbeing")
    ada.press("Add context")
    ada.page.keyboard.press("Escape")
    ada.press("Not right")
    ada.open("supporter-my_cases")
    ada.reads(*CODES[::2])
    ada.press("Ended cases", "Change")
    ada.reads(*CODES[1::2])
    ada.open("supporter-check_in")
    ada.open("supporter-boundaries")


def test_promise_13_every_text_stands_in_a_line_of_ours_as_it_was_typed(written, witness):
    assert len(NAUGHTY) == 461
    ada = witness(written[1].ada)
    ada.open("supporter-my_training")
    ada.reads(*packed(EVERYTHING, 200), *packed(SHARP, 120)[:SHOWN_MODULES])


def test_promise_13_notes_and_changes_are_shown_to_the_person_as_they_were_typed(written, witness):
    ada = witness(written[1].ada)
    ada.open("account-my_data")
    ada.reads(*EVERYTHING)
    ada.press("Changes to your account")
    ada.open("account-seen")
    with transaction(ada.engine) as session:
        person = session.exec(select(Person.id).where(Person.email == written[1].ada)).one()
        devices = zip(packed(SHARP, 80), session.exec(select(LoginSession)), strict=False)
        for text, row in devices:
            row.person_id, row.device = person, text
    ada.open("account-my_account")


def test_promise_13_a_coordinator_reads_them_as_they_were_typed(written, witness):
    cleo = witness(written[1].cleo)
    cleo.open("coordinator-team_overview")
    cleo.open("coordinator-follow_up")
    cleo.reads(*written[1].names.values(), at_least=8)
    cleo.open(f"coordinator-follow_up?id={written[1].follow_up}")
    cleo.reads(*EVERYTHING)
    cleo.press("What happened so far", "Put aside")
    cleo.open("coordinator-caseload")
    cleo.open("coordinator-people")
    cleo.press("Cover")
    cleo.reads(written[1].names["cora@example.org"])
    cleo.press("Add a person")


def test_promise_13_a_training_lead_reads_them_as_they_were_typed(written, witness):
    tess = witness(written[1].tess)
    tess.open("training-modules")
    tess.page.get_by_role("combobox").first.click()
    tess.page.keyboard.press("Enter")
    tess.notice()
    tess.open("training-completion")
    tess.reads(*packed(SHARP, 120)[:SHOWN_MODULES])
    tess.press("Show as table", "to confirm")
    tess.reads(*packed(EVERYTHING, 200), at_least=20)
    tess.press("Everybody")


def test_promise_13_an_administrator_reads_them_as_they_were_typed(written, witness):
    ari = witness(written[1].ari)
    ari.open("admin-organisation")
    ari.open("admin-thresholds")
    ari.open("admin-audit")
    ari.open("admin-accounts")
    ari.page.get_by_role("combobox").first.click()
    ari.page.keyboard.press("Enter")
    ari.notice()
    ari.press("Make a new link", "Teams")


def test_promise_13_the_front_door_shows_names_as_they_were_typed(written, witness):
    guest = witness(written[1].ada)
    for email in [f"peer{number}@example.org" for number in range(24)]:
        with transaction(guest.engine) as session:
            person = session.exec(select(Person.id).where(Person.email == email)).one()
            token = make_one_time_link(
                session, purpose=TokenPurpose.INVITE, person_id=person, now=utc_now()
            )
        guest.page.goto(f"{guest.window.url}/invite/{token}")
        assert guest.dialogs == guest.window.foreign == guest.window.complaints == []
        guest.reads(written[1].names[email])
