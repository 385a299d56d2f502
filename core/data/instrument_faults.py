"""What is wrong with a questionnaire pack, one sentence for each fault."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

_TEXTS: Final = (
    "title",
    "short",
    "citation",
    "licence_notice",
    "source_url",
    "instruction",
)
_FIELDS: Final = {
    *("id", "version", "minutes", "adapted", "adaptation", "recall_days", "min_interval_days"),
    *("rhythm", "scales", "items", "subscales", "urgent", "examples"),
    *_TEXTS,
}
_ITEM: Final = {"id", "text", "scale", "subscale", "reversed"}
_SUBSCALE: Final = {
    *("id", "title", "scoring", "factor", "least_answered", "optional"),
    *("higher_is", "bands", "change"),
}
_SCORINGS: Final = ("mean_0_100", "mean", "sum", "single")
_SOURCED: Final = {"source", "is_default"}
_WORDS: Final = {"word", "meaning", *_SOURCED}
_EDGES: Final = {"from", "above", "to", "below"}
_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,38}[a-z0-9]")
_RESERVED: Final = ("pulse", "boundary_check")
_LONGEST_WORD: Final = 32
_LONGEST_TITLE: Final = 80


def faults_of(content: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each fault of a pack; none when it can be used."""
    fields = _fields("The pack", content, _FIELDS)
    if found := list(fields):
        return found
    try:
        shape = [*_head(content), *_scales(content), *_items(content)]
        return shape or [*_subscales(content), *_urgent(content), *_examples(content)]
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        return [f"A field has the wrong kind of value ({problem})."]


def _fields(what: str, content: Mapping[str, Any], wanted: set[str]) -> Iterator[str]:
    for name in sorted(wanted - content.keys()):
        words = name.replace("_", " ")
        yield f"{what} has no {words}; please add the field {name}."
    for name in sorted(content.keys() - wanted):
        yield f"{what} has a field {name} that is not known; please remove it."


def _head(content: Mapping[str, Any]) -> Iterator[str]:
    if not _ID.fullmatch(content["id"]) or content["id"] in _RESERVED:
        yield "The id is made of small letters, digits and _, and is not pulse or boundary_check."
    if not _whole(content["version"], 1):
        yield "The version is a whole number from 1."
    for name in _TEXTS:
        if not isinstance(content[name], str) or not content[name].strip():
            yield f"The {name.replace('_', ' ')} is empty; it is shown with the questions."
    if not content["source_url"].startswith("https://"):
        yield "The source url begins with https://."
    if content["adapted"] and not content["adaptation"].strip():
        yield "The pack is adapted, so the adaptation has to say what was changed."
    for name in ("minutes", "min_interval_days"):
        if not _whole(content[name], 1):
            yield f"The field {name} is a whole number from 1."
    rhythm = content["rhythm"]
    yield from _fields("The rhythm", rhythm, {"every_days", "first_after_days", "extra_days"})
    if _whole(rhythm.get("every_days"), 1) and rhythm["every_days"] < content["min_interval_days"]:
        yield "The rhythm offers it more often than min_interval_days allows."


def _scales(content: Mapping[str, Any]) -> Iterator[str]:
    for name, options in content["scales"].items():
        values = [option["value"] for option in options]
        labels = [option["label"] for option in options]
        if len(options) < 2 or len({*values}) < len(values) or len({*labels}) < len(labels):
            yield f"The scale {name} needs two options or more, each with its own value and label."
        if not all(_whole(value, 0) for value in values) or not all(labels):
            yield f"The scale {name} needs whole numbers from 0 and a label for each option."


def _items(content: Mapping[str, Any]) -> Iterator[str]:
    subscales = {each["id"] for each in content["subscales"]}
    for item in content["items"]:
        name = f"The item {item.get('id', 'without an id')}"
        wrong = list(_fields(name, item, _ITEM))
        yield from wrong
        if wrong:
            continue
        if item["scale"] not in content["scales"]:
            yield f"{name} uses the scale {item['scale']}, which the pack does not define."
        if item["subscale"] not in subscales:
            yield f"{name} belongs to the subscale {item['subscale']}, which is not defined."
        if not isinstance(item["reversed"], bool):
            yield f"{name} says neither true nor false for reversed."
    for field in ("id", "text"):
        for value, times in Counter(item.get(field) for item in content["items"]).items():
            if times > 1:
                yield f'The {field} "{value}" is used by {times} items; each item comes once.'


def _subscales(content: Mapping[str, Any]) -> Iterator[str]:
    ids = Counter(each["id"] for each in content["subscales"])
    yield from (f"The subscale {name} comes twice." for name, times in ids.items() if times > 1)
    if not ids:
        yield "The pack has no subscale, so nothing would be scored."
    for each in content["subscales"]:
        name = f"The subscale {each['id']}"
        wrong = list(_fields(name, each, _SUBSCALE))
        yield from wrong
        if not wrong:
            yield from _one_subscale(name, each, content)


