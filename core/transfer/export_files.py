"""Everything about one person as a file: JSON to bring back, tables, and a page to read."""

import json
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from core.transfer.csv_writer import csv_bytes
from core.transfer.personal_export import FORMAT, SCHEMA, Everything, Section

JSON_NAME: Final = "everything.json"
PAGE_NAME: Final = "read-me-first.html"
MEDIA_TYPE: Final = "application/zip"
Say = Callable[[str], str]
"""Translates a text of ours."""
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;"
    "color:#0b1418;background:#fbf8f2}table{border-collapse:collapse;display:block;overflow:auto}"
    "th,td{border:1px solid #d8ccb5;padding:.25rem .5rem;text-align:left;vertical-align:top;"
    "white-space:pre-wrap}summary{font-weight:700;margin:.75rem 0 .25rem}"
)


def zipped(everything: Everything, say: Say = str) -> bytes:
    """Return one file with the page, the JSON and a table for each section that holds anything."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(PAGE_NAME, readable_page(everything, say))
        archive.writestr(JSON_NAME, as_json(everything))
        for section in everything.sections:
            if section.rows:
                archive.writestr(f"tables/{section.name}.csv", as_csv(section))
    return packed.getvalue()


def as_json(everything: Everything) -> str:
    """Return everything as JSON; an empty section is an empty list."""
    return json.dumps(
        {
            "format": FORMAT,
            "schema": SCHEMA,
            "organisation": everything.organisation,
            "made_at": everything.made_at.isoformat(),
            "sections": {section.name: list(section.rows) for section in everything.sections},
        },
        ensure_ascii=False,
        indent=1,
    )


def as_csv(section: Section) -> bytes:
    """Return one section as a table for spreadsheets."""
    return csv_bytes(
        section.columns, ([_cell(row[name]) for name in section.columns] for row in section.rows)
    )


def readable_page(everything: Everything, say: Say = str) -> str:
    """Return everything as one page that any browser opens; it loads nothing from anywhere."""
    title = say("Everything about you at {organisation}").format(
        organisation=everything.organisation
    )
    empty = [say(section.title) for section in everything.sections if not section.rows]
    nothing = say("Nothing is stored under: {titles}.").format(titles=", ".join(empty))
    parts = "".join(_part(section, say) for section in everything.sections if section.rows)
    dates = say(
        "Each entry says on which day it goes by itself, or what it stays until. The tables are "
        "separated by commas and written in UTF-8; if a spreadsheet puts a line into one column, "
        "choose the comma as it opens the file."
    )
    made = say("Made on {moment}.").format(moment=f"{everything.made_at:%Y-%m-%d %H:%M} UTC")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><p>{escape(made)}</p><p>{escape(dates)}</p>"
        f"{parts}<p>{escape(nothing)}</p></html>"
    )


def _part(section: Section, say: Say) -> str:
    head = "".join(f'<th scope="col">{escape(_words(name))}</th>' for name in section.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(_read(row[name]))}</td>' for name in section.columns)}</tr>"
        for row in section.rows
    )
    heading = f"{escape(say(section.title))} ({len(section.rows)})"
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<details open><summary>{heading}</summary>{table}</details>"


def _words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ").capitalize()


def _read(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(_cell(value))


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
