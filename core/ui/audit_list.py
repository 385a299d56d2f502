"""The audit log as an administrator reads it."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

import pyarrow as pa
import streamlit as st

from core.database import anchor_file
from core.permissions import Actor
from core.queries.audit import PAGE, AuditLine, FailedHour, check_audit
from core.queries.people import OrganisationFacts
from core.ui.days import clock_words, day_of, day_words
from core.ui.empty import nothing_yet
from core.ui.entries import as_table, entries
from core.ui.labels import label
from core.ui.language import _, plural
from core.ui.plain import plain
from core.ui.resources import reading

_PAGE: Final = "audit_page"


def audit_state(actor: Actor) -> None:
    """Say whether the log is whole, and what to write down about it elsewhere."""
    with reading() as session:
        verdict = check_audit(session, actor, noted=_noted_outside())
    if verdict.faults:
        st.error(
            _("The log was tampered with, or a backup was put back. What does not fit:"),
            icon=":material/error:",
        )
        for fault in verdict.faults[:10]:
            st.text(_(fault))
    elif verdict.head is None:
        nothing_yet(_("Nothing was written down yet."))
    else:
        said = plural(
            "The log is whole: {n} entry, not changed.",
            "The log is whole: {n} entries, none changed, none missing.",
            verdict.entries,
        )
        st.success(said, icon=":material/verified:")
    if verdict.head is not None:
        with st.expander(_("Prove it to somebody else"), icon=":material/anchor:"):
            st.text(
                _(
                    "Keep this line somewhere else, on paper for example. "
                    "The log can be compared with it at any time: holdfast audit verify --noted …"
                )
            )
            st.code(str(verdict.head), language=None, wrap_lines=True)


def failed_sign_ins(found: Sequence[FailedHour], place: OrganisationFacts) -> None:
    """Say which sign-ins failed lately, before their hour is over and the log holds them."""
    if not found:
        return
    with st.container(border=True):
        st.markdown(_("**Sign-ins that failed in this hour**"))
        for each in found:
            whose = plain(each.name) if each.name else _("addresses without an account")
            tries = plural("{n} try", "{n} tries", each.tries)
            since = _("since {clock}").format(clock=clock_words(each.hour_at, place.time_zone))
            st.markdown(f"{whose} · {tries} {since}")
        st.caption(_("When the hour is over, each line becomes an entry of the log."))


def page_of_log(count: int, chosen: str | None) -> int:
    """Return which page of so many entries of a kind is open, the first until one is chosen."""
    return min(int(st.session_state.get(_key(chosen), 1)), _pages(count))


def audit_entries(
    lines: Sequence[AuditLine], count: int, chosen: str | None, place: OrganisationFacts
) -> None:
    """Show one page of entries, newest first: who did what to whom, and when."""
    if not lines:
        nothing_yet(_("No such entry."))
        return
    entries(_entry(line, place.time_zone) for line in lines)
    if _pages(count) > 1:
        st.pagination(_pages(count), key=_key(chosen))
        first = (page_of_log(count, chosen) - 1) * PAGE + 1
        said = _("Entries {first} to {last} of {count}, newest first.")
        st.caption(said.format(first=first, last=first + len(lines) - 1, count=count))
    as_table(
        partial(_table, lines, place.time_zone),
        alt=_("The entries of this page of the audit log"),
        key="audit_table",
    )


def _key(chosen: str | None) -> str:
    # Each kind has pages of its own: a late page of everything may be none of a rare kind.
    return f"{_PAGE}_{chosen or 'all'}"


def _pages(count: int) -> int:
    return max(-(-count // PAGE), 1)


def _entry(line: AuditLine, time_zone: str) -> Iterator[str]:
    when = f"{day_words(day_of(line.at, time_zone))}, {clock_words(line.at, time_zone)}"
    yield f"**{label(line.event)}** · {when}"
    who = [line.actor] if line.actor else []
    if line.subject and line.subject != line.actor:
        who.append(_("about {name}").format(name=line.subject))
    if who:
        yield plain(" · ".join(who))
    if line.detail:
        yield f":small[{plain(line.detail)}]"


def _table(lines: Sequence[AuditLine], time_zone: str) -> pa.Table:
    return pa.table(
        {
            _("When"): [_moment(line, time_zone) for line in lines],
            _("What"): [label(line.event) for line in lines],
            _("Who"): [line.actor or "–" for line in lines],
            _("About"): [line.subject or "–" for line in lines],
            _("Details"): [line.detail for line in lines],
            _("No."): [line.position for line in lines],
        }
    )


def _moment(line: AuditLine, time_zone: str) -> str:
    return f"{day_of(line.at, time_zone)} {clock_words(line.at, time_zone)}"


def _noted_outside() -> str:
    try:
        return anchor_file().read_text()
    except OSError:
        return ""
