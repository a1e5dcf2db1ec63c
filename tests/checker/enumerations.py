"""Certificates about whole program spaces, written by hand; and a second checker of them, from the page alone."""

import itertools
import math
import re
from fractions import Fraction
from typing import Any

from tests.checker.certificates import Json
from tests.checker.coordination import document, lottery
from tests.checker.encounters import CLIQUE, DRAWS, FAIR, FLIPS, LARGE, STRING, C, D, independent, modal, shared
from tests.checker.tables import DILEMMA, GOODS, GROUNDED, met, plays

SUMS = "programs that draw by chance count by their expected payoffs"
BEFORE, AFTER = "b" * 64, "a" * 64
WHOLE = f"how often each outcome becomes which: tables {BEFORE} and {AFTER}"
CELLS = f"what profiles of classes come to, and that programs of one class do alike: tables {BEFORE} and {AFTER}"
ALIKE = f"programs of one class do alike at every profile: tables {BEFORE} and {AFTER}"


def quotient(sizes: str, before: str, after: str, programs: str = "", images: str = "") -> Json:
    """Classes from "1 2 | 3 1", outcomes like "0 1 0 1", and first programs like "0 1 | 2 0"."""
    played = [[own.split() for own in row.split("|")] if row else None for row in (programs, images)]
    found = {"sizes": [own.split() for own in sizes.split("|")], "before": before.split(), "after": after.split()}
    return found | dict(zip(("programs", "images"), played, strict=True))


def enumeration(
    answer: str, sizes: str, outcomes: str, pairs: str, counts: str, *, violation: str = "", **more: Json
) -> Json:
    """Outcomes like "D,D ; C,C:1/2 D,D:1/2", pairs like "0>1:5 2>2:7", and how many are worse and better, "0 5".

    A violation is "2 0>1 0,4": the player, the pair, and the places.
    """
    found = []
    for outcome in outcomes.split(";"):
        drawn = ":" in outcome
        found.append(
            {"profile": None, "lottery": lottery(outcome)}
            if drawn
            else {"profile": outcome.strip().split(","), "lottery": None}
        )
    moves = [re.split("[>:]", pair) for pair in pairs.split()]
    worse, better = counts.split()
    violated = None
    if violation:
        player, pair, places = violation.split()
        old, new = pair.split(">")
        violated = {"player": player, "before": old, "after": new, "places": places.split(",")}
    randomness = more.get("randomness")
    claim = {"kind": "enumeration", "answer": answer, "strict": more.get("strict", False), "sizes": sizes.split()}
    objects = {"game": more.get("game", DILEMMA), "programs": more.get("programs", []), "outcomes": found}
    evidence = {
        "classes": more.get("classes"),
        "pairs": [dict(zip(("before", "after", "count"), move, strict=True)) for move in moves],
        "encounters": more.get("encounters", []),
        "violation": violated,
    }
    return document(
        claim | {"worse": worse, "better": better, "randomness": randomness},
        objects | {"tables": {"before": BEFORE, "after": AFTER}},
        evidence,
        {None: [], "independent": [*DRAWS, SUMS], "shared": [*STRING, SUMS]}[randomness],
        more.get("trusts", [WHOLE]),
    )


