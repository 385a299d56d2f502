"""The chain of the audit log finds whatever was done to it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.audit import BEFORE_ALL, Anchor, Entry, anchor_from, cut_note, digest_of, examine
from core.vocabulary import AuditEvent
from tests.support import NOW

KEY = b"k" * 32


def chained(entries, before=BEFORE_ALL, key=KEY):
    log = []
    for entry in entries:
        entry = replace(entry, digest=digest_of(key, before, entry))
        before = entry.digest
        log.append(entry)
    return log


def entry(position, **changes):
    values = {
        "position": position,
        "at": NOW + timedelta(minutes=position),
        "event": AuditEvent.ACCOUNT_CHANGED,
        "actor_id": UUID(int=position),
        "subject_id": None,
        "detail": f"roles {position}",
        "digest": "",
    }
    return Entry(**(values | changes))


def a_log(length=12):
    return chained(entry(n) for n in range(1, length + 1))


def head(log):
    return Anchor(log[-1].position, log[-1].digest)


def edited(log):
    return [*log[:4], replace(log[4], detail="nothing happened"), *log[5:]]


def backdated(log):
    return [*log[:4], replace(log[4], at=log[4].at - timedelta(days=1)), *log[5:]]


def one_deleted(log):
    return [*log[:4], *log[5:]]


def one_deleted_and_renumbered(log):
    return [*log[:4], *(replace(each, position=each.position - 1) for each in log[5:])]


def two_swapped(log):
    first, second = replace(log[4], position=6), replace(log[5], position=5)
    return [*log[:4], second, first, *log[6:]]


def cut_at_the_end(log):
    return log[:-3]


def cut_at_the_beginning(log):
    return log[3:]


def emptied(_log):
    return []


def chained_anew_without_the_key(log):
    return chained(edited(log), key=b"guessed".ljust(32))


ATTACKS = [
    edited,
    backdated,
    one_deleted,
    one_deleted_and_renumbered,
    two_swapped,
    cut_at_the_end,
    cut_at_the_beginning,
    emptied,
    chained_anew_without_the_key,
]


def test_an_untouched_log_holds():
    log = a_log()

    verdict = examine(KEY, log, [head(log)])

    assert verdict.faults == ()
    assert verdict.entries == 12
    assert verdict.head == head(log)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_every_kind_of_tampering_is_found(attack):
    log = a_log()

    assert examine(KEY, attack(log), [head(log)]).faults


def test_an_older_anchor_still_fits_a_log_that_went_on():
    log = a_log()

    assert examine(KEY, log, [head(log[:5])]).faults == ()


def test_entries_that_expired_are_not_missed_because_a_later_entry_says_so():
    log = a_log()
    note = entry(13, event=AuditEvent.EXPIRED, detail=cut_note(head(log[:5])))
    rest = [*log[5:], *chained([note], before=log[-1].digest)]

    assert examine(KEY, rest, [head(rest)]).faults == ()
    assert examine(KEY, rest, [head(log[:5])]).faults == ()
    assert examine(KEY, rest[1:], [head(rest)]).faults


def test_a_forged_note_about_expired_entries_is_found():
    log = a_log()
    forged = entry(13, event=AuditEvent.EXPIRED, detail=cut_note(head(log[:5])), digest="0" * 64)

    assert examine(KEY, [*log[5:], forged], []).faults


@given(st.integers(0, 11), st.sampled_from(["detail", "actor_id", "subject_id", "event", "digest"]))
def test_changing_any_field_of_any_entry_is_found(index, field):
    other = {
        "detail": "something else",
        "actor_id": uuid4(),
        "subject_id": uuid4(),
        "event": AuditEvent.ERASED,
        "digest": "f" * 64,
    }
    log = a_log()
    changed = [*log[:index], replace(log[index], **{field: other[field]}), *log[index + 1 :]]

    assert examine(KEY, changed, [head(log)]).faults


def test_a_cut_end_does_not_heal_when_the_log_goes_on():
    log = a_log()
    noted = [head(log[:n]) for n in range(1, 13)]
    on = chained([entry(10, detail="the next act")], before=log[8].digest)

    assert examine(KEY, [*log[:9], *on], [*noted, head(on)]).faults


def test_an_anchor_survives_being_written_down():
    assert anchor_from(f" {head(a_log())}\n") == head(a_log())
    assert anchor_from("12:short") is None
    assert anchor_from("") is None
