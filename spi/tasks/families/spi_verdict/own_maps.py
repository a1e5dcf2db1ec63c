"""A safe Pareto improvement of one's own: which actions are to be played in the stead of those that would be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from spi.analysis.questions import decide_spi
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, profiles
from spi.core.gamefile import read_game, write_game
from spi.core.pareto import improves
from spi.core.verdict import Holds
from spi.solve.reduction import reduce
from spi.tasks.families.spi_verdict.subset_games import Delegation
from spi.tasks.families.spi_verdict.subset_words import ASSUMPTIONS, ASSUMPTIONS_STORY
from spi.tasks.items import Item, Proof
from spi.tasks.material.certificates import require, require_kinds
from spi.tasks.material.shapes import shape_of
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, told_payoffs

__all__ = ["accepts_map", "map_item", "map_label"]

_ARROW = re.compile(r"\s*(?:->|→|↦|=>|⇒)\s*")


def map_item(name: str, seed: int, difficulty: int, own: Delegation) -> Item:
    """Which strict SPI is there in this game, in which there is one?

    Parameters
    ----------
    name : str
        Of the family.
    seed, difficulty : int
    own : Delegation
        Only its game counts, which has a strict SPI.

    Returns
    -------
    Item
        Whoever answers gives a map of actions; any one is right that builds a strict SPI.

    Source: oesterheld-conitzer-2022, Definition 5
    """
    game = own.game
    verdict = decide_spi(game)
    assert isinstance(verdict, Holds)
    certificate = verdict.certificate.as_dict()
    return Item(
        name,
        seed,
        difficulty,
        knobs=(("cases", len(own.meant)), ("actions", sum(game.shape)), ("players", len(game.players))),
        texts=_texts(own),
        form="witness",
        answer=_map_text(game.players, certificate["evidence"]["isomorphism"]["map"]),
        options=(),
        asks=(("about", "map"), ("game", game.digest)),
        files=(("game.toml", write_game(game)),),
        proofs=(Proof("strict-spi", verdict.certificate.text),),
        shape=shape_of(game, lambda ranks: "map"),
    )


def map_label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The map by which a certificate shows that there is a strict SPI.

    Source: oesterheld-conitzer-2022, Definition 5
    """
    require_kinds(certificates, 1, "exists-spi")
    claim, objects, evidence = (certificates[0][key] for key in ("claim", "objects", "evidence"))
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    require(claim["answer"] == "yes" and claim["strict"], "that there is a strict SPI")
    require(claim["unilateral"] is None and not claim["duplicates"] and claim["reading"] == "repaired", "no other rule")
    return _map_text(objects["game"]["players"], evidence["isomorphism"]["map"])


def accepts_map(item: Item, witness: str) -> Literal["right", "wrong", "unreadable"]:
    """Does this map build a strict SPI? Every outcome that can occur is gone through.

    Parameters
    ----------
    item : Item
    witness : str
        For each player her name, a colon, and rules such as `a -> b`, divided by commas; players by semicolons or
        lines.

    Returns
    -------
    "right", "wrong" or "unreadable"
        Wrong are maps, too, that leave out an action that survives, or send two actions to one.

    Source: oesterheld-conitzer-2022, Definition 5
    """
    game = read_game(dict(item.files)["game.toml"])
    rules = _read_rules(game, witness)
    if rules is None:
        return "unreadable"
    reduced = reduce(game).reduced
    if any(not set(own) <= set(rule) for own, rule in zip(reduced.actions, rules, strict=True)):
        return "wrong"
    maps = ActionMaps(
        game.players, tuple(tuple((x, rule[x]) for x in own) for own, rule in zip(reduced.actions, rules, strict=True))
    )
    if any(len(set(image)) < len(own) for own, image in zip(reduced.actions, maps.images(), strict=True)):
        return "wrong"
    moved = [(game[a], game[maps(a)]) for a in profiles(reduced)]
    safe = all(improves(new, old) for old, new in moved)
    return "right" if safe and any(new != old for old, new in moved) else "wrong"


def _read_rules(game: Game, text: str) -> list[dict[str, str]] | None:
    """For each player where her actions are sent; None unless every player is named once, and all names are known."""
    found: dict[str, dict[str, str]] = {}
    for part in filter(None, (own.strip(" \t*`.-") for own in re.split(r"[;\n]", text))):
        name, colon, rest = part.partition(":")
        player = _known(name.strip(" *`"), game.players)
        if not colon or player is None or player in found:
            return None
        own, rule = game.actions[game.players.index(player)], {}
        for one in filter(None, (text.strip() for text in rest.split(","))):
            sides = [_known(side.strip(' *`"“”'), own) for side in _ARROW.split(one)]
            if len(sides) != 2 or None in sides or sides[0] in rule:
                return None
            rule[str(sides[0])] = str(sides[1])
        found[player] = rule
    return [found[player] for player in game.players] if set(found) == set(game.players) else None


def _known(name: str, names: Sequence[str]) -> str | None:
    """One of these names, the case of letters apart."""
    if name in names:
        return name
    alike = [own for own in names if own.casefold() == name.casefold()]
    return alike[0] if len(alike) == 1 else None


def _map_text(players: Sequence[str], maps: Mapping[str, Mapping[str, str]]) -> str:
    rules = (", ".join(f"{x} -> {y}" for x, y in maps[player].items()) for player in players)
    return "; ".join(f"{player}: {own}" for player, own in zip(players, rules, strict=True))


def _texts(own: Delegation) -> tuple[tuple[str, str], ...]:
    game, scene, players = own.game, own.cast.scene, own.game.players
    form = (
        "Give it in this form, with every name as above: "
        + "; ".join(f"{player}: old -> new, old -> new" for player in players)
        + ". Say of every action that is left for which action it is replaced (it may be itself)."
    )
    asked = (
        "The players can tell their representatives to play in another way: each representative is given, for each of "
        "the actions of her player that are left when dominated ones are removed, another action to use in its stead "
        "(or the same one), and no two get the same. The representatives then play a game that is the same up to "
        "names, so that each outcome that would have occurred is replaced by the outcome that its actions are "
        "replaced by. This is a strict safe Pareto improvement if, by the payoffs above, no outcome that can occur is "
        "replaced by one that is worse for anybody, and some such outcome is replaced by one that is better for "
        f"somebody. There is one in this game. Find one. {form}"
    )
    formal = [
        f"A game Γ. {formal_payoffs(game)}",
        f"Each player has a representative who plays for her. {ASSUMPTIONS}",
        asked,
    ]
    matrix = [payoff_table(game), f"Each player has a representative who plays for her. {ASSUMPTIONS}", asked]
    story = [
        f"{own.cast.opening} Each of them {scene.choice}, and each has an agent who decides for her or him. The "
        "agents are able, but nobody knows how they will play.",
        told_payoffs(game, scene.unit),
        f"The agents aim for these results as if they were their own. {ASSUMPTIONS_STORY}",
        f"{listed(players)} may agree on replacements: for every choice of an agent that is left when choices are "
        "struck out, another choice (or the same one) that the agent makes in its stead, no two choices being replaced "
        "by the same one. The agents then deal with each other as before, and what comes out is replaced "
        "choice by choice. The agreement is a strict safe Pareto improvement if nothing that can happen is replaced by "
        f"something with fewer {scene.unit} for one of {listed(players)}, and something that can happen is replaced "
        f"by something with more {scene.unit} for one of them. There is such an agreement. Find one. {form}",
    ]
    return tuple((key, "\n\n".join(parts)) for key, parts in (("formal", formal), ("matrix", matrix), ("story", story)))
