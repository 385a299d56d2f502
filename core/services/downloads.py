"""Files prepared for one sign-in: encrypted, fetched once, gone after minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from core.errors import InvalidValue, NotAllowed, NotFound
from core.models import Download, LoginSession
from core.models.base import open_file, seal_file, table_of
from core.permissions import Actor, Permission
from core.queries.proofs import proven_just_now
from core.rules.downloads import KEPT_FOR
from core.services.audit import write_audit
from core.vocabulary import AuditEvent

_DOWNLOAD: Final = table_of(Download)
_SIGN_IN: Final = table_of(LoginSession)
_PLACE: Final = "download.body"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedFile:
    """A file as it goes to the browser."""

    name: str
    media_type: str
    body: bytes = field(repr=False)


def prepare_download(
    session: Session, actor: Actor, file: PreparedFile, *, session_hash: str, now: datetime
) -> UUID:
    """Keep a file for the actor's present sign-in and return the id it is fetched by.

    Earlier files of the actor are dropped, and so are everybody's that were not fetched in time.

    Raises:
        NotAllowed: the sign-in is not the actor's, or it has ended.
        InvalidValue: the actor has not shown in it lately that it is them.
    """
    actor.must(Permission.OWN_ACCOUNT)
    connection = session.connection()
    signed_in = select(_SIGN_IN.c.token_hash).where(
        _SIGN_IN.c.token_hash == session_hash,
        _SIGN_IN.c.person_id == actor.person_id,
        _SIGN_IN.c.ended_at.is_(None),
    )
    if connection.execute(signed_in).first() is None:
        raise NotAllowed
    if not proven_just_now(session, actor, session_hash, now=now):
        raise InvalidValue("Please show first that it is you; that counts for ten minutes.")
    connection.execute(delete(_DOWNLOAD).where(_DOWNLOAD.c.person_id == actor.person_id))
    drop_old_downloads(session, now=now)
    download_id = uuid4()
    connection.execute(
        insert(_DOWNLOAD),
        {
            "id": download_id,
            "person_id": actor.person_id,
            "session_hash": session_hash,
            "file_name": file.name,
            "media_type": file.media_type,
            "body": seal_file(file.body, _PLACE, download_id, actor.person_id),
            "created_at": now,
        },
    )
    me = actor.person_id
    write_audit(session, AuditEvent.EXPORTED, actor_id=me, subject_id=me, now=now)
    return download_id


def fetch_download(
    session: Session, download_id: UUID, *, person_id: UUID, session_hash: str, now: datetime
) -> PreparedFile:
    """Hand out a prepared file to the sign-in it was made for, and keep nothing of it.

    Raises:
        NotFound: it never was, was fetched, is too old, or was made for another sign-in.
    """
    connection = session.connection()
    # One statement checks and marks, so that of two requests for one file one gets it.
    marked = connection.execute(
        update(_DOWNLOAD)
        .where(
            _DOWNLOAD.c.id == download_id,
            _DOWNLOAD.c.person_id == person_id,
            _DOWNLOAD.c.session_hash == session_hash,
            _DOWNLOAD.c.fetched_at.is_(None),
            _DOWNLOAD.c.created_at > now - KEPT_FOR,
        )
        .values(fetched_at=now)
    )
    if marked.rowcount != 1:
        raise NotFound("file")
    row = connection.execute(select(_DOWNLOAD).where(_DOWNLOAD.c.id == download_id)).one()
    connection.execute(delete(_DOWNLOAD).where(_DOWNLOAD.c.id == download_id))
    return PreparedFile(
        name=row.file_name,
        media_type=row.media_type,
        body=open_file(row.body, _PLACE, download_id, person_id),
    )


def drop_old_downloads(session: Session, *, now: datetime) -> int:
    """Delete files that nobody fetched in time; return how many."""
    old = delete(_DOWNLOAD).where(_DOWNLOAD.c.created_at <= now - KEPT_FOR)
    return session.connection().execute(old).rowcount
