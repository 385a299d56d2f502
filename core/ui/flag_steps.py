"""What one can do about a flag, step by step, ended with the training module about it."""

from collections.abc import Iterable, Mapping
from typing import Final

import streamlit as st

from core.queries.suggested_modules import SuggestedModule, suggested_modules
from core.services.next_steps import Advice, Step
from core.ui.days import day_words
from core.ui.guard import current_actor
from core.ui.language import _, plural
from core.ui.links import link_to
from core.ui.plain import plain
from core.ui.resources import reading

_KINDS: Final = {
    "load": "your load",
    "role": "your role",
    "support": "support",
    "self_care": "for yourself",
}
_MARGIN: Final = "  \n   "
"""Goes on below, within the same item of a numbered list."""


def modules_of(advices: Iterable[Advice]) -> dict[str, SuggestedModule]:
    """Return the modules that all cards of a screen suggest, read at once."""
    codes = {code for advice in advices for code in advice.modules}
    actor = current_actor()
    if actor is None or not codes:
        return {}
    with reading() as session:
        return suggested_modules(session, actor, codes)


def what_you_can_do(advice: Advice, modules: Mapping[str, SuggestedModule]) -> None:
    """List next steps in their order; the last one is a module to learn, with a link to it."""
    learn = [modules[code] for code in advice.modules if code in modules]
    items = [*map(step_words, advice.steps), *map(_module, learn)]
    if not items:
        return
    st.markdown(f"**{_('What you can do')}**")
    st.markdown("\n".join(f"{place}. {item}" for place, item in enumerate(items, start=1)))
    for module in learn:
        words = _("See the module: {title}").format(title=module.title)
        link_to("supporter/my_training", plain(words), module=module.code)


def step_words(step: Step) -> str:
    """Return a step as an item of a Markdown list, with its minutes and its source."""
    about = [_(_KINDS[step.kind])]
    if step.minutes is not None:
        about.append(plural("{n} minute", "{n} minutes", step.minutes))
    return _item(_(step.title), " · ".join(about), _(step.text), step.source)


def _module(module: SuggestedModule) -> str:
    if module.done_on is None:
        words = _("You have not done this module yet.")
    else:
        words = _("You did this module on {day}; look through it again.").format(
            day=day_words(module.done_on)
        )
    return _item(module.title, _("training"), words, module.source)


def _item(title: str, about: str, text: str, source: str) -> str:
    said = _("Source: {source}").format(source=source)
    lines = (f"**{plain(title)}** · {plain(about)}", plain(text))
    return _MARGIN.join((*lines, f":small[{plain(said)}]") if source else lines)
