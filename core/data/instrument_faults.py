"""What is wrong with a questionnaire pack, one sentence for each fault."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from core.data.instrument_head import (
    SOURCED,
    TEXTS,
    fields,
    head,
    is_number,
    is_text,
    is_whole,
    values,
)

_FIELDS: Final = {
    *("id", "version", "minutes", "adapted", "adaptation", "recall_days", "min_interval_days"),
    *("rhythm", "scales", "items", "subscales", "urgent", "examples"),
    *TEXTS,
}
_OPTION: Final = {"value", "label"}
_EXAMPLE: Final = {"answers", "scores"}
_ITEM: Final = {"id", "text", "scale", "subscale", "reversed"}
_SUBSCALE: Final = {
    *("id", "title", "scoring", "factor", "least_answered", "optional"),
    *("higher_is", "bands", "change"),
}
_WORDS_OF_BAND: Final = ("word", "meaning", "source")
_SCORINGS: Final = ("mean_0_100", "mean", "sum", "single")
_WORDS: Final = {"word", "meaning", *SOURCED}
_EDGES: Final = {"from", "above", "to", "below"}
_URGENT: Final = ("item", "values", "subscale", "at_least", "at_most", "reason", *SOURCED)
_LONGEST_ID: Final = 40
_LONGEST_WORD: Final = 32
_LONGEST_TITLE: Final = 80


def faults_of(content: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each fault of a pack; none when it can be used."""
    if found := list(fields("The pack", content, _FIELDS)):
        return found
    try:
        for part in (head, _scales, _items):
            found += part(content)
        if not found:
            for part in (_subscales, _urgent, _examples):
                found += part(content)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        found.append(f"A field has the wrong kind of value ({problem}).")
    return found


def _scales(content: Mapping[str, Any]) -> Iterator[str]:
    for name, options in content["scales"].items():
        wrong = [fault for one in options for fault in fields(f"An option of {name}", one, _OPTION)]
        yield from wrong
        if wrong:
            continue
        offered = [option["value"] for option in options]
        labels = [option["label"] for option in options]
        if len(options) < 2 or len({*offered}) < len(offered) or len({*labels}) < len(labels):
            yield f"The scale {name} needs two options or more, each with its own value and label."
        if not all(is_whole(value, 0) for value in offered) or not all(map(is_text, labels)):
            yield f"The scale {name} needs whole numbers from 0 and a label for each option."


def _items(content: Mapping[str, Any]) -> Iterator[str]:
    subscales = {each["id"] for each in content["subscales"]}
    for item in content["items"]:
        name = f"The item {item.get('id', 'without an id')}"
        wrong = list(fields(name, item, _ITEM))
        yield from wrong
        if wrong:
            continue
        if item["scale"] not in content["scales"]:
            yield f"{name} uses the scale {item['scale']}, which the pack does not define."
        if item["subscale"] not in subscales:
            yield f"{name} belongs to the subscale {item['subscale']}, which is not defined."
        yield from values(name, item, texts=("text",), flags=("reversed",))
        yield from _short(name, item)
    for field in ("id", "text"):
        for value, times in Counter(item.get(field) for item in content["items"]).items():
            if times > 1:
                yield f'The {field} "{value}" is used by {times} items; each item comes once.'


def _short(name: str, content: Mapping[str, Any]) -> Iterator[str]:
    if not is_text(content["id"]) or len(content["id"]) > _LONGEST_ID:
        yield f"{name} needs an id of at most {_LONGEST_ID} letters."


def _subscales(content: Mapping[str, Any]) -> Iterator[str]:
    ids = Counter(each["id"] for each in content["subscales"])
    yield from (f"The subscale {name} comes twice." for name, times in ids.items() if times > 1)
    if not ids:
        yield "The pack has no subscale, so nothing would be scored."
    for each in content["subscales"]:
        name = f"The subscale {each['id']}"
        wrong = list(fields(name, each, _SUBSCALE))
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
    if not is_number(each["factor"]) or each["factor"] <= 0:
        yield f"{name} needs a factor above 0; 1 leaves the score as it is."
        return
    if not items or (each["scoring"] == "single" and len(items) != 1):
        yield f"{name} has {len(items)} items, which cannot be scored as {each['scoring']}."
        return
    if not is_whole(each["least_answered"], 1) or each["least_answered"] > len(items):
        yield f"{name} needs least_answered from 1 to its {len(items)} items."
    if each["scoring"] == "sum" and each["least_answered"] != len(items):
        yield f"{name} is a sum, so all of its {len(items)} items have to be answered."
    yield from _words(name, each)
    low, high = _range(each, items, pack)
    if each["scoring"] == "mean_0_100" and (low, high) != (0, 100):
        yield f"{name} is a mean from 0 to 100, but its options run from {low:g} to {high:g}."
    yield from _bands(name, each["bands"], low, high)
    if each["change"] is not None:
        yield from _change(f"The change of {each['id']}", each["change"], high - low)


