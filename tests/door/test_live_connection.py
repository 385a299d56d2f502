"""The live connection: nobody gets in without a sign-in, and nothing runs after it ended."""

import time
from datetime import timedelta

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from core.clock import utc_now
from core.database import transaction
from core.models import Person
from core.queries.access import own_sessions
from core.queries.people import actor_for
from core.services.access import token_hash
from core.services.own_sessions import end_own_session
from core.services.passwords import change_own_password, finish_reset, start_reset
from core.services.people import deactivate
from core.services.teams import set_roles_and_teams
from core.vocabulary import Role
from tests.door.conftest import Counted, House
from tests.door.live import Live, Refused, live
from tests.serving import COOKIE

ENDINGS = [
    "signed out",
    "account closed",
    "idle",
    "too old",
    "password changed",
    "password reset",
    "role changed",
    "deactivated",
    "ended from another device",
]


def test_a_signed_in_person_is_who_the_page_sees(house: House, counted: Counted):
    person = house.add_person()
    cookie = house.cookie_for(person)

    with live(counted.server, cookie) as connection:
        texts = connection.run()

    assert f"uid {person.id}" in texts
    assert f"sid {token_hash(cookie)}" in texts


def test_the_code_behind_the_gate_never_sees_the_token(house, counted):
    cookie = house.cookie_for(house.add_person())
    both = f"{cookie}; _streamlit_xsrf=abc"
    with live(counted.server, both) as opened:
        [seen] = [text for text in opened.run() if text.startswith("cookies")]
    assert "_streamlit_xsrf" in seen
    assert COOKIE not in seen
    assert cookie not in seen


@pytest.mark.parametrize(
    ("cookie", "origin"),
    [
        (None, ""),
        ("made-up", ""),
        ("own", "http://evil.example"),
        ("own", "null"),
        ("own", "http://localhost"),
        ("own", "http://127.0.0.1:{port}"),
        ("own", "https://localhost:{port}"),
        ("own", None),
    ],
)
def test_no_code_runs_for_a_stranger_or_a_foreign_page(house, counted, cookie, origin):
    if cookie == "own":
        cookie = house.cookie_for(house.add_person())
    if origin:
        origin = origin.format(port=counted.server.url.rpartition(":")[2])
    before = counted.runs()

    with pytest.raises(Refused) as refused, live(counted.server, cookie, origin=origin) as opened:
        opened.run()

    assert refused.value.status == 403
    assert counted.runs() == before


def test_forged_identity_headers_do_not_let_a_stranger_in(house, counted):
    victim = house.add_person()
    forged = {"X-Holdfast-Uid": str(victim.id), "X-Holdfast-Sid": "f" * 64}

    with pytest.raises(Refused), live(counted.server, headers=forged) as opened:
        opened.run()


@pytest.mark.parametrize("spelling", ["X-Holdfast-Uid", "x-holdfast-uid", "X-HOLDFAST-UID"])
def test_forged_identity_headers_change_nothing_for_who_is_signed_in(house, counted, spelling):
    me, victim = house.add_person(), house.add_person()

    with live(counted.server, house.cookie_for(me), headers={spelling: str(victim.id)}) as opened:
        texts = opened.run()

    assert f"uid {me.id}" in texts


