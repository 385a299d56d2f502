"""What may differ between installations, read once from the environment at start-up."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PREFIX: Final = "HOLDFAST_"


class Settings(BaseSettings):
    """Every setting, with its default."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    database_url: SecretStr = SecretStr("sqlite:///data/holdfast.db")
    """SQLAlchemy URL. It is a secret because a PostgreSQL URL carries a password."""

    key_file: Path = Path("keys/holdfast.key")
    """Key for encrypted words. Keep it outside the data folder and outside the backups."""

    audit_anchor: Path | None = None
    """Where the latest digest of the audit log is noted, outside the database and its backups.
    Without it: beside the key file."""

    erasure_ledger: Path | None = None
    """Where erasures are noted, outside the database and its backups, and done again after a
    restore. Without it: beside the key file."""

    public_url: str = "http://localhost:8501"
    """The address people type; sign-in and live connections from any other are refused."""

    host: str = "127.0.0.1"
    """Address the server listens on."""

    port: int = Field(default=8501, ge=1, le=65535)
    """Port the server listens on."""

    argon2_memory_mib: int = Field(default=64, ge=19, le=1024)
    """Memory for one password hash, in MiB. Below 19 guessing becomes cheap (OWASP floor)."""

    argon2_rounds: int = Field(default=3, ge=2, le=10)
    """Passes over that memory for one password hash."""

    second_factor: Literal["coordinators and administrators", "everybody", "nobody"] = (
        "coordinators and administrators"
    )
    """Who signs in with a code of an authenticator app besides the password."""

    oidc_issuer: str = ""
    """Address of the organisation's own identity provider (OIDC); without it there is none."""

    oidc_client_id: str = ""
    """The name under which that provider knows this installation."""

    oidc_client_secret: SecretStr = SecretStr("")
    """What this installation proves itself with to that provider."""

    oidc_name: str = Field(default="your organisation's account", max_length=60)
    """What the sign-in page calls that provider: Sign in with …"""

    own_devices: bool = True
    """Whether supporters may mark a device as their own and stay signed in for longer."""

    nightly: bool = True
    """Whether this server does the work of the night itself, every morning at 06:05."""

    smallest_group: int = Field(default=5, ge=5, le=50)
    """People needed before a team figure is shown. It can be raised, never lowered."""

    instruments_dir: Path | None = None
    """A folder with questionnaires of your own; see docs/instruments.md."""

    @property
    def erasures(self) -> Path:
        """The file in which erasures are noted."""
        return self.erasure_ledger or self.key_file.with_suffix(".erased")

    @field_validator("oidc_issuer")
    @classmethod
    def _an_address(cls, value: str) -> str:
        at_home = value.startswith(("http://localhost", "http://127.0.0.1"))
        if value and not value.startswith("https://") and not at_home:
            raise ValueError("expected https://…")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _provider_is_whole(self) -> "Settings":
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET as well")
        return self

    @model_validator(mode="before")
    @classmethod
    def _address_follows_port(cls, values: dict[str, Any]) -> dict[str, Any]:
        if "port" in values:
            return {"public_url": f"http://localhost:{values['port']}"} | values
        return values

    @field_validator("public_url")
    @classmethod
    def _without_path(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")) or value.count("/") != 2:
            raise ValueError("expected http(s)://host[:port] without a path")
        return value

    @classmethod
    def settings_customise_sources(cls, *_: object, **sources: object) -> tuple[()]:
        """Read nothing implicitly: ``from_env`` alone decides, so a misspelling is noticed."""
        return (sources["init_settings"],)  # type: ignore[return-value]

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Build settings from ``HOLDFAST_*``; ``HOLDFAST_X_FILE`` names a file that holds X.

        Raises:
            pydantic.ValidationError: a name is unknown or a value is out of range.
        """
        values: dict[str, str] = {}
        for name, raw in env.items():
            if not name.startswith(_PREFIX):
                continue
            field = name.removeprefix(_PREFIX).lower()
            if field not in cls.model_fields and field.endswith("_file"):
                values[field.removesuffix("_file")] = Path(raw).read_text().strip()
            else:
                values[field] = raw
        return cls(**values)  # type: ignore[arg-type]


def explain(problem: ValidationError) -> str:
    """Return one line that names each wrong setting and what is wrong with it."""
    return "; ".join(
        f"{_PREFIX}{'.'.join(map(str, error['loc'])).upper()}: {error['msg']}"
        for error in problem.errors(include_input=False, include_url=False)
    )


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this installation."""
    return Settings.from_env(os.environ)
