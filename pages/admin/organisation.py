"""An administrator says what everybody reads about the organisation, and what it asks."""

import streamlit as st

from core.permissions import Permission
from core.queries.people import organisation
from core.queries.questionnaires import instruments_off
from core.queries.retention import kept_for
from core.ui.guard import require
from core.ui.language import _
from core.ui.organisation_form import organisation_form, questionnaires_in_use
from core.ui.resources import reading
from core.ui.retention_form import retention_form

actor = require(Permission.MANAGE_ORGANISATION)

with reading() as session:
    place = organisation(session)
    off = instruments_off(session)
    kept = kept_for(session, actor)

st.title(_("Organisation"))
organisation_form(place)
questionnaires_in_use(off)
retention_form(kept)
