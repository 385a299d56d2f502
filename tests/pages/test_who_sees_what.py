"""What the page "What can be seen about me" says, in its words."""

from core.database import transaction
from core.models import Person
from core.ui.labels import label
from core.vocabulary import Feature, Role


def test_a_coordinator_reads_that_the_team_sees_their_work_and_nothing_shared(
    engine, open_page, add_actor
):
    cleo = add_actor(Role.COORDINATOR, name="Cleo", coordinates=("North",))
    sol = add_actor(Role.COORDINATOR, name="Sol", team="South", coordinates=("South",))

    def said(actor):
        return [m.value.split("  \n") for m in open_page(actor, "account/seen").markdown]

    work = f"**{label(Feature.LOAD)}**"
    assert [work, "The coordinators of your team."] in said(cleo)
    with transaction(engine) as session:
        session.get(Person, cleo.person_id).named_coordinator_id = sol.person_id
    assert [work, "Sol, the coordinators of your team."] in said(cleo)
    assert ["**Your weekly check-in**", "You share nothing of it: nobody else sees it."] in said(
        cleo
    )


def test_words_are_told_with_the_two_ways_in_which_somebody_sends_them(open_page, add_actor):
    page = open_page(add_actor(Role.SUPPORTER), "account/seen")
    wanted = "Your notes and other words, unless you send them with a flag or a call"
    assert any(wanted in each.value for each in page.markdown)
