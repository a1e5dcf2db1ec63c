"""The objects of claims about commitments: proofs/README.md section 16.

Work: each transform goes once through the space.
"""

from collections.abc import Collection
from dataclasses import dataclass

from spi.checker import lotteries
from spi.checker.beliefs import Constraint, read_constraint
from spi.checker.lotteries import Exact
from spi.checker.reader import Item, Profile, read_game

Policy = tuple[int, str]  # a player, and what she does
Menus = list[dict[str, None]]


@dataclass(frozen=True, slots=True)
class Transform:
    """Whom it hurts and helps where, and what it asks for."""

    losses: set[tuple[Profile, int]]  # in the space; the rest is about what the default can be
    gains: set[tuple[Profile, int]]
    becomes: dict[Profile, Profile]
    asked: list[Policy]  # in order


@dataclass(frozen=True, slots=True)
class Problem:
    """All that is decided about."""

    game: Exact
    transforms: dict[str, Transform]
    constraints: list[list[Constraint]]
    removals: list[tuple[bool, set[Policy]]]  # whether an event does it, and what is removed


def others_of(game: Exact, i: int) -> list[dict[str, None]]:
    """The policies of everybody but player i."""
    return [*game.game.actions[:i], *game.game.actions[i + 1 :]]


def read_policies(item: Item, game: Exact) -> list[Policy]:
    """Distinct policies."""
    found: dict[Policy, None] = {}
    for entry in item.items():
        fields = entry.fields(("player", "policy"))
        i = fields["player"].index(game.game.players)
        policy = i, fields["policy"].choice(game.game.actions[i], "name", "a policy of this player")
        entry.need(policy not in found, "name", "this policy is in the list twice")
        found[policy] = None
    return list(found)


def read_space(item: Item, game: Exact, default: Collection[Profile]) -> list[Profile]:
    """Distinct profiles, those of the default among them."""
    space = [entry.profile(game.game.actions) for entry in item.items()]
    item.need(len(set(space)) == len(space), "profile", "a profile is in the space twice")
    item.need(set(default) <= set(space), "profile", "all profiles of the default are in the space")
    return space


def read_transform(item: Item, game: Exact, space: Collection[Profile], default: Collection[Profile]) -> Transform:
    """Maps of policies, and what they do to the profiles of the space."""
    players, actions, level = game.game.players, game.game.actions, game.game.level
    maps, images = item.fields(players), []
    for player, own in zip(players, actions, strict=True):
        given = maps[player].value
        named = maps[player].fields([x for x in own if isinstance(given, dict) and x in given])
        images.append({x: named[x].choice(own, "name") if x in named else x for x in own})
    game.spend(item, sum(map(len, actions)) + len(space) * len(players), 0, 0)
    images_of = {p: tuple(image[x] for image, x in zip(images, p, strict=True)) for p in space}
    losses, gains = set(), set()
    for p, b in images_of.items():
        for i, (old, new) in enumerate(zip(level[p], level[b], strict=True)):
            if new < old:
                losses.add((p, i))
            elif new > old and p in default:
                gains.add((p, i))
    becomes = {p: images_of[p] for p in default}
    asked = {(i, y) for b in becomes.values() for i, y in enumerate(b)}
    order = ((i, y) for i, own in enumerate(actions) for y in own)
    return Transform(losses, gains, becomes, [policy for policy in order if policy in asked])


def read_commitment(item: Item, game: Exact) -> tuple[bool, set[Policy]]:
    """Whether it is an event, and what it removes."""
    fields = item.fields(("rule", "player", "removes", "exceptions"))
    fields["rule"].name()
    event = fields["player"].value is None
    if not event:
        fields["player"].index(game.game.players)
    removes, kept = set(read_policies(fields["removes"], game)), set(read_policies(fields["exceptions"], game))
    fields["exceptions"].need(kept <= removes, "name", "an exception is none of the policies removed")
    fields["exceptions"].need(not (event and kept), "name", "an event has no exceptions")
    return event, removes - kept


def read_problem(item: Item) -> Problem:
    """The objects of a claim."""
    objects = item.fields(("game", "default", "space", "transforms", "beliefs", "commitments"))
    game = lotteries.exact(objects["game"], read_game(objects["game"]))
    default = lotteries.lottery(objects["default"], game.game.actions).numbers
    space = read_space(objects["space"], game, default)
    transforms: dict[str, Transform] = {}
    for entry in objects["transforms"].items():
        fields = entry.fields(("name", "maps"))
        name = fields["name"].name()
        fields["name"].need(name not in transforms, "name", "a transform has this name already")
        transforms[name] = read_transform(fields["maps"], game, space, default)
    objects["transforms"].need(bool(transforms), "name", "at least one transform is needed here")
    constraints = []
    for i, entry in enumerate(objects["beliefs"].items(len(game.game.players))):
        fields = entry.fields(("player", "constraints"))
        fields["player"].equals(game.game.players[i], "name")
        constraints.append([read_constraint(one, others_of(game, i)) for one in fields["constraints"].items()])
    return Problem(
        game,
        transforms,
        constraints,
        [read_commitment(entry, game) for entry in objects["commitments"].items()],
    )


def menus_without(item: Item, problem: Problem, removed: set[Policy]) -> Menus:
    """What is left to each player, which is something."""
    actions = problem.game.game.actions
    problem.game.spend(item, sum(map(len, actions)), 0, 0)
    menus = [{x: None for x in own if (i, x) not in removed} for i, own in enumerate(actions)]
    item.need(all(menus), "name", "a player is left without any policy")
    return menus
