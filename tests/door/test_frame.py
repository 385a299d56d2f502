"""The frame: only through the front door, and each reader arrives at the right screen."""

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from core.permissions import GRANTS, SCREENS
from core.ui.navigation import first_screen
from core.vocabulary import Role
from tests.door.conftest import House
from tests.door.live import live
from tests.serving import COOKIE, Server, serving
from tests.support import ROOT

FRAME = ROOT / "core/ui/frame.py"


def elements_of(app: AppTest) -> list[str]:
    return [element.type for element in app.main] + [element.type for element in app.sidebar]


@pytest.mark.parametrize(
    "user",
    [
        {},
        {"uid": None, "sid": None},
        {"uid": "somebody", "sid": "x"},
        {"uid": "8b7e1a52-25cf-4f1a-8f2f-6f4a33a0a001", "sid": "x"},
        {"email": "ada@example.org"},
    ],
    ids=["nobody", "empty", "not an id", "unknown person", "other identity"],
)
def test_without_the_front_door_the_frame_says_one_sentence_and_stops(engine, user):
    app = AppTest.from_file(FRAME, default_timeout=20)
    app.user = user
    app.run()

    assert [info.value for info in app.info] == [
        "Please open Holdfast through its front door: `holdfast serve`."
    ]
    assert elements_of(app) == ["main", "info", "sidebar"]
    assert not app.exception


def test_an_identity_without_its_sign_in_is_nobody(engine, add_actor):
    app = AppTest.from_file(FRAME, default_timeout=20)
    app.user = {"uid": str(add_actor(Role.SUPPORTER).person_id)}
    app.run()
    assert elements_of(app) == ["main", "info", "sidebar"]


def test_the_session_state_cannot_say_who_somebody_is(engine, add_actor):
    app = AppTest.from_file(FRAME, default_timeout=20)
    app.session_state["uid"] = str(add_actor(Role.SUPPORTER).person_id)
    app.run()
    assert elements_of(app) == ["main", "info", "sidebar"]


@pytest.mark.parametrize(
    ("roles", "path"),
    [
        ({Role.SUPPORTER}, "pages/supporter/today.py"),
        ({Role.COORDINATOR}, "pages/coordinator/team_overview.py"),
        ({Role.COORDINATOR, Role.SUPPORTER}, "pages/coordinator/team_overview.py"),
        ({Role.TRAINING_LEAD}, "pages/training/completion.py"),
        ({Role.TRAINING_LEAD, Role.SUPPORTER}, "pages/supporter/today.py"),
        ({Role.ADMINISTRATOR}, "pages/coordinator/people.py"),
        ({Role.ADMINISTRATOR, Role.COORDINATOR}, "pages/coordinator/team_overview.py"),
        (set(), "pages/account/my_account.py"),
    ],
)
def test_each_reader_arrives_at_their_own_screen(engine, add_actor, roles, path):
    assert first_screen(add_actor(*roles)) == path


@pytest.mark.parametrize("role", Role)
def test_the_menu_holds_what_a_person_may_open_each_at_an_address_of_its_own(house, server, role):
    with live(server, house.cookie_for(house.add_person(role))) as opened:
        opened.run()

    allowed = [screen for screen in SCREENS if screen.permission in GRANTS[role]]
    assert opened.menu == [(screen.title, screen.url_path) for screen in allowed]


@pytest.mark.parametrize("role", Role)
def test_whoever_arrives_is_led_to_the_first_screen_of_their_role(app_as, add_actor, role):
    actor = add_actor(role, coordinates=("North",) if role is Role.COORDINATOR else ())
    screen = next(each for each in SCREENS if each.path == first_screen(actor))

    title = app_as(actor).title[0].value

    greets = role is Role.SUPPORTER
    assert "Ada" in title if greets else title == screen.title


def test_the_sidebar_says_who_is_signed_in_and_lets_them_out(app_as, add_actor):
    app = app_as(add_actor(Role.SUPPORTER, name="Ada Stone"))

    assert "Ada Stone" in [text.value for text in app.sidebar.text]
    assert [button.label for button in app.sidebar.button] == ["Sign out"]


@pytest.mark.parametrize("role", Role)
def test_urgent_help_is_on_every_page(app_as, add_actor, role):
    actor = add_actor(role, coordinates=("North",) if role is Role.COORDINATOR else ())
    app = app_as(actor)
    for screen in SCREENS:
        if actor.may(screen.permission):
            app.switch_page(f"../../{screen.path}").run()
            labels = [expander.label for expander in app.expander]
            assert "Urgent help" in labels, screen.path


def test_a_name_is_shown_as_text_and_never_as_markup(app_as, add_actor):
    app = app_as(add_actor(Role.SUPPORTER, name="![x](http://evil.example/x.png)"))
    assert "evil.example" not in str([element.value for element in app.sidebar.markdown])


def test_no_page_is_served_without_the_frame(house: House, server: Server):
    """Streamlit runs any ``pages/*.py`` beside its main script; ours must never lie there."""
    cookie = house.cookie_for(house.add_person())
    with httpx.Client(base_url=server.url, headers={"Cookie": f"{COOKIE}={cookie}"}) as client:
        for screen in SCREENS:
            name = screen.path.rpartition("/")[2].removesuffix(".py")
            assert client.get(f"/{name}").status_code == 404
    assert not (FRAME.parent / "pages").exists()


def test_streamlit_run_opens_the_same_front_door(house: House):
    command = ("streamlit", "run", "app.py", "--server.port", "{port}")
    with serving(house.database_url, house.key_file, command=command) as server:
        assert httpx.get(server.url).headers["location"] == "/login"
        assert "content-security-policy" in httpx.get(f"{server.url}/login").headers


def test_the_frame_alone_is_no_back_door(house: House):
    """``streamlit run core/ui/frame.py`` has no gate; whatever one sends, nobody is anybody."""
    person = house.add_person()
    forged = {"X-Holdfast-Uid": str(person.id), "X-Holdfast-Sid": "x"}
    command = ("streamlit", "run", str(FRAME), "--server.port", "{port}")
    with (
        serving(house.database_url, house.key_file, command=command) as server,
        live(server, "x", headers=forged) as opened,
    ):
        texts = opened.run()

    assert texts == ["Please open Holdfast through its front door: `holdfast serve`."]
