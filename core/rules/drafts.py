"""How long unsaved forms are kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from core.vocabulary import DraftForm

KEPT_FOR: Final[Mapping[DraftForm, timedelta]] = {
    DraftForm.CONTACT: timedelta(days=7),
    DraftForm.CONTACT_EDIT: timedelta(days=7),
    DraftForm.CONTACT_UNDO: timedelta(hours=24),
}
LONGEST_BODY: Final = 40_000
"""Characters of one draft as JSON: far more than a full form, far less than a misuse."""
