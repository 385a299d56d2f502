"""Signing in, one-time links, and unsaved forms."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from core.models.base import Base, SealedWords, UtcDateTime, stored_as_text
from core.vocabulary import DraftForm, TokenPurpose


class LoginSession(Base, table=True):
    """One signed-in browser. The token itself is never stored, only its SHA-256."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True, max_length=64, repr=False)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    own_device: bool = False
    """The owner marked this device as their own: longer limits for supporters."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OneTimeToken(Base, table=True):
    """A link that works once, for a limited time."""

    __tablename__ = "one_time_token"

    token_hash: str = Field(primary_key=True, max_length=64, repr=False)
    purpose: TokenPurpose = Field(sa_type=stored_as_text(TokenPurpose))
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Draft(Base, table=True):
    """What a person typed and did not save yet, encrypted; deleted after seven days."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    form: DraftForm = Field(sa_type=stored_as_text(DraftForm))
    body: bytes = Field(sa_type=SealedWords, repr=False)
    saved_at: datetime = Field(sa_type=UtcDateTime)
