"""Every service and query, for every role: what no rule allows is refused before it reads."""

import ast
import re
from collections.abc import Callable
from importlib import import_module
from inspect import signature
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from core.database import transaction
from core.errors import NotAllowed
from core.models import Organisation, Person
from core.permissions import Actor, Permission, roles_with
from core.queries.people import actor_for
from core.services.access import start_session, token_hash
from core.vocabulary import Lane, Outcome, Role, ShareScope, ShareTopic
from tests.access.rules import OPEN, rules
from tests.support import NOW, ROOT

RULES = rules()


def functions_for_somebody(source: str) -> set[str]:
    """Return the functions of a file that act for somebody on a session.

    An argument counts wherever it stands, by its name or by what it is said to be.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name[0] == "_":
            continue
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        kinds = (ast.unparse(each.annotation) if each.annotation else "" for each in arguments)
        words = [f"{each.arg} {kind}" for each, kind in zip(arguments, kinds, strict=True)]
        if all(any(re.search(sign, each) for each in words) for sign in _SIGNS):
            found.add(node.name)
    return found


_SIGNS = (r"^session |\bSession\b", r"^actor |\bActor\b")


def public_functions() -> set[str]:
    """Return the full name of every function that acts for somebody on a session."""
    return {
        f"{path.parent.name}.{path.stem}.{name}"
        for path in [*ROOT.glob("core/services/*.py"), *ROOT.glob("core/queries/*.py")]
        for name in functions_for_somebody(path.read_text())
    }


FUNCTIONS = public_functions()


@pytest.mark.parametrize(
    "written",
    [
        "def read(session, actor): ...",
        "def read(session, /, actor): ...",
        "def read(session, *, actor): ...",
        "def read(*, actor, session): ...",
        "def read(session: Session, reader: Actor): ...",
        "def read(session, *, reader: Actor | None = None): ...",
        "def read(opened: 'Session', *, reader: 'Actor'): ...",
        "async def read(session, *, actor): ...",
        "class Reader:\n    def read(self, session, *, actor): ...",
    ],
)
def test_a_function_is_seen_wherever_its_actor_stands(written):
    assert functions_for_somebody(written) == {"read"}


def test_what_acts_for_nobody_needs_no_rule():
    assert not functions_for_somebody("def f(session, person_id): ...\ndef g(actor): ...")


def test_every_function_has_a_rule_and_every_rule_a_function():
    assert FUNCTIONS - set(RULES) - set(OPEN) == set(), "write down who may call it"
    assert set(RULES) | set(OPEN) == FUNCTIONS
    assert not set(RULES) & set(OPEN)
    assert len(FUNCTIONS) > 130


def test_every_permission_of_a_rule_is_granted_to_somebody():
    assert all(roles_with(permission) for permission in RULES.values())


def own_sign_in(session: Any, actor: Actor) -> str:
    """Sign somebody in; what is prepared for a download needs to know for which sign-in."""
    hashed = token_hash(start_session(session, person_id=actor.person_id, now=NOW))
    session.flush()
    return hashed


def called(function: Callable[..., Any], session: Any, actor: Actor) -> None:
    """Call a function with something plausible for each of its arguments."""
    values = {
        "session": session,
        "actor": actor,
        "now": NOW,
        "person_id": actor.person_id,
        "coordinator_id": actor.person_id,
        "lane": Lane.WELLBEING,
        "topic": ShareTopic.STRAIN,
        "scope": ShareScope.SIGNALS,
        "outcome": Outcome.TALKED,
        "policy": "nobody",
        "version": 1,
        "weeks": 4,
        "states": (),
        "looked": (),
        "person_ids": (),
        "flag_ids": (),
        "completion_ids": (),
        "noted": "",
        "text": "words",
        "words": "words",
        "why": None,
        "session_hash": own_sign_in(session, actor),
    }
    wanted = signature(function).parameters
    function(
        **{
            name: values.get(name, uuid4() if name.endswith("_id") else None)
            for name, parameter in wanted.items()
            if parameter.default is parameter.empty or name in values
        }
    )


def is_refused(function: Callable[..., Any], session: Any, actor: Actor) -> bool:
    """Return whether somebody is refused; any later problem means that they got past the door."""
    try:
        with session.begin_nested():
            called(function, session, actor)
    except NotAllowed:
        return True
    except Exception:  # noqa: BLE001 - the values are invented, so what happens inside may fail
        return False
    return False


@pytest.fixture(scope="module")
def people(shared_engine):
    """Return one person for each role, with that role alone."""
    found = {}
    with transaction(shared_engine) as session:
        session.merge(Organisation(name="Matrix"))
        for role in Role:
            person = Person(
                email=f"{role}@example.org",
                display_name=role.title(),
                joined_on=NOW.date(),
                created_at=NOW,
            )
            session.add(person)
            session.flush()
            found[role] = Actor(person.id, role, frozenset({role}), None, frozenset())
    return found


@pytest.mark.parametrize(
    ("name", "role"), list(product(sorted(RULES), Role)), ids=lambda each: str(each)
)
def test_promise_10_a_function_opens_for_the_roles_of_its_rule_and_no_other(
    shared_engine, people, name, role
):
    module, _, function = name.rpartition(".")
    wanted = getattr(import_module(f"core.{module}"), function)

    with transaction(shared_engine) as session:
        refused = is_refused(wanted, session, people[role])
        session.rollback()

    assert refused == (role not in roles_with(RULES[name]))


@pytest.mark.parametrize("permission", Permission)
def test_promise_10_nobody_without_a_role_may_anything(permission):
    stranger = Actor(uuid4(), "Nobody", frozenset(), None, frozenset())

    assert not stranger.may(permission)


def test_promise_10_a_closed_account_is_nobody(shared_engine, people):
    person_id = people[Role.ADMINISTRATOR].person_id
    with transaction(shared_engine) as session:
        session.get_one(Person, person_id).active = False
        session.flush()

        assert actor_for(session, person_id, now=NOW) is None
        session.rollback()
