"""Who commits to what: settings for stories about policies, none of whose names tells what a policy is good for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["SETTINGS", "Cast", "Setting", "Side", "cast_of"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A situation in which two sides choose policies.

    Parameters
    ----------
    scene : str
        What it is about, with `{one}` and `{other}` for the names.
    stances : tuple of str
        What might be done without thinking of anything else.
    arrangements : tuple of str
        What else might be done.
    occasions : tuple of str
        How somebody commits herself.
    events : tuple of str
        What nobody chose.

    Source: ours
    """

    scene: str
    stances: tuple[str, ...]
    arrangements: tuple[str, ...]
    occasions: tuple[str, ...]
    events: tuple[str, ...]


SETTINGS = (
    Setting(
        "{one} and {other} run ferries to the same island and cannot agree on who may use the only landing stage.",
        ("sail at nine", "sail at noon", "block the stage", "keep the slot"),
        ("let the harbour decide", "toss a coin", "merge the timetables", "lease a pontoon", "sail every other day",
         "share one boat", "ask the pilot", "sell day tickets", "land at the beach"),
        ("signs an undertaking", "has a clause put into the charter", "swears before the harbour board"),
        ("a storm", "a new law", "a strike of the pilots"),
    ),
    Setting(
        "{one} and {other}, two trading programs of different owners, bid for the same cable capacity.",
        ("bid high", "bid first", "repeat the bid", "bid at the close"),
        ("use the escrow module", "split by volume", "call the broker", "rotate by hour", "publish the reserve",
         "bid in tokens", "average both bids", "use the sealed box", "trade the remainder"),
        ("compiles a restriction", "burns a rule into the firmware", "deposits a hash of a rule"),
        ("an outage", "an update of the exchange", "an audit"),
    ),
    Setting(
        "{one} and {other} inherit an orchard and quarrel about its harvest.",
        ("claim the hill", "claim the harvest", "hire the pickers", "fence the path"),
        ("press cider together", "draw lots", "count the trees", "sell to the co-op", "ask the notary",
         "take turns by year", "weigh every crate", "graft new trees", "open the gate"),
        ("signs a deed", "makes a vow", "has an entry made in the land register"),
        ("a late frost", "a court order", "a flood"),
    ),
    Setting(
        "{one} and {other} govern two towns on one river and dispute how much water each may take.",
        ("open the sluice", "build the weir", "pump at night", "keep the level"),
        ("meter both banks", "let the union rule", "trade quotas", "store the surplus", "alternate weeks",
         "pipe from the lake", "publish the flows", "hire one engineer", "share the turbine"),
        ("passes a by-law", "changes the town charter", "ratifies a protocol"),
        ("a drought", "a landslide", "a ruling of the ministry"),
    ),
    Setting(
        "{one} and {other} are two labs that want the same satellite for their measurements.",
        ("book the night", "book all orbits", "file first", "hold the antenna"),
        ("pool the data", "use the queue", "swap instruments", "measure in parallel", "let the agency choose",
         "record and share", "halve the window", "rent the relay", "publish at once"),
        ("files a binding plan", "signs the mission rules", "locks the scheduler"),
        ("a solar flare", "a cut in the budget", "a failed relay"),
    ),
    Setting(
        "{one} and {other} negotiate for two unions and a single training fund.",
        ("demand the fund", "demand a majority", "walk out", "refuse the audit"),
        ("appoint a trustee", "vote by member", "fund both halves", "test for a year", "let the arbiter write",
         "match every grant", "rotate the chair", "list the courses", "lend to each other"),
        ("passes a resolution", "amends the statutes", "gives a notarised mandate"),
        ("an election", "a change of the law", "a bankruptcy"),
    ),
    Setting(
        "{one} and {other} fly delivery drones through the same corridor.",
        ("fly low", "fly fast", "hold the corridor", "ignore the beacon"),
        ("follow the tower", "stack by height", "swap the slots", "bundle the parcels", "fly in pairs",
         "land and wait", "use the sea route", "bid for minutes", "broadcast the plan"),
        ("flashes a rule into the fleet", "signs the corridor code", "gives a key away for good"),
        ("a ban", "a fire near the tower", "a jammed beacon"),
    ),
)  # fmt: skip
"""Seven of them; each has four stances and nine arrangements."""


@dataclass(frozen=True, slots=True)
class Side:
    """Names for what one of two players can do.

    Parameters
    ----------
    defaults : tuple of str
        What she may do by default.
    asked : tuple of str
        What each way out asks of her.
    luring : str
        What a change asks of her that is no safe improvement.
    idle : tuple of str
        What else she could do; the first may be what the other counts on.

    Source: ours
    """

    defaults: tuple[str, ...]
    asked: tuple[str, ...]
    luring: str
    idle: tuple[str, ...]

    @property
    def menu(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.defaults, *self.asked, self.luring, *self.idle)


@dataclass(frozen=True, slots=True)
class Cast:
    """A setting with a part for each policy.

    Parameters
    ----------
    setting : Setting
    mine : Side
        Of the player of whom it may not be certain what she does by default.
    theirs : Side
        Of the other, who does one thing by default.

    Source: ours
    """

    setting: Setting
    mine: Side
    theirs: Side


def cast_of(rng: Random, *, ways: int, minds: int, idle: int) -> Cast:
    """A random setting, in which chance says which policy is good for what.

    Parameters
    ----------
    rng : Random
    ways : int
        At most 3.
    minds : int
        What one player may do by default; at most 4.
    idle : int
        At most 3 for each player.

    Returns
    -------
    Cast

    Source: ours
    """
    setting = rng.choice(SETTINGS)
    sides = []
    for k in (minds, 1):
        free = rng.sample(setting.arrangements, ways + 1 + idle)
        sides.append(
            Side(tuple(rng.sample(setting.stances, k)), tuple(free[:ways]), free[ways], tuple(free[ways + 1 :]))
        )
    return Cast(setting, sides[0], sides[1])
