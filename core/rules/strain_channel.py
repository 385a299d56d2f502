"""One channel of the strain detector: how far a week lies from the person's own usual.

An EWMA of clipped, standardised weekly values. Three things differ from the textbook chart: the
uncertainty of the reference mean widens the limit, a weak prior steadies the spread, and one week
counts for at most two spreads.
"""

from collections import deque
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Constants of the detector, tuned together by simulation; never edited one by one.

    Source: simulation of 2 500 supporters per scenario. EWMA for self-reports: Schat et al. 2021,
    doi 10.1037/met0000447. After a pilot only ``z_watch`` and ``z_high`` are tuned again.
    """

    weight: float = 0.25
    """Weight of a new week against all earlier ones."""
    clip: float = 2.0
    """Most spreads that one week may count for."""
    calibration_weeks: int = 8
    guard_weeks: int = 8
    """Age at which a week may enter the reference, so that a slow rise does not become normal."""
    reference_weeks: int = 40
    prior_weeks: float = 4.0
    """How many weeks the prior spread counts for."""
    floor: float = 0.5
    z_watch: float = 2.2
    z_high: float = 2.7
    change_watch: float = 0.5
    change_high: float = 0.75
    level_high: float = 1.5
    """A smoothed level under this is never ``high``, however unusual it is."""
    recent_weeks: int = 3
    recent_needed: int = 2
    recent_above: float = 1.0
    z_clear: float = 1.5
    z_exclude: float = 2.0
    clear_weeks: int = 2
    gap_cap: int = 4
    gap_reset: int = 9
    fresh_weeks: int = 3
    """A reading is current in its own week and the weeks after, this many in all."""
    correlation: float = 0.35
    """Assumed correlation of toll and check-in."""
    z_together: float = 1.0
    hold_weeks: int = 13
    """A level is kept in silence this long."""
    load_share: float = 0.25
    """Rise of the load that matters, as a share of the usual load."""
    prior_toll: float = 1.0
    prior_check: float = 0.8
    prior_load: float = 60.0
    floor_load: float = 30.0


class ChannelReading(NamedTuple):
    """Where a channel stands after its latest observed week."""

    n: int
    """Weeks in the reference."""
    mu: float
    """The person's usual: mean of the reference weeks."""
    s: float
    """The person's usual spread."""
    u: float
    e: float
    v: float
    z: float
    delta: float
    """Smoothed change against the usual, in points (minutes for load)."""
    level_now: float
    """The usual plus the change."""
    two: bool
    """At least two of the last three weeks were clearly above the usual."""
    current: bool
    recent: tuple[float, ...] = ()
    """Values of the last three observed weeks, as the person sees them."""
    above: int = 0
    """How many of those were clearly above the usual."""


class Band(NamedTuple):
    """What the band chart draws for one week."""

    usual: float
    low: float
    high: float
    smoothed: float
    watch_line: float
    high_line: float


DEFAULT_PARAMETERS = Parameters()


def band(reading: ChannelReading, parameters: Parameters = DEFAULT_PARAMETERS) -> Band:
    """Return the lines of the band chart for one reading; low may lie under the scale."""
    width = reading.s * sqrt(reading.v + 1 / reading.n)
    return Band(
        usual=reading.mu,
        low=reading.mu - reading.s,
        high=reading.mu + reading.s,
        smoothed=reading.level_now,
        watch_line=reading.mu + parameters.z_watch * width,
        high_line=reading.mu + parameters.z_high * width,
    )


def trend(reading: ChannelReading, parameters: Parameters = DEFAULT_PARAMETERS) -> int:
    """Return what a current toll or check-in reading asks for alone: 0, 1 or 2."""
    p = parameters
    if reading.z <= p.z_watch:
        return 0
    clear = reading.z > p.z_high and reading.delta >= p.change_high
    if clear and reading.level_now >= p.level_high and reading.two:
        return 2
    return int(reading.delta >= p.change_watch)


def load_rises(reading: ChannelReading, parameters: Parameters = DEFAULT_PARAMETERS) -> bool:
    """Say whether a current load reading is clearly above the usual load."""
    rise = parameters.load_share * reading.mu
    return reading.z > parameters.z_watch and reading.delta >= rise


class Channel:
    """The running state of one channel; weeks are observed in order, each once."""

    def __init__(self, parameters: Parameters, *, prior: float, floor: float) -> None:
        self._parameters = parameters
        self._prior = parameters.prior_weeks * prior * prior
        self._floor = floor
        self._seen = 0
        self._last = 0
        self._e = 0.0
        self._v = 0.0
        self._recent: deque[tuple[float, float]] = deque(maxlen=parameters.recent_weeks)
        self._waiting: deque[tuple[int, float]] = deque()
        self._reference: deque[float] = deque()
        # Sums run over value minus the first value: no digits are lost with large minutes.
        self._origin = 0.0
        self._sum = 0.0
        self._squares = 0.0
        self._reading: ChannelReading | None = None

    def observe(self, week: int, value: float) -> ChannelReading | None:
        """Take the value of a week; nothing comes back while the channel calibrates."""
        self._seen += 1
        if self._seen <= self._parameters.calibration_weeks:
            if self._seen == 1:
                self._origin = value
            self._refer_to(value)
        else:
            self._reading = self._read(week, value)
        self._last = week
        return self._reading

    def silent(self, week: int) -> ChannelReading | None:
        """Return the last reading for a week without a value, current or not."""
        reading = self._reading
        if reading is None or not reading.current:
            return reading
        if week - self._last >= self._parameters.fresh_weeks:
            self._reading = reading = reading._replace(current=False)
        return reading

    def _read(self, week: int, value: float) -> ChannelReading:
        p = self._parameters
        self._admit(week - p.guard_weeks)
        n = len(self._reference)
        offset = self._sum / n
        mu = self._origin + offset
        squares = max(self._squares - self._sum * offset, 0.0)
        s = max(self._floor, sqrt((self._prior + squares) / (p.prior_weeks + n - 1)))
        u = min(max((value - mu) / s, -p.clip), p.clip)
        self._smooth(u, week - self._last)
        self._recent.append((u, value))
        z = self._e / sqrt(self._v + 1 / n)
        if z <= p.z_exclude:
            self._waiting.append((week, value))
        delta = self._e * s
        above = sum(past >= p.recent_above for past, _value in self._recent)
        return ChannelReading(
            n=n,
            mu=mu,
            s=s,
            u=u,
            e=self._e,
            v=self._v,
            z=z,
            delta=delta,
            level_now=mu + delta,
            two=above >= p.recent_needed,
            current=True,
            recent=tuple(past for _u, past in self._recent),
            above=above,
        )

    def _smooth(self, u: float, gap: int) -> None:
        p = self._parameters
        if gap >= p.gap_reset:
            self._e = self._v = 0.0
            self._recent.clear()
            gap = 1
        if self._reading is None:
            gap = 1
        rest: float = (1 - p.weight) ** min(gap, p.gap_cap)
        self._e = rest * self._e + (1 - rest) * u
        self._v = rest * rest * self._v + (1 - rest) ** 2

    def _admit(self, newest: int) -> None:
        while self._waiting and self._waiting[0][0] <= newest:
            self._refer_to(self._waiting.popleft()[1])

    def _refer_to(self, value: float) -> None:
        self._count(value, 1)
        self._reference.append(value)
        if len(self._reference) > self._parameters.reference_weeks:
            self._count(self._reference.popleft(), -1)

    def _count(self, value: float, sign: int) -> None:
        offset = value - self._origin
        self._sum += sign * offset
        self._squares += sign * offset * offset
