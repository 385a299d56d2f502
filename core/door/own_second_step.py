"""One's own second step: switching it on and off, and fresh recovery codes."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from core.clock import utc_now
from core.database import engine, reading, transaction
from core.door.app_setup import CODE, NOT_YET, codes_page, scan
from core.door.checking import Checked
from core.door.forms import check_value, must_be_ours, posted
from core.door.html import (
    alert,
    form,
    hidden,
    link,
    notice,
    other_button,
    page,
    paragraph,
)
from core.door.plain_routes import Owner, get, owned, post, with_check
from core.door.proving import Standing, prove, signed_in_actor, standing_of, still_them
from core.errors import AppError, InvalidValue
from core.queries.second_factor import SecondStep, second_step_of, secret_to_scan
from core.services.second_factor import (
    confirm_enrolment,
    new_recovery_codes,
    start_enrolment,
    switch_off,
)
from core.settings import settings

ADDRESS: Final = "/second-step"
_WHAT: Final = (
    "With a second step, somebody who learns your password still cannot sign in as you: a code "
    "from an app on your phone is needed as well."
)


@owned
async def show(request: Request, owner: Owner) -> Response:
    """Show whether the second step is on, and what can be done about it."""
    said = "The second step is off." if "off" in request.query_params else ""
    return await _page(request, owner, said=said)


@owned
async def change(request: Request, owner: Owner) -> Response:
    """Do one of: start, confirm, make codes, switch off."""
    fields = await posted(request)
    what = fields.get("what", "")
    try:
        must_be_ours(request, fields)
        if what == "confirm":
            codes = await run_in_threadpool(_confirm, owner, fields.get("code", ""))
        else:
            checked = await prove(request, owner, fields.get("password", ""))
            codes = await run_in_threadpool(_change, owner, checked, what)
    except AppError as problem:
        return await _page(request, owner, problem=str(problem))
    if codes:
        return HTMLResponse(codes_page(codes, ADDRESS))
    return RedirectResponse(f"{ADDRESS}?off" if what == "off" else ADDRESS, 303)


def _confirm(owner: Owner, typed: str) -> tuple[str, ...]:
    with transaction(engine()) as session:
        signed_in_actor(session, owner)
        codes = confirm_enrolment(session, owner.person_id, typed, now=utc_now())
    if codes is None:
        raise InvalidValue(NOT_YET)
    return codes


def _change(owner: Owner, checked: Checked | None, what: str) -> tuple[str, ...]:
    now = utc_now()
    with transaction(engine()) as session:
        actor = still_them(session, owner, checked)
        if what == "codes":
            return new_recovery_codes(session, actor, now=now)
        if what == "off":
            switch_off(session, actor, policy=settings().second_factor, now=now)
        elif what == "start":
            start_enrolment(session, owner.person_id, now=now)
    return ()


def _state(owner: Owner) -> tuple[SecondStep, str | None]:
    with reading(engine()) as session:
        state = second_step_of(session, owner.person_id, policy=settings().second_factor)
        return state, secret_to_scan(session, owner.person_id, now=utc_now())


async def _page(request: Request, owner: Owner, *, problem: str = "", said: str = "") -> Response:
    state, secret = await run_in_threadpool(_state, owner)
    standing = await standing_of(owner)
    check = check_value(request)
    if state.is_on:
        body = _when_on(state, standing, check)
    elif secret is not None:
        ask = form(ADDRESS, hidden("what", "confirm"), CODE.html(), check=check, button="Switch on")
        body = scan(secret, owner.email) + ask
    else:
        body = paragraph(_WHAT) + _act(standing, "start", check, "Set it up")
    whole = alert(problem) + notice(said) + body + link("/", "Go to Holdfast")
    return with_check(request, page("Second step", whole), 422 if problem else 200)


def _act(standing: Standing, what: str, check: str, button: str, other: str = "") -> str:
    if not standing.with_password and not standing.just_now:
        return standing.ask(ADDRESS)
    asked = (hidden("what", what), standing.ask(ADDRESS))
    return form(ADDRESS, *asked, check=check, button=button, other=other)


def _when_on(state: SecondStep, standing: Standing, check: str) -> str:
    left = (
        "1 recovery code is" if state.codes_left == 1 else f"{state.codes_left} recovery codes are"
    )
    off = "" if state.is_required else other_button("what", "off", "Switch the second step off")
    return (
        paragraph(f"The second step is on. {left} left.")
        + (paragraph("Your role needs it, so it stays on.") if state.is_required else "")
        + _act(standing, "codes", check, "Make new recovery codes", off)
    )


ROUTES: Final = (get(ADDRESS, show), post(ADDRESS, change))