def _one_subscale(name: str, each: Mapping[str, Any], pack: Mapping[str, Any]) -> Iterator[str]:
    items = [item for item in pack["items"] if item["subscale"] == each["id"]]
    if each["scoring"] not in _SCORINGS:
        yield f"{name} is scored as {each['scoring']}; it is one of {', '.join(_SCORINGS)}."
        return
    if each["higher_is"] not in ("worse", "better"):
        yield f"{name} says higher_is {each['higher_is']}; it is worse or better."
    if not items or (each["scoring"] == "single" and len(items) != 1):
        yield f"{name} has {len(items)} items, which cannot be scored as {each['scoring']}."
        return
    if not _whole(each["least_answered"], 1) or each["least_answered"] > len(items):
        yield f"{name} needs least_answered from 1 to its {len(items)} items."
    if each["scoring"] == "sum" and each["least_answered"] != len(items):
        yield f"{name} is a sum, so all of its {len(items)} items have to be answered."
    if len(each["title"]) > _LONGEST_TITLE:
        yield f"{name} has a title of more than {_LONGEST_TITLE} letters."
    low, high = _range(each, items, pack)
    if each["scoring"] == "mean_0_100" and (low, high) != (0, 100):
        yield f"{name} is a mean from 0 to 100, but its options run from {low:g} to {high:g}."
    yield from _bands(name, each["bands"], low, high)
    if each["change"] is not None:
        yield from _fields(f"The change of {each['id']}", each["change"], {"points", *_SOURCED})


def _range(
    each: Mapping[str, Any], items: list[Mapping[str, Any]], pack: Mapping[str, Any]
) -> tuple[float, float]:
    values = [[option["value"] for option in pack["scales"][item["scale"]]] for item in items]
    lows, highs = [min(one) for one in values], [max(one) for one in values]
    if each["scoring"] == "sum":
        return sum(lows) * each["factor"], sum(highs) * each["factor"]
    return min(lows), max(highs)


def _bands(name: str, bands: list[Mapping[str, Any]], low: float, high: float) -> Iterator[str]:
    if not bands:
        yield f"{name} has no bands."
        return
    for band in bands:
        yield from _fields(
            f"A band of {name}", {k: band[k] for k in band if k not in _EDGES}, _WORDS
        )
        if len(str(band.get("word", ""))) > _LONGEST_WORD:
            yield f"{name}: a band's word has at most {_LONGEST_WORD} letters."
    if bands[0].get("from") != low:
        yield f"{name}: the first band begins from {low:g}, the lowest score there is."
    for before, after in pairwise(bands):
        yield from _joint(name, before, after)
    last = bands[-1]
    if "below" in last or last.get("to", high) != high:
        yield f"{name}: the last band is open or ends to {high:g}, the highest score there is."


def _joint(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    words = f'{name}: the bands "{before.get("word")}" and "{after.get("word")}"'
    ends, begins = before.get("below", before.get("to")), after.get("from", after.get("above"))
    if ends is None or begins is None:
        yield f"{words} need an end (below or to) and a beginning (from or above)."
    elif begins < ends or (begins == ends and "to" in before and "from" in after):
        yield f"{words} overlap at {begins:g}."
    elif begins > ends or ("below" in before and "above" in after):
        yield f"{words} leave a gap at {ends:g}."


def _urgent(content: Mapping[str, Any]) -> Iterator[str]:
    scales = {item["id"]: item["scale"] for item in content["items"]}
    subscales = {each["id"] for each in content["subscales"]}
    for rule in content["urgent"]:
        named = [rule[key] for key in ("item", "subscale") if rule.get(key) is not None]
        if len(named) != 1 or not {"reason", *_SOURCED} <= rule.keys():
            yield "An urgent rule names one item or one subscale, with reason, source, is_default."
        elif "item" in rule and rule["item"] not in scales:
            yield f"An urgent rule names the item {rule['item']}, which the pack does not have."
        elif "item" in rule:
            options = {one["value"] for one in content["scales"][scales[rule["item"]]]}
            if not rule.get("values") or not set(rule["values"]) <= options:
                yield f"The urgent rule of item {rule['item']} names values that are not offered."
        elif rule["subscale"] not in subscales:
            yield f"An urgent rule names the subscale {rule['subscale']}, which is not defined."
        elif ("at_least" in rule) == ("at_most" in rule):
            yield f"The urgent rule of {rule['subscale']} needs at_least or at_most."


def _examples(content: Mapping[str, Any]) -> Iterator[str]:
    items = {item["id"]: item["scale"] for item in content["items"]}
    subscales = {each["id"] for each in content["subscales"]}
    if not content["examples"]:
        yield "The pack has no examples; it needs answers with their published scores."
    for number, example in enumerate(content["examples"], 1):
        for item, value in example["answers"].items():
            if item not in items:
                yield f"Example {number} answers the item {item}, which the pack does not have."
            elif value not in {one["value"] for one in content["scales"][items[item]]}:
                yield f"Example {number} answers {item} with {value}, which is not offered."
        for name in sorted(example["scores"].keys() - subscales):
            yield f"Example {number} scores the subscale {name}, which is not defined."


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
