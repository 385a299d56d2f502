"""What a person shares, who looked, and the rights over everything that is stored about them."""

import streamlit as st

from core.permissions import Permission
from core.queries.follow_up_history import notes_about_me
from core.queries.looks import look_count, who_looked
from core.queries.retention import kept_for, leaving_today, own_leaving
from core.queries.roster import own_account_changes
from core.queries.sharing import own_one_off_shares, own_sharing
from core.ui.account_changes import account_changes
from core.ui.guard import require, this_organisation
from core.ui.language import _
from core.ui.my_record import looks, notes_of_others, page_of_looks, shared_once
from core.ui.own_export import download_everything
from core.ui.own_rights import erasing, how_long, leaving
from core.ui.resources import now, reading
from core.ui.sharing_choice import sharing_choice

actor = require(Permission.OWN_ACCOUNT)
place = this_organisation()
with reading() as session:
    sharing = own_sharing(session, actor, now=now())
    once = own_one_off_shares(session, actor, now=now())
    look_total = look_count(session, actor)
    seen = who_looked(session, actor, page=page_of_looks(look_total))
    notes = notes_about_me(session, actor)
    changes = own_account_changes(session, actor)
    kept = kept_for(session, actor)
    leaves, if_today = own_leaving(session, actor), leaving_today(session, actor, now=now())

st.title(_("Sharing and my data"))
sharing_part, rights_part = st.container(), st.container()
# Drawn first, because what can be shared depends on who looks; these rights are everybody's.
with rights_part:
    download_everything(actor)
    how_long(kept)
    leaving(leaves, if_today)
    erasing(actor)

with sharing_part:
    if not actor.may(Permission.LOG_WORK):
        st.info(
            _("You do not log contacts, so there is nothing about you to share."),
            icon=":material/water:",
        )
        account_changes(changes, place)
        st.stop()

    st.header(_("What you share"))
    if sharing.chosen_at is None:
        st.text(_("Please choose once before your first log. Nothing is chosen for you."))
    sharing_choice(actor, sharing)
    if sharing.chosen_at is None:
        st.stop()

    st.header(_("Shared once"))
    shared_once(once, place)

    st.header(_("Who looked"))
    looks(seen, look_total, place)

    st.header(_("Notes about you"))
    notes_of_others(notes, place)
    account_changes(changes, place)
