"""Writes ``docs/sentences.md``: ``python -m tests.rules.sentences_page``."""

from core.rules.flags import Finding
from tests.rules.catalogue import sentences
from tests.support import ROOT

PAGE = ROOT / "docs" / "sentences.md"
_HEAD = """# What flags can say

Every sentence that a flag, or a sign beside the flags, can put on a screen, each rendered from
invented numbers by the rule that says it. `make sentences` writes this page; a test fails when
it is not current. "Default" marks a limit that is a suggestion of ours rather than a published
figure; an administrator can change it.
"""


def page() -> str:
    """Return the whole page."""
    parts = [_HEAD]
    for kind, found in sentences().items():
        parts.append(f"\n## {kind.replace('_', ' ').capitalize()}\n")
        parts.append("| rule | sentence | limit | source |\n|---|---|---|---|")
        parts += [_row(finding) for finding in found]
    return "\n".join(parts) + "\n"


def _row(finding: Finding) -> str:
    limit = f"{finding.threshold} (default)" if finding.is_default else finding.threshold
    cells = (f"`{finding.rule}`", finding.sentence, limit, finding.source)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page())
