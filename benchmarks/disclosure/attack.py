"""The attacker: everything that linear algebra can get out of the figures that were shown.

Each figure is taken for the exact sum over its people, as if nothing were rounded, and whoever
attacks has seen all figures of all teams and knows who took part. What can be worked out is then
exactly the row space of the sums; a group is exposed when some row vector touches it alone.

All arithmetic is modulo one prime. For tables of zeros and ones with at most 36 independent rows
no determinant reaches that prime (Hadamard's bound), so every rank found here is the true one.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import combinations
from typing import Final, TypeVar

PRIME: Final = 2**61 - 1
MOST_ROWS: Final = 36
_Value = TypeVar("_Value", bound=Hashable)
_Row = list[int]


def smallest_groups(
    sums: Collection[frozenset[_Value]], *, at_most: int
) -> list[frozenset[_Value]]:
    """Return every minimal group of up to ``at_most`` people that the sums tell about."""
    found: list[frozenset[_Value]] = []
    for part in _parts(sums):
        found += _of_one_part(part, at_most)
    return found


def _parts(sums: Collection[frozenset[_Value]]) -> Iterator[list[frozenset[_Value]]]:
    """Yield the sums that have people in common; others say nothing about each other."""
    waiting = list(dict.fromkeys(sums))
    while waiting:
        part, people = [], set(waiting[0])
        grew = True
        while grew:
            touching = [each for each in waiting if not people.isdisjoint(each)]
            waiting = [each for each in waiting if people.isdisjoint(each)]
            part += touching
            people.update(*touching)
            grew = bool(touching)
        yield part


def _of_one_part(sums: Sequence[frozenset[_Value]], at_most: int) -> list[frozenset[_Value]]:
    atoms = _atoms(sums)
    rows = [[int(atom <= each) for atom in atoms] for each in sums]
    basis, pivots = reduced(rows)
    if len(pivots) > MOST_ROWS:
        raise ValueError("too many independent figures for this arithmetic")
    large = [n for n, atom in enumerate(atoms) if len(atom) > at_most]
    small = [n for n, atom in enumerate(atoms) if len(atom) <= at_most]
    # First the rows that say nothing about any large atom; most often there are none.
    order = large + small
    basis, pivots = reduced([[row[n] for n in order] for row in basis])
    hidden = [row for row, pivot in zip(basis, pivots, strict=True) if pivot >= len(large)]
    tail = [row[len(large) :] for row in hidden]
    found: list[frozenset[_Value]] = []
    for rows, columns in _separate(tail):
        found += _minimal_supports(rows, [atoms[small[n]] for n in columns], at_most)
    return found


def _atoms(sums: Sequence[frozenset[_Value]]) -> list[frozenset[_Value]]:
    """Return the people who are always counted together, as one."""
    seen: dict[tuple[bool, ...], set[_Value]] = {}
    for person in set().union(*sums):
        seen.setdefault(tuple(person in each for each in sums), set()).add(person)
    return [frozenset(people) for people in seen.values()]


def _separate(basis: Sequence[_Row]) -> Iterator[tuple[list[_Row], list[int]]]:
    """Yield the rows that touch each other, without the columns that they do not touch."""
    waiting = list(basis)
    while waiting:
        part = [waiting.pop()]
        for row in part:
            near = [
                each for each in waiting if any(x and y for x, y in zip(each, row, strict=True))
            ]
            waiting = [each for each in waiting if each not in near]
            part += near
        columns = [n for n in range(len(part[0])) if any(row[n] for row in part)]
        yield [[row[n] for n in columns] for row in part], columns


def _minimal_supports(
    basis: Sequence[_Row], atoms: Sequence[frozenset[_Value]], at_most: int
) -> list[frozenset[_Value]]:
    found: list[frozenset[int]] = []
    rank = len(basis)
    for size in range(1, at_most + 1):
        for chosen in combinations(range(len(atoms)), size):
            if sum(len(atoms[n]) for n in chosen) > at_most:
                continue
            within = frozenset(chosen)
            if any(known <= within for known in found):
                continue
            rest = [[x for n, x in enumerate(row) if n not in within] for row in basis]
            if len(reduced(rest)[1]) < rank:
                found.append(within)
    return [frozenset().union(*(atoms[n] for n in each)) for each in found]


def reduced(rows: Sequence[Sequence[int]]) -> tuple[list[_Row], list[int]]:
    """Return the reduced rows modulo the prime, and the column each begins in."""
    basis: list[_Row] = []
    pivots: list[int] = []
    waiting = [list(row) for row in rows]
    for column in range(len(waiting[0]) if waiting else 0):
        row = next((row for row in waiting if row[column]), None)
        if row is None:
            continue
        waiting.remove(row)
        inverse = pow(row[column], -1, PRIME)
        row = [x * inverse % PRIME for x in row]
        waiting = [_without(each, row, column) for each in waiting]
        basis = [_without(each, row, column) for each in basis]
        basis.append(row)
        pivots.append(column)
    return basis, pivots


def _without(row: _Row, by: _Row, column: int) -> _Row:
    factor = row[column]
    if not factor:
        return row
    return [(x - factor * y) % PRIME for x, y in zip(row, by, strict=True)]
