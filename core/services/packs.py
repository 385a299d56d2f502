"""The questionnaires of this installation: those that come with the product, and an operator's."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from core.data.instruments import Pack, packs_in, shipped_packs
from core.data.packaged import WrongData
from core.errors import NotConfigured
from core.rules.instruments import faults_for_detector, faults_of_examples

_FOLDER: Final[list[Path]] = []
"""The operator's folder, named once by whoever starts the process; services know no settings."""


def use_folder(folder: Path | None) -> Mapping[str, Pack]:
    """Read the questionnaires of an operator's folder beside the shipped ones.

    Raises:
        NotConfigured: with a sentence for each fault of each pack.
    """
    _FOLDER[:] = [] if folder is None else [folder]
    packs.cache_clear()
    try:
        return packs()
    except WrongData as problem:
        raise NotConfigured(f"A questionnaire cannot be used. {problem}") from problem


@cache
def packs() -> Mapping[str, Pack]:
    """Return every questionnaire by its id, switched off or not.

    Raises:
        WrongData: a pack is not scored as its own examples or the strain detector want it, or
            two share an id.
    """
    found: dict[str, Pack] = {}
    for pack in (*shipped_packs(), *(each for folder in _FOLDER for each in packs_in(folder))):
        if pack.id in found:
            raise WrongData(f"Two questionnaires have the id {pack.id}; please rename one.")
        if faults := [*faults_of_examples(pack), *faults_for_detector(pack)]:
            raise WrongData(" ".join(f"{pack.id}: {fault}" for fault in faults))
        found[pack.id] = pack
    return found
