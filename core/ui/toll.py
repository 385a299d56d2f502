"""The toll of a contact, 0 to 10, with a word for each band."""

from core.ui.labels import label
from core.ui.language import _
from core.vocabulary import TollBand


def toll_word(toll: float) -> str:
    """Return the word of the band a toll, or a mean of tolls to the nearest point, lies in."""
    return label(_band(toll)).lower()


def band_number(toll: float) -> int:
    """Return which band a toll lies in, from 0 (light) to 4 (very heavy)."""
    return list(TollBand).index(_band(toll))


def _band(toll: float) -> TollBand:
    return TollBand.of(int(toll + 0.5))


def toll_words(toll: int | None) -> str:
    """Return number and word of a toll, or that nothing was said."""
    return _("not said") if toll is None else f"{toll} · {toll_word(toll)}"


def bands_in_words() -> str:
    """Return all bands on one line, as a reminder under the scale."""
    return _("0–1 light · 2–3 mild · 4–5 moderate · 6–7 heavy · 8–10 very heavy")