@pytest.mark.parametrize("step", ["script", "callback", "fragment"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_promise_08_nothing_runs_after_the_sign_in_has_ended(house, counted, ending, step):
    person = house.add_person()
    cookie = house.cookie_for(person)
    with live(counted.server, cookie) as opened:
        opened.run()
        _end(house, counted, cookie, person.id, ending)
        before = counted.runs()

        opened.send(_message(opened, step))

        assert opened.closed_with() == 4401
        assert counted.runs() == before
    with pytest.raises(Refused), live(counted.server, cookie):
        pass


def test_promise_08_the_steps_of_the_test_above_do_run_while_signed_in(house, counted):
    with live(counted.server, house.cookie_for(house.add_person())) as opened:
        opened.run()
        before = counted.runs()
        opened.run(click="Press")
        opened.run(click="In the part")

    after = counted.runs()
    assert after["callback"] == before["callback"] + 1
    assert after["script"] == before["script"] + 1
    assert after["fragment"] == before["fragment"] + 2


def _end(house: House, counted: Counted, cookie: str, person_id, ending: str) -> None:
    if ending == "signed out":
        url = counted.server.url
        headers = {"Origin": url, "Cookie": f"{COOKIE}={cookie}"}
        assert httpx.post(f"{url}/logout", headers=headers).status_code == 303
    elif ending == "account closed":
        house.close_account(person_id)
    elif ending == "idle":
        house.age(cookie, idle=timedelta(minutes=30, seconds=1))
    elif ending == "too old":
        house.age(cookie, age=timedelta(hours=12, seconds=1))
    else:
        _end_by_a_service(house, cookie, person_id, ending)


def _end_by_a_service(house: House, cookie: str, person_id, ending: str) -> None:
    administrator, now = house.add_person(Role.ADMINISTRATOR), utc_now()
    with transaction(house.engine) as session:
        me = actor_for(session, person_id, now=now)
        them = actor_for(session, administrator.id, now=now)
        if ending == "password changed":
            change_own_password(session, me, password_hash="another", now=now)
        elif ending == "password reset":
            link = start_reset(session, them, person_id, now=now)
            finish_reset(session, link.token, password_hash="another", now=now)
        elif ending == "role changed":
            set_roles_and_teams(
                session,
                them,
                person_id,
                roles={Role.TRAINING_LEAD},
                team_id=None,
                coordinates=(),
                version=session.get_one(Person, person_id).version,
                now=now,
            )
        elif ending == "deactivated":
            deactivate(session, them, person_id, now=now)
        else:
            [own] = own_sessions(session, me, now=now)
            end_own_session(session, me, own.id, now=now)
    assert house.sign_in_of(cookie).ended_at is not None


def _message(opened: Live, step: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.widget_states.SetInParent()
    label = {"callback": "Press", "fragment": "In the part"}.get(step)
    if label:
        button, fragment = opened.buttons[label]
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
    return message


def test_promise_09_an_action_keeps_the_sign_in_alive(house, counted):
    cookie = house.cookie_for(house.add_person())
    with live(counted.server, cookie) as opened:
        seen = house.age(cookie, idle=timedelta(minutes=20))
        opened.run()

    assert house.sign_in_of(cookie).last_seen_at > seen + timedelta(minutes=19)


def test_the_last_action_is_written_down_once_a_minute_at_most(house, counted):
    cookie = house.cookie_for(house.add_person())
    with live(counted.server, cookie) as opened:
        seen = house.age(cookie, idle=timedelta(seconds=50))
        opened.run()

    assert house.sign_in_of(cookie).last_seen_at == seen


def test_promise_09_what_the_page_does_by_itself_keeps_no_sign_in_alive(house, counted):
    cookie = house.cookie_for(house.add_person())
    heartbeat = BackMsg(app_heartbeat=True)
    with live(counted.server, cookie) as opened:
        opened.run()
        seen = house.age(cookie, idle=timedelta(minutes=20))
        opened.send(heartbeat)
        opened.run(automatic=True)
        alive = httpx.get(f"{counted.server.url}/alive", headers={"Cookie": f"{COOKIE}={cookie}"})

    assert alive.status_code == 204
    assert house.sign_in_of(cookie).last_seen_at == seen


@pytest.mark.parametrize(
    ("idle", "age", "counts"),
    [
        (timedelta(minutes=29, seconds=50), timedelta(hours=1), True),
        (timedelta(minutes=30), timedelta(hours=1), False),
        (timedelta(minutes=1), timedelta(hours=11, minutes=59, seconds=50), True),
        (timedelta(minutes=1), timedelta(hours=12), False),
    ],
)
def test_promise_09_the_server_ends_a_sign_in_at_its_limits(house, counted, idle, age, counts):
    cookie = house.cookie_for(house.add_person())
    house.age(cookie, idle=idle, age=age)

    alive = httpx.get(f"{counted.server.url}/alive", headers={"Cookie": f"{COOKIE}={cookie}"})

    assert alive.status_code == (204 if counts else 401)


def test_promise_09_a_page_that_only_runs_by_itself_is_signed_out_when_its_time_is_up(
    house, counted
):
    cookie = house.cookie_for(house.add_person())
    with live(counted.server, cookie) as opened:
        opened.run()
        house.age(cookie, idle=timedelta(minutes=29, seconds=57))
        before = counted.runs()
        ended_at = time.monotonic() + 15
        code = 0
        while not code and time.monotonic() < ended_at:
            try:
                opened.run(automatic=True)
                opened.send(BackMsg(app_heartbeat=True))
            except ConnectionClosed as closed:
                code = closed.rcvd.code
            time.sleep(0.3)

    assert code == 4401
    assert counted.runs() != before, "it did run while there was time left"


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_promise_09_only_supporters_stay_signed_in_for_longer_on_their_own_device(
    house, counted, role
):
    cookie = house.cookie_for(house.add_person(role), own_device=True)
    house.age(cookie, idle=timedelta(days=6))

    if role is Role.SUPPORTER:
        with live(counted.server, cookie) as opened:
            assert opened.run()
    else:
        with pytest.raises(Refused), live(counted.server, cookie):
            pass


def test_nobody_can_empty_the_cache_of_everybody(house, counted):
    with live(counted.server, house.cookie_for(house.add_person())) as opened:
        before = [text for text in opened.run() if text.startswith("kept ")]
        opened.send(BackMsg(clear_cache=True))
        opened.send(BackMsg(load_git_info=True))
        opened.socket.send("not a message at all")
        opened.socket.send(b"\xff\xff\xff")
        after = [text for text in opened.run() if text.startswith("kept ")]

    assert before
    assert after == before


def test_a_reload_resumes_ones_own_page_but_never_somebody_elses(house, counted):
    ada, ben = house.add_person(), house.add_person()
    cookie = house.cookie_for(ada)
    with live(counted.server, cookie) as opened:
        opened.run()
        streamlit_session = opened.streamlit_session

    with live(counted.server, house.cookie_for(ben), resume=streamlit_session) as stranger:
        texts = stranger.run()
        assert stranger.streamlit_session != streamlit_session
        assert f"first {ben.id}" in texts
    with live(counted.server, house.cookie_for(ada), resume=streamlit_session) as later:
        later.run()
        assert later.streamlit_session != streamlit_session, "a new sign-in starts afresh"
    with live(counted.server, cookie, resume=streamlit_session) as back:
        back.run()
        assert back.streamlit_session == streamlit_session