def _words(name: str, each: Mapping[str, Any]) -> Iterator[str]:
    yield from _short(name, each)
    yield from values(name, each, texts=("title",), flags=("optional",))
    if len(each["title"]) > _LONGEST_TITLE:
        yield f"{name} has a title of more than {_LONGEST_TITLE} letters."


def _change(name: str, change: Mapping[str, Any], widest: float) -> Iterator[str]:
    yield from fields(name, change, {"points", *SOURCED})
    yield from values(name, change, texts=("source",), flags=("is_default",))
    if "points" in change and not (is_number(change["points"]) and 0 < change["points"] <= widest):
        yield f"{name} needs points above 0, and at most the {widest:g} that the score runs over."


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
        yield from fields(
            f"A band of {name}", {k: band[k] for k in band if k not in _EDGES}, _WORDS
        )
        yield from values(f"A band of {name}", band, texts=_WORDS_OF_BAND, flags=("is_default",))
        if len(str(band.get("word", ""))) > _LONGEST_WORD:
            yield f"{name}: a band's word has at most {_LONGEST_WORD} letters."
        yield from _edges(f'{name}: the band "{band.get("word")}"', band)
    if bands[0].get("from") != low:
        yield f"{name}: the first band begins from {low:g}, the lowest score there is."
    for before, after in pairwise(bands):
        yield from _joint(name, before, after)
    last = bands[-1]
    if "below" in last or last.get("to", high) != high:
        yield f"{name}: the last band is open or ends to {high:g}, the highest score there is."


def _edges(name: str, band: Mapping[str, Any]) -> Iterator[str]:
    given = {edge: band[edge] for edge in _EDGES if edge in band}
    for edge, value in sorted(given.items()):
        if not is_number(value):
            yield f"{name} needs a number for {edge}."
    if {"from", "above"} <= given.keys() or {"below", "to"} <= given.keys():
        yield f"{name} has two edges on one side; please keep one of them."
    begins, ends = given.get("from", given.get("above")), given.get("below", given.get("to"))
    if is_number(begins) and is_number(ends):
        holds_one = begins == ends and {"from", "to"} <= given.keys()
        if begins >= ends and not holds_one:
            yield f"{name} ends before it begins."


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
    subscales = {each["id"]: each for each in content["subscales"]}
    for rule in content["urgent"]:
        yield from fields("An urgent rule", {k: None for k in rule if k not in _URGENT}, set())
        yield from values("An urgent rule", rule, texts=("reason", "source"), flags=("is_default",))
        named = [rule[key] for key in ("item", "subscale") if rule.get(key) is not None]
        if len(named) != 1 or not {"reason", *SOURCED} <= rule.keys():
            yield "An urgent rule names one item or one subscale, with reason, source, is_default."
        elif rule.get("item") is not None and rule["item"] not in scales:
            yield f"An urgent rule names the item {rule['item']}, which the pack does not have."
        elif rule.get("item") is not None:
            yield from _urgent_answer(rule, content["scales"][scales[rule["item"]]])
        elif rule["subscale"] not in subscales:
            yield f"An urgent rule names the subscale {rule['subscale']}, which is not defined."
        else:
            yield from _urgent_score(rule, subscales[rule["subscale"]], content)


def _urgent_answer(rule: Mapping[str, Any], options: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    offered = {one["value"] for one in options}
    chosen = rule.get("values")
    if not chosen or not all(is_whole(value, 0) and value in offered for value in chosen):
        yield f"The urgent rule of item {rule['item']} names values that are not offered."


def _urgent_score(
    rule: Mapping[str, Any], each: Mapping[str, Any], pack: Mapping[str, Any]
) -> Iterator[str]:
    name = f"The urgent rule of {rule['subscale']}"
    limits = [rule[edge] for edge in ("at_least", "at_most") if edge in rule]
    if len(limits) != 1:
        yield f"{name} needs at_least or at_most."
        return
    items = [item for item in pack["items"] if item["subscale"] == each["id"]]
    low, high = _range(each, items, pack)
    if not is_number(limits[0]) or not low <= limits[0] <= high:
        yield f"{name} needs a limit from {low:g} to {high:g}, where the score can be."


def _examples(content: Mapping[str, Any]) -> Iterator[str]:
    items = {item["id"]: item["scale"] for item in content["items"]}
    subscales = {each["id"] for each in content["subscales"]}
    if not content["examples"]:
        yield "The pack has no examples; it needs answers with their published scores."
    for number, example in enumerate(content["examples"], 1):
        wrong = list(fields(f"Example {number}", example, _EXAMPLE))
        yield from wrong
        if wrong:
            continue
        for item, value in example["answers"].items():
            if item not in items:
                yield f"Example {number} answers the item {item}, which the pack does not have."
            elif value not in {one["value"] for one in content["scales"][items[item]]}:
                yield f"Example {number} answers {item} with {value}, which is not offered."
        for name in sorted(example["scores"].keys() - subscales):
            yield f"Example {number} scores the subscale {name}, which is not defined."
        for name, value in example["scores"].items():
            if value is not None and not is_number(value):
                yield f"Example {number} needs a number or null as the score of {name}."
