"""What the database refuses is told without the value it refused."""

import traceback
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.database import transaction
from core.models import Organisation, Person
from core.vocabulary import Role
from tests.support import NOW

pytestmark = pytest.mark.storage
WORD = "quokka-in-the-reeds"


def twice_the_same_address(session):
    for _each in range(2):
        session.add(
            Person(
                email=f"{WORD}@example.org", display_name=WORD, joined_on=NOW.date(), created_at=NOW
            )
        )
        session.flush()


def a_role_that_does_not_exist(session):
    twice = {"who": str(uuid4()), "word": WORD}
    session.connection().execute(
        text("INSERT INTO person_role (person_id, role) VALUES (:who, :word)"), twice
    )


def nothing_where_something_is_due(session):
    session.connection().execute(
        text("INSERT INTO team (id, name) VALUES (NULL, :word)"), {"word": WORD}
    )


def a_word_where_a_number_is_due(session):
    session.connection().execute(
        text("UPDATE organisation SET id = CAST(:word AS INTEGER)"), {"word": WORD}
    )
    session.add(Organisation(id=0, name=WORD))
    session.flush()
    session.connection().execute(text("SELECT * FROM nowhere"))


REFUSED = (
    twice_the_same_address,
    a_role_that_does_not_exist,
    nothing_where_something_is_due,
    a_word_where_a_number_is_due,
)


@pytest.mark.parametrize("refused", REFUSED, ids=lambda each: each.__name__)
def test_promise_24_a_refused_value_is_in_no_message_and_no_traceback(engine, add_actor, refused):
    add_actor(Role.SUPPORTER)
    with pytest.raises(SQLAlchemyError) as problem, transaction(engine) as session:
        refused(session)

    told = "".join(traceback.format_exception(problem.value))
    # The statements above stand in the traceback as they are written here, without the value.
    assert WORD not in told
    assert "Error" in told or "Violation" in told