# The dilemma pays (2, 2) for C, C, (0, 3) for C, D, (3, 0) for D, C, and (1, 1) for D, D.
ACCEPTED: dict[str, Json] = {
    # of 3 * 4 profiles, five that came to D, D come to C, C
    "counts": enumeration("yes", "3 4", "D,D ; C,C ; C,D", "0>1:5 2>2:7", "0 5"),
    "counts, strictly": enumeration("yes", "3 4", "D,D ; C,C ; C,D", "0>1:5 2>2:7", "0 5", strict=True),
    # C, C becomes D, C: the first gets 3 instead of 2, the second 0; and C, D becomes D, D: it is the second again
    "counts, and one loses": enumeration(
        "no", "2 5", "C,C ; D,C ; C,D ; D,D", "0>1:3 2>3:2 3>0:4 1>1:1", "5 4", violation="2 2>3 1,4"
    ),
    "nobody gains": enumeration("no", "7 1", "C,C ; D,D", "0>0:5 1>1:2", "0 0", strict=True),
    "a googol of profiles": enumeration(
        "yes", f"1{'0' * 60} 1{'0' * 40}", "D,D ; C,C", f"0>1:1{'0' * 100}", f"0 1{'0' * 100}"
    ),
    # the profiles of classes stand for 1 * 3, 1 * 1, 2 * 3 and 2 * 1 profiles
    "classes": enumeration(
        *("yes", "3 4", "D,D ; C,C ; C,D", "0>1:3 2>2:3 0>0:6", "0 3"),
        classes=quotient("1 2 | 3 1", "0 2 0 2", "1 2 0 2"),
        trusts=[CELLS],
    ),
    "classes of one program": enumeration(
        *("no", "2 2", "D,D ; C,C ; C,D", "0>1:2 1>1:1 1>2:1", "1 2"),
        violation="1 1>2 1,0",
        classes=quotient("1 1 | 1 1", "0 1 1 0", "1 1 2 1"),
        trusts=[CELLS],
    ),
    # two programs like D against five like D become programs like C
    "defectors give in": enumeration(
        *("yes", "2 5", "D,D ; C,C", "0>1:10", "0 10"),
        strict=True,
        programs=[C, D],
        classes=quotient("2 | 5", "0", "1", "1 | 1", "0 | 0"),
        encounters=plays("1,1:D,D 0,0:C,C"),
        trusts=[ALIKE],
    ),
    # D becomes the clique, which cooperates with itself and defects against C, as D does
    "defectors join the clique": enumeration(
        *("yes", "2 2", "C,C ; C,D ; D,C ; D,D", "0>0:1 1>1:1 2>2:1 3>0:1", "0 1"),
        programs=[C, D, CLIQUE],
        classes=quotient("1 1 | 1 1", "0 1 2 3", "0 1 2 0", "0 1 | 0 1", "0 2 | 0 2"),
        encounters=plays("0,0:C,C 0,1:C,D 1,0:D,C 1,1:D,D 0,2:C,D 2,0:D,C 2,2:C,C"),
        trusts=[],
    ),
    # the first becomes the clique, alone: against C she defects, and so she does against D
    "alone in the clique": enumeration(
        *("no", "1 2", "C,C ; C,D ; D,C ; D,D", "0>2:1 1>3:1", "2 0"),
        violation="2 1>3 0,1",
        programs=[C, D, CLIQUE],
        classes=quotient("1 | 1 1", "0 1", "2 3", "0 | 0 1", "2 | 0 1"),
        encounters=plays("0,0:C,C 0,1:C,D 2,0:D,C 2,1:D,D"),
        trusts=[],
    ),
    "three players": enumeration("yes", "2 3 4", "D,D,D ; C,C,C ; C,C,D", "0>1:14 2>2:10", "0 14", game=GOODS),
    # C, C, C is worth 3 to everybody, and C, C, D 1, 1 and 4
    "three players, and two lose": enumeration(
        *("no", "2 1 2", "C,C,C ; C,C,D", "0>1:2 0>0:2", "2 0"),
        game=GOODS,
        violation="2 0>1 1,0,1",
        classes=quotient("2 | 1 | 1 1", "0 0", "0 1"),
        trusts=[CELLS],
    ),
    # D, D and C, C with 1/2 each are worth 3/2 to both; C, D and D, C also
    "a lottery for another": enumeration(
        *("yes", "2 2", "C,C:1/2 D,D:1/2 ; C,D:1/2 D,C:1/2", "0>1:4", "0 0"), randomness="shared"
    ),
    "lotteries": enumeration(
        *("no", "2 2", "C,C:1/3 D,D:2/3 ; C,C ; C,D:1/2 D,C:1/2", "0>1:1 1>2:2 0>2:1", "2 2"),
        randomness="independent",
        violation="2 1>2 0,1",
    ),
    # against D it plays D but for 1/10, which is worth 9/10 and 12/10; with itself it cooperates
    "by draws": enumeration(
        *("yes", "3 2", "C,D:1/10 D,D:9/10 ; C,C", "0>1:6", "0 6"),
        strict=True,
        programs=[D, GROUNDED],
        classes=quotient("3 | 2", "0", "1", "1 | 0", "1 | 1"),
        encounters=[
            met("1 0", independent("C:1/10 D:9/10 | D", GROUNDED, D)),
            met("1 1", independent("C | C", GROUNDED, GROUNDED)),
        ],
        randomness="independent",
        trusts=[ALIKE],
    ),
    # a coin against D is worth 1/2 and 2, C against a coin 1 and 5/2
    "by a string": enumeration(
        *("yes", "1 1", "C,D:1/2 D,D:1/2 ; C,D:1/2 C,C:1/2", "0>1:1", "0 1"),
        programs=[C, FLIPS, D],
        classes=quotient("1 | 1", "0", "1", "1 | 2", "0 | 1"),
        encounters=[
            met("1 2", shared("C,D:1/2 D,D:1/2", "1", FLIPS, D)),
            met("0 1", shared("C,C:1/2 C,D:1/2", "1", C, FLIPS)),
        ],
        randomness="shared",
        trusts=[],
    ),
    "by provability": enumeration(
        *("yes", "1 1", "D,D ; C,C", "0>1:1", "0 1"),
        programs=[D, FAIR],
        classes=quotient("1 | 1", "0", "1", "0 | 1", "1 | 1"),
        encounters=[met("0 1", modal("D D", 1, D, FAIR)), met("1 1", modal("C C", 1, FAIR, FAIR))],
        trusts=LARGE,
    ),
}


