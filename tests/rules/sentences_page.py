"""Writes ``docs/sentences.md``: ``python -m tests.rules.sentences_page``."""

from collections.abc import Iterable
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from core.queries.shared import as_shared
from core.rules.boundaries import theme_of
from core.rules.flags import Finding, Verdict, lane_of
from core.rules.sharing import Visible
from core.ui.flag_titles import flag_title, urgent_title
from core.ui.labels import label
from core.vocabulary import Lane, ShareScope
from tests.rules.catalogue import sentences, verdicts
from tests.rules.missing_data import level_lines, not_enough_data
from tests.support import ROOT

PAGE = ROOT / "docs" / "sentences.md"
_NOW = datetime(2026, 5, 13, tzinfo=UTC)
_HEAD = """# What flags can say

Every sentence that a flag, or a sign beside the flags, can put on a screen, each rendered from
invented numbers by the rule that says it: the reasons with their limit and source, what would
clear the flag, and what others read when the person shares its signals without any numbers.
`make sentences` writes this page; a test fails when it is not current. "Default" marks a limit
that is a suggestion of ours rather than a published figure; an administrator can change it.
"""


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for kind, found in sentences().items():
        parts.append(f"\n## {kind.replace('_', ' ').capitalize()}\n")
        parts.append("| rule | sentence | limit | source |\n|---|---|---|---|")
        parts += [_row(finding) for finding in found]
        raised = [one for one in verdicts() if one.kind.value == kind]
        parts += _listed("What is urgent, as its heading", map(heading, raised))
        parts += _listed("What would clear it", (one.clears for one in raised))
        private = [one for one in raised if lane_of(one.kind, one.subject) is Lane.WELLBEING]
        parts += _listed("What a share of its signals shows", map(signals, private))
    parts.append("\n## Not enough data")
    parts += _listed("", not_enough_data())
    parts.append("\n## The line of the first screen")
    parts += _listed("", level_lines())
    return "\n".join(parts) + "\n"


def heading(verdict: Verdict) -> str:
    """Return the title of an urgent flag for the person's own eyes; nothing for another."""
    if not verdict.urgent:
        return ""
    view = SimpleNamespace(
        kind=verdict.kind, subject=theme_of(verdict.subject), level=verdict.level, urgent=True
    )
    return urgent_title(view, verdict.findings)


def signals(verdict: Verdict) -> str:
    """Return what others read of a shared flag when its answers and numbers are not shared."""
    row = SimpleNamespace(
        id=uuid4(),
        person_id=uuid4(),
        kind=verdict.kind,
        subject=verdict.subject,
        level=verdict.level,
        urgent=verdict.urgent,
        since=verdict.since,
        findings=[{"name": one.name, "sentence": one.sentence} for one in verdict.findings],
        context=None,
    )
    shared = as_shared(row, Visible(ShareScope.SIGNALS, _NOW))
    assert not shared.sentences
    said = f"{flag_title(shared)}, {label(shared.level).lower()}"
    reasons = ", ".join(dict.fromkeys(shared.reasons))
    return f"{said}, because of: {reasons}" if reasons else said


def _listed(heading: str, lines: Iterable[str]) -> list[str]:
    found = [f"- {line}" for line in dict.fromkeys(lines) if line]
    if not found:
        return []
    return [f"\n### {heading}\n" if heading else "", *found]


def _row(finding: Finding) -> str:
    limit = f"{finding.threshold} (default)" if finding.is_default else finding.threshold
    cells = (f"`{finding.rule}`", finding.sentence, limit, finding.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page())
