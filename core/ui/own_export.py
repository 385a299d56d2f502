"""Taking along everything that is stored about oneself."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import AppError
from core.permissions import Actor
from core.queries.proofs import proven_just_now
from core.services.downloads import PreparedFile, prepare_download
from core.settings import settings
from core.transfer.export_files import MEDIA_TYPE, zipped
from core.transfer.personal_export import everything_about_me
from core.ui.language import _
from core.ui.resources import now, reading, saving


def download_everything(actor: Actor) -> None:
    """Offer one file with everything; it is made while the person watches, and fetched once."""
    st.header(_("Download everything about you"))
    st.text(
        _(
            "One file: a page to read, tables for spreadsheets, and a form that can be brought "
            "back. It holds your private words in plain text, so keep it in a safe place."
        )
    )
    if not _is_proven(actor):
        st.link_button(
            _("Show that it is you"), f"{settings().public_url}/prove", icon=":material/key:"
        )
        st.caption(_("Nobody who finds your browser open can take the file along."))
        return
    link = st.empty()
    if st.button(_("Prepare my file"), key="prepare_export", icon=":material/inventory_2:"):
        _prepare(actor, link)


def _is_proven(actor: Actor) -> bool:
    with reading() as session:
        return proven_just_now(session, actor, str(st.user.get("sid")), now=now())


def _prepare(actor: Actor, link: DeltaGenerator) -> None:
    bar = link.progress(0.0, _("Gathering"))

    def progress(what: str, share: float) -> None:
        bar.progress(share, _(what))

    moment = now()
    try:
        with reading() as session:
            everything = everything_about_me(session, actor, progress=progress, now=moment)
        file = PreparedFile(
            name=f"holdfast-{moment:%Y-%m-%d}.zip",
            media_type=MEDIA_TYPE,
            body=zipped(everything, _),
        )
        with saving() as session:
            prepared = prepare_download(
                session, actor, file, session_hash=str(st.user.get("sid")), now=moment
            )
    except AppError as problem:
        link.error(_(str(problem)), icon=":material/error:")
        return
    with link.container(border=True):
        st.markdown(_("**Your file is ready.** It can be fetched once, within five minutes."))
        st.link_button(
            _("Save the file"),
            f"{settings().public_url}/export/{prepared}",
            type="primary",
            icon=":material/download:",
        )