# --- section 19, read again: it knows what programs do from the entries of the certificate that was changed


class Wrong(Exception):
    """The certificate does not say what the page asks for."""


def need(holds: Any) -> None:
    if not holds:
        raise Wrong


def record(value: Json, keys: str) -> list[Json]:
    need(isinstance(value, dict) and set(value) == set(keys.split()))
    return [value[key] for key in keys.split()]


def sequence(value: Json, length: int | None = None) -> list[Json]:
    need(isinstance(value, list) and length in (None, len(value)))
    return list(value)


def number(value: Json, least: int = 1) -> int:
    need(isinstance(value, str) and len(value) <= 200 and re.fullmatch("0|[1-9][0-9]*", value))
    need(int(value) >= least)
    return int(value)


def choice(value: Json, length: int) -> int:
    place = number(value, 0)
    need(place < length)
    return place


def law(value: Json, actions: list[list[str]]) -> dict[tuple[str, ...], Fraction]:
    profile, drawn = record(value, "profile lottery")
    need((profile is None) != (drawn is None))
    found: dict[tuple[str, ...], Fraction] = {}
    for outcome, p in (
        [record(one, "outcome probability") for one in sequence(drawn)] if profile is None else [(profile, "1")]
    ):
        names = sequence(outcome, len(actions))
        need(all(isinstance(name, str) and name in own for name, own in zip(names, actions, strict=True)))
        need(isinstance(p, str) and re.fullmatch("[1-9][0-9]*(/[1-9][0-9]*)?", p) and str(Fraction(p)) == p)
        need(tuple(names) not in found)
        found[tuple(names)] = Fraction(p)
    need(sum(found.values()) == 1)
    return found


def played(entry: Json) -> dict[tuple[str, ...], Fraction]:
    """What an entry of section 14 says is played, as far as these certificates have such."""
    if entry["outcome"] is not None:
        return {tuple(entry["outcome"]): Fraction(1)}
    if entry["joint"] is not None:
        return {tuple(profile): Fraction(p) for profile, p in entry["joint"]}
    rows = itertools.product(*entry["laws"])
    return {tuple(a for a, _ in row): math.prod((Fraction(p) for _, p in row), start=Fraction(1)) for row in rows}


def accepts(certificate: Json) -> bool:
    """Does it say what section 19 asks for, if its game, its programs and its encounters are right?"""
    try:
        top = record(certificate, "format version claim objects evidence scope")
        need(top[:2] == ["spi-certificate", 1] and type(top[1]) is int)
        scope(top[5], *follows(*top[2:5]))
    except Wrong:
        return False
    return True


def scope(value: Json, assumptions: list[str], trusts: list[str]) -> None:
    need(record(value, "assumptions trusts") == [assumptions, trusts])


