"""Whoever was erased stays so, also after an old backup was put back."""

from sqlalchemy import Engine

from core.clock import utc_now
from core.database import leave_no_trace, transaction
from core.services.erasure import erase_again
from core.settings import settings


def keep_erased(engine: Engine) -> int:
    """Erase again whom the ledger names, before anybody is let in; return how many it were."""
    ledger = settings().erasures
    if not ledger.exists():
        return 0
    with transaction(engine) as session:
        again = erase_again(session, ledger, now=utc_now())
    if again:
        leave_no_trace(engine)
    return again
