"""Problems we expect. ``str(error)`` is a sentence that is fit to show to a volunteer."""


class AppError(Exception):
    """Base of every error that this product raises on purpose."""


class InvalidValue(AppError):
    """A value is outside what a rule accepts; the sentence names the field and the fix."""


class NotAllowed(AppError):
    """The person is signed in, but their role does not include this action."""

    def __init__(self) -> None:
        super().__init__("Your role does not include this.")


class NotFound(AppError):
    """The record does not exist, or this person may not know that it does."""

    def __init__(self, what: str) -> None:
        super().__init__(f"We could not find that {what}.")


class ChangedMeanwhile(AppError):
    """Somebody else, or another tab, saved this record after it was opened."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This {what} was changed in the meantime. Please look at it again.")


class WordsUnreadable(AppError):
    """Stored words do not belong to this row and person, or their key is missing."""

    def __init__(self) -> None:
        super().__init__("These words could not be read. Please tell your administrator.")


class NotConfigured(AppError):
    """The installation lacks something it cannot run without."""