def follows(claim: Json, objects: Json, evidence: Json) -> tuple[list[str], list[str]]:
    """The assumptions and the trusts of a certificate that is right."""
    kind, answer, strict, sizes, worse, better, randomness = record(
        claim, "kind answer strict sizes worse better randomness"
    )
    game, pool, outcomes, tables = record(objects, "game programs outcomes tables")
    classes, pairs, encounters, violation = record(evidence, "classes pairs encounters violation")
    need(kind == "enumeration" and answer in ("yes", "no") and isinstance(strict, bool))
    need(randomness in (None, "independent", "shared"))
    names = record(tables, "before after")
    need(all(isinstance(name, str) and re.fullmatch("[0-9a-f]{64}", name) for name in names))
    players, actions = game["players"], game["actions"]
    space = [number(size) for size in sequence(sizes, len(players))]

    laws = [law(one, actions) for one in sequence(outcomes)]
    kinds = [(one["lottery"] is None, own) for one, own in zip(outcomes, laws, strict=True)]
    need(all(a != b for a, b in itertools.combinations(kinds, 2)))

    def payoffs(k: int) -> list[Fraction]:
        cells = []
        for profile, p in laws[k].items():
            cell = game["payoffs"]
            for name, own in zip(profile, actions, strict=True):
                cell = cell[own.index(name)]
            cells.append([p * Fraction(x) for x in cell])
        return [sum(own, Fraction(0)) for own in zip(*cells, strict=True)]

    moves: dict[tuple[int, int], int] = {}
    for old, new, many in (record(pair, "before after count") for pair in sequence(pairs)):
        pair = choice(old, len(laws)), choice(new, len(laws))
        need(pair not in moves)
        moves[pair] = number(many)
    need(sum(moves.values()) == math.prod(space))

    trusts = [f"how often each outcome becomes which: tables {names[0]} and {names[1]}"]
    places: dict[tuple[int, ...], tuple[int, int]] = {}
    met_here = False
    if classes is not None:
        lots, before, after, programs, images = record(classes, "sizes before after programs images")
        own = [[number(size) for size in sequence(row)] for row in sequence(lots, len(players))]
        need([sum(row) for row in own] == space)
        cells = list(itertools.product(*map(range, map(len, own))))
        changes = [
            (choice(a, len(laws)), choice(b, len(laws)))
            for a, b in zip(sequence(before, len(cells)), sequence(after, len(cells)), strict=True)
        ]
        counted: dict[tuple[int, int], int] = {}
        for cell, pair in zip(cells, changes, strict=True):
            lot = math.prod(row[k] for row, k in zip(own, cell, strict=True))
            counted[pair] = counted.get(pair, 0) + lot
        need(counted == moves)
        alone = all(size == 1 for row in own for size in row)
        if alone:
            places = dict(zip(cells, changes, strict=True))
        need((programs is None) == (images is None))
        met_here = programs is not None
        text = "programs of one class do alike at every profile" if met_here else CELLS.partition(":")[0]
        trusts = [] if met_here and alone else [f"{text}: tables {names[0]} and {names[1]}"]
        if met_here:
            listed = {tuple(entry["programs"]): entry for entry in encounters}
            asked = set()
            for rows, side in ((programs, 0), (images, 1)):
                members = [sequence(row, len(mine)) for row, mine in zip(sequence(rows, len(own)), own, strict=True)]
                need(all(isinstance(k, str) for row in members for k in row))
                need(side or all(len(set(row)) == len(row) for row in members))
                for who, pair in zip(itertools.product(*members), changes, strict=True):
                    need(who in listed and played(listed[who]) == laws[pair[side]])
                    asked.add(who)
            need(asked == set(listed))
            engines = {entry["engine"] for entry in encounters}
            need(randomness == next((one for one in ("independent", "shared") if one in engines), None))
            trusts = [*LARGE * ("modal" in engines), *trusts]
    if not met_here:
        need(type(pool) is list and not pool and type(encounters) is list and not encounters)
        need((randomness is not None) == any(one["lottery"] is not None for one in outcomes))

    losers = {pair: [x > y for x, y in zip(payoffs(pair[0]), payoffs(pair[1]), strict=True)] for pair in moves}
    lost = sum(many for pair, many in moves.items() if any(losers[pair]))
    won = sum(many for pair, many in moves.items() if not any(losers[pair]) and payoffs(pair[0]) != payoffs(pair[1]))
    need((number(worse, 0), number(better, 0)) == (lost, won))
    need((answer == "yes") == (lost == 0 and (won > 0 or not strict)))
    need((violation is None) == (lost == 0))
    if violation is not None:
        player, old, new, where = record(violation, "player before after places")
        pair = choice(old, len(laws)), choice(new, len(laws))
        need(isinstance(player, str) and player in players and pair in moves and losers[pair][players.index(player)])
        spot = tuple(choice(k, size) for k, size in zip(sequence(where, len(space)), space, strict=True))
        need(not places or places[spot] == pair)
    drawn = {None: [], "independent": [*DRAWS, SUMS], "shared": [*STRING, SUMS]}
    return drawn[randomness], trusts
