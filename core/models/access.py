"""Signing in, second factors, one-time links, downloads and unsaved forms."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from core.models.base import Base, SealedWords, UtcDateTime, stored_as_text
from core.vocabulary import DraftForm, TokenPurpose


class LoginSession(Base, table=True):
    """One signed-in browser. The token itself is never stored, only its SHA-256."""

    __tablename__ = "login_session"

    token_hash: str = Field(primary_key=True, max_length=64, repr=False)
    id: UUID = Field(default_factory=uuid4, unique=True)
    """Names this sign-in in its owner's list; the hash stays on the server."""
    person_id: UUID = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    device: str = Field(default="", max_length=80)
    """What its owner will recognise it by, such as "Firefox on Android"."""
    own_device: bool = False
    """The owner marked this device as their own: longer limits for supporters."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    proven_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its owner last showed once more that it is them."""


class KnownDevice(Base, table=True):
    """A browser that somebody signed in with before; a guesser does not slow it down."""

    __tablename__ = "known_device"

    token_hash: str = Field(primary_key=True, max_length=64, repr=False)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_used_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Up to when its owner has read in it what others changed about the account."""


class SignInThrottle(Base, table=True):
    """Failed sign-ins for one address, whether or not an account has it."""

    __tablename__ = "sign_in_throttle"

    key: str = Field(primary_key=True, max_length=64, repr=False)
    """A keyed hash of the address, or of a known device: neither can be read from it."""
    failures: int = 0
    """Guesses that were checked and are not forgiven yet."""
    counted_from_at: datetime = Field(sa_type=UtcDateTime)
    """From here on they are forgiven, one after the other."""
    refused: int = 0
    """Guesses that were not checked at all, because there had been too many."""
    last_failed_at: datetime = Field(sa_type=UtcDateTime)
    wait_until_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FailedSignIns(Base, table=True):
    """Tries that failed within an hour, until they go into the audit log as one entry.

    It holds no address and nothing that was typed.
    """

    __tablename__ = "failed_sign_ins"

    hour_at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    """The beginning of the hour."""
    about_id: UUID = Field(primary_key=True)
    """Whose account was tried; the nil key stands for every address that has none."""
    tries: int


class SecondFactor(Base, table=True):
    """The secret that a person's authenticator app shares with us, encrypted."""

    __tablename__ = "second_factor"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    secret: bytes = Field(sa_type=SealedWords, repr=False)
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a first code proved that the app has it; before that it protects nothing."""
    last_step: int = 0
    """The time step of the last code that was used, so that none works twice."""


class RecoveryCode(Base, table=True):
    """A code that stands in for the authenticator app once."""

    __tablename__ = "recovery_code"

    code_hash: str = Field(primary_key=True, max_length=64, repr=False)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OutsideIdentity(Base, table=True):
    """Who a person is at the organisation's own identity provider (OIDC)."""

    __tablename__ = "outside_identity"

    issuer: str = Field(primary_key=True, max_length=200)
    subject: str = Field(primary_key=True, max_length=255)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    linked_at: datetime = Field(sa_type=UtcDateTime)


class OutsideAttempt(Base, table=True):
    """A sign-in that is under way at the identity provider."""

    __tablename__ = "outside_attempt"

    state_hash: str = Field(primary_key=True, max_length=64, repr=False)
    nonce: str = Field(max_length=64, repr=False)
    verifier: str = Field(max_length=128, repr=False)
    leads_to: str = Field(default="/", max_length=120)
    proves: str = Field(default="", max_length=64, repr=False)
    """The sign-in whose owner shows once more that it is them; empty for a new sign-in."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class Download(Base, table=True):
    """A file prepared for one sign-in, encrypted; it can be fetched once, within minutes."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    session_hash: str = Field(max_length=64, repr=False)
    """The sign-in it was prepared for; no other can fetch it."""
    file_name: str = Field(max_length=120)
    media_type: str = Field(max_length=80)
    body: bytes = Field(sa_type=SealedWords, repr=False)
    created_at: datetime = Field(sa_type=UtcDateTime)
    fetched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OneTimeToken(Base, table=True):
    """A link that works once, for a limited time."""

    __tablename__ = "one_time_token"

    token_hash: str = Field(primary_key=True, max_length=64, repr=False)
    purpose: TokenPurpose = Field(sa_type=stored_as_text(TokenPurpose))
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    tries: int = 0
    """Codes that were tried in a second step; after a few the password is asked for again."""


class Draft(Base, table=True):
    """What a person typed and did not save yet, encrypted; deleted after seven days."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    form: DraftForm = Field(sa_type=stored_as_text(DraftForm))
    contact_id: UUID | None = Field(
        default=None, foreign_key="contact.id", index=True, ondelete="CASCADE"
    )
    """The contact that is being changed; nothing for a form that makes something new."""
    body: bytes = Field(sa_type=SealedWords, repr=False)
    saved_at: datetime = Field(sa_type=UtcDateTime)
