"""What the console says about the invented organisation: whom to sign in as, what to look at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import fill
from typing import Final

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from core.demo.cast import (
    ADMINISTRATOR_ACCOUNT,
    BY_NAME,
    COORDINATOR_ACCOUNT,
    COORDINATORS,
    DUNES,
    LIGHTHOUSE,
    SUPPORTER_ACCOUNT,
    TRAINING_ACCOUNT,
    Member,
)
from core.demo.people import ORGANISATION
from core.demo.stories import STORIES, Story

_WIDTH: Final = 96


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account for one kind of reader."""

    reader: str
    name: str
    email: str
    look_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What was built, and how to get in."""

    people: int
    contacts: int
    password: str
    """The same for everybody."""
    accounts: tuple[DemoAccount, ...]
    stories: tuple[Story, ...] = STORIES


def _account(reader: str, member: Member, look_at: str) -> DemoAccount:
    return DemoAccount(reader, member.name, member.email, look_at)


ACCOUNTS: Final = (
    _account(
        "Supporter",
        SUPPORTER_ACCOUNT,
        "log a contact, then My wellbeing: two months of drift and the flag that explains it",
    ),
    _account(
        "Coordinator",
        COORDINATOR_ACCOUNT,
        "Team overview: whom to ring first, and why; then Follow up",
    ),
    _account(
        "Training lead", TRAINING_ACCOUNT, "Completion: what expired, what ends soon, what waits"
    ),
    _account(
        "Administrator",
        ADMINISTRATOR_ACCOUNT,
        "People and Accounts; Thresholds with their sources; Audit",
    ),
)


def console_text(report: DemoReport) -> str:
    """Return the accounts and the stories in plain words, for the console."""
    lines = [
        f"{ORGANISATION}: {report.people} invented people, {report.contacts} contacts, 60 weeks.",
        "",
        f"Password for everybody: {report.password}",
        "",
    ]
    for account in report.accounts:
        lines += [f"  {account.reader}: {account.email}", _indented(account.look_at)]
    lines += ["", "Stories to find. Sign in as the person, or as a coordinator of the team:"]
    lines += [f"  {team}: {lead.email}" for team, lead in COORDINATORS.items()]
    lines += [f"  ({DUNES} is covered by the coordinator of {LIGHTHOUSE} at the moment)", ""]
    for story in report.stories:
        member = BY_NAME[story.person]
        lines += [f"  {story.title}: {story.person}, {member.team}", f"    {member.email}"]
        lines += [_indented(story.look_at)]
    return "\n".join(lines)


def _indented(text: str) -> str:
    return fill(text, width=_WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Show a bar on the console while the block runs; yields what ``build`` reports to."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("Inventing an organisation", total=1.0)

        def show(what: str, share: float) -> None:
            bar.update(task, description=what, completed=share)

        yield show
