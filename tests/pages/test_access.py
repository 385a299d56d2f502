"""Every screen, for every role, and for nobody: nothing opens that the table does not grant."""

from collections.abc import Iterator
from itertools import product
from uuid import UUID

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from core.database import transaction
from core.errors import NotAllowed
from core.models import Person, PersonRole, Team, TeamCoordinator
from core.permissions import GRANTS, SCREENS, Screen
from core.services.modules import seed_catalogue
from core.vocabulary import Role
from tests.support import NOW, ROOT

GRANTED = [(r, s) for r, s in product(Role, SCREENS) if s.permission in GRANTS[r]]
REFUSED = [(r, s) for r, s in product(Role, SCREENS) if s.permission not in GRANTS[r]]
FRONT_DOOR = "Please open Holdfast through its front door: `holdfast serve`."
TODAY = next(s for s in SCREENS if s.path == "pages/supporter/today.py")


def name(value: object) -> str:
    return value.value if isinstance(value, Role) else value.url_path


@pytest.fixture(scope="module", autouse=True)
def _errors_by_name() -> Iterator[None]:
    """Let a page name its error; to visitors it names none."""
    option = "client.showErrorDetails"
    usual = config.get_option(option)
    config.set_option(option, "full")
    yield
    config.set_option(option, usual)


@pytest.fixture(scope="module")
def people(shared_engine) -> dict[Role, UUID]:
    """Return one person for each role, with that role alone."""
    with transaction(shared_engine) as session:
        seed_catalogue(session)
        team = Team(name="North")
        session.add(team)
        session.flush()
        people = {}
        for role in Role:
            person = Person(
                team_id=team.id,
                email=f"{role}@example.org",
                display_name=role.title(),
                joined_on=NOW.date(),
                created_at=NOW,
                sharing_chosen_at=NOW,
            )
            session.add(person)
            session.flush()
            session.add(PersonRole(person_id=person.id, role=role))
            people[role] = person.id
        session.add(TeamCoordinator(team_id=team.id, person_id=people[Role.COORDINATOR]))
    return people


@pytest.fixture(scope="module")
def apps(people) -> dict[Role, AppTest]:
    """Return the whole app, opened once by each role."""
    return {role: opened("core/ui/frame.py", people[role]) for role in Role}


def opened(script: str, person_id: UUID | None) -> AppTest:
    app = AppTest.from_file(ROOT / script, default_timeout=30)
    if person_id is not None:
        app.user = {"uid": str(person_id), "sid": "test"}
    return app.run()


def from_the_frame(screen: Screen) -> str:
    # The frame is the main script, and pages lie two folders above it.
    return f"../../{screen.path}"


@pytest.mark.parametrize(("role", "screen"), GRANTED, ids=name)
def test_a_granted_screen_opens(apps, role, screen):
    app = apps[role].switch_page(from_the_frame(screen)).run()
    assert not app.exception
    # The first screen greets its reader instead of naming itself.
    heading = role.title() if screen is TODAY else screen.title
    assert app.title[0].value.split(", ")[-1] == heading


@pytest.mark.parametrize(("role", "screen"), REFUSED, ids=name)
def test_a_refused_screen_is_not_in_the_menu(apps, role, screen):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        apps[role].switch_page(from_the_frame(screen))


@pytest.mark.parametrize(("role", "screen"), REFUSED, ids=name)
def test_a_refused_screen_holds_without_the_menu(people, role, screen):
    page = opened(screen.path, people[role])
    assert [problem.message for problem in page.exception] == [str(NotAllowed())]
    assert shown(page) == []


@pytest.mark.parametrize("screen", SCREENS, ids=name)
def test_a_screen_shows_nobody_more_than_one_sentence(shared_engine, screen):
    page = opened(screen.path, None)
    assert not page.exception
    assert [info.value for info in page.info] == ["Please sign in to continue."]
    assert shown(page) == page.info.values


def test_nothing_opens_for_somebody_whose_account_is_closed(shared_engine):
    with transaction(shared_engine) as session:
        gone = Person(
            email="gone@example.org",
            display_name="Gone",
            joined_on=NOW.date(),
            created_at=NOW,
            active=False,
        )
        session.add(gone)
        session.flush()
        session.add_all(PersonRole(person_id=gone.id, role=role) for role in Role)
    assert shown(opened("core/ui/frame.py", gone.id)) == [FRONT_DOOR]
    assert shown(opened(TODAY.path, gone.id)) == ["Please sign in to continue."]


def test_the_frame_shows_nobody_more_than_one_sentence(shared_engine):
    app = opened("core/ui/frame.py", None)
    assert shown(app) == [FRONT_DOOR]


def test_a_role_that_changes_counts_on_the_next_run(people, shared_engine):
    app = opened("core/ui/frame.py", people[Role.TRAINING_LEAD])
    modules = next(from_the_frame(s) for s in SCREENS if s.path == "pages/training/modules.py")
    assert app.switch_page(modules).run().title[0].value == "Modules"
    with transaction(shared_engine) as session:
        row = session.get(PersonRole, (people[Role.TRAINING_LEAD], Role.TRAINING_LEAD))
        session.delete(row)
    try:
        app.run()
        assert "Modules" not in [title.value for title in app.title]
    finally:
        with transaction(shared_engine) as session:
            session.add(PersonRole(person_id=people[Role.TRAINING_LEAD], role=Role.TRAINING_LEAD))


def shown(app: AppTest) -> list[str]:
    """Return the text of everything on the page but exceptions."""
    return [
        str(getattr(element, "value", element.type))
        for element in app.main
        if element.type not in {"exception", "main"}
    ]
