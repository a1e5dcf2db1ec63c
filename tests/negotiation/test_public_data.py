"""Negotiations that other projects published, read from their own files, against numbers worked out apart.

None of those files is part of this project. `SPI_PUBLIC_DATA` names a folder with the public repositories they are in,
each under the name of its own; nothing else of a repository is needed:

    LAMEN        github.com/epfl-dlab/LAMEN at 78ffd8b (MIT licence)
        data/games/rio_copa.yaml
        data/issues/rp_financing.yaml, rp_family_employees.yaml, rp_non_compete_period.yaml,
        rp_contingent_liability.yaml
    negmas       github.com/yasserfarouk/negmas at 5e5c71fd (GNU Affero General Public Licence 3; it has scenarios of
                 GeniusWeb and, from the ANAC competition, of Genius)
        src/negmas/tests/data/geniusweb/Party/party1.json, party2.json
        src/negmas/tests/data/geniusweb/FlightBooking/flightbooking1.json, flightbooking2.json
        src/negmas/tests/data/Laptop/Laptop-C-prof1.xml, Laptop-C-prof2.xml
    open_spiel   github.com/google-deepmind/open_spiel at 112b7770 (Apache licence 2.0)
        open_spiel/games/bargaining/bargaining_instances1000.txt

The expected numbers come from enumerating all outcomes of these files by a program that shares no code with this one,
or, where a comment says so, from hand computation.
"""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from spi.negotiation.frontier import count_pareto_outcomes, find_frontier, multiplicity
from spi.negotiation.genius import read_genius
from spi.negotiation.geniusweb import read_geniusweb
from spi.negotiation.imports import Imported
from spi.negotiation.items import read_openspiel_bargaining
from spi.negotiation.lamen import read_lamen
from spi.negotiation.lotteries import find_lottery_frontier, lottery_nash
from spi.negotiation.scenario import Scenario
from spi.negotiation.solutions import egalitarian, ideal_point, kalai_smorodinsky, max_welfare, nash
from tests.negotiation.vectors import every_outcome

F = Fraction

FOLDER = os.environ.get("SPI_PUBLIC_DATA", "")

pytestmark = pytest.mark.skipif(
    not FOLDER,
    reason="SPI_PUBLIC_DATA is not set; it has to name a folder with files of "
    "github.com/epfl-dlab/LAMEN (MIT licence), github.com/yasserfarouk/negmas (AGPL 3) and "
    "github.com/google-deepmind/open_spiel (Apache 2.0), which are not part of "
    "this project; the first lines of tests/negotiation/test_public_data.py list them",
)


def text(path: str) -> bytes:
    return (Path(FOLDER) / path).read_bytes()


def rio_copa(weights: str, scale: str) -> Imported[Scenario]:
    """The game's file leaves its issues and their weights to the run, so that they are added to its text here."""
    names = ("financing", "family_employees", "non_compete_period", "contingent_liability")
    chosen = f"\nissues: [{', '.join(names)}]\nissue_weights: {weights}\nscale: {scale}\n"
    issues = {name: text(f"LAMEN/data/issues/rp_{name}.yaml") for name in names}
    return read_lamen(text("LAMEN/data/games/rio_copa.yaml") + chosen.encode(), issues)


def geniusweb(folder: str, name: str) -> Imported[Scenario]:
    at = f"negmas/src/negmas/tests/data/geniusweb/{folder}/{name}"
    return read_geniusweb({"first": text(f"{at}1.json"), "second": text(f"{at}2.json")})


def test_rio_copa_in_its_own_points() -> None:
    """Weights as the largest payoffs, and their sum as scale, give back the points of the tables."""
    found = rio_copa("[[2500, 1000, 1500, 500], [1000, 2500, 1500, 500]]", "[5500, 5500]")
    game = found.value
    assert found.repairs == () and game.names == ("CPC", "Rio Copa Foods") and game.disagreement == (0, 0)
    assert game.payoffs(["21 million now", "9 employees", "3 years", "90 percent"]) == (
        2250 + 100 + 450 + 450,
        100 + 2250 + 1050 + 450,
    )  # row by row of the four tables, by hand
    f = find_frontier(game)
    assert (len(set(every_outcome(game))), len(f), count_pareto_outcomes(f)) == (4593, 31, 31)
    assert ideal_point(f) == (5500, 5500)
    for solution in (nash(f), kalai_smorodinsky(f), kalai_smorodinsky(f, variant="mingap"), egalitarian(f)):
        assert solution.points == ((3750, 3750),)
    assert max_welfare(f).value == 7500
    assert sum(multiplicity(f)[point] for point in max_welfare(f).points) == len(max_welfare(f).points) == 11
    assert len(find_lottery_frontier(game).vertices) == 4


def test_rio_copa_with_equal_weights_is_another_game() -> None:
    f = find_frontier(rio_copa("[[1, 1, 1, 1], [1, 1, 1, 1]]", "[1, 1]").value)
    assert (len(f), count_pareto_outcomes(f)) == (31, 1331)
    for solution in (nash(f), kalai_smorodinsky(f), kalai_smorodinsky(f, variant="mingap"), egalitarian(f)):
        assert solution.points == ((F(5, 8), F(5, 8)),)


def test_party() -> None:
    found = geniusweb("Party", "party")
    game = found.value
    assert found.repairs == ()
    d = (F(12659, 25000), F(18319, 50000))
    assert game.disagreement == d
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(f)) == (3072, 15)
    assert sum(a >= d[0] and b >= d[1] for a, b in f.points) == 13
    assert nash(f).points == ((F(39793, 50000), F(84899, 100000)),)
    assert nash(f).value == F(27943119, 200000000)
    assert egalitarian(f).points == ((F(524, 625), F(2791, 4000)),)
    assert max_welfare(f).value == F(164721, 100000)
    assert len(find_lottery_frontier(game).vertices) == 7


def test_flight_booking() -> None:
    found = geniusweb("FlightBooking", "flightbooking")
    game = found.value
    assert found.repairs == ()
    # by hand: 7/20 · 1/2 + 7/20 · 667/1000 + 3/10 · 1 is what the first side's reservation bid is worth to it
    d = (F(14169, 20000), F(12001, 20000))
    assert game.disagreement == d
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(f)) == (36, 7)
    assert sum(a >= d[0] and b >= d[1] for a, b in f.points) == 2
    assert nash(f).points == ((F(33, 40), F(453, 625)),)
    assert lottery_nash(find_lottery_frontier(game)).points == ((F(63833, 80000), F(31159, 40000)),)


def test_laptop_has_weights_that_do_not_sum_to_one() -> None:
    """The weights of both sides are the same three numbers, a > b > c, in other places."""
    at = "negmas/src/negmas/tests/data/Laptop/Laptop-C-prof"
    found = read_genius({"first": text(f"{at}1.xml"), "second": text(f"{at}2.xml")})
    game = found.value
    total = F(50002590208587707, 50000000000000000)
    a, b, c = F("0.4452125771655631"), F("0.37808251708013424"), F("0.1767567099260568")
    assert a + b + c == total and len(found.repairs) == 2 and all(f"sum to {total}" in r for r in found.repairs)
    f = find_frontier(game)
    assert (len(every_outcome(game)), len(f)) == (27, 4)
    # by hand: HP, 60 Gb and 19'' are the first side's best, and worth 2/3 b + 2/3 c + a to the second
    assert nash(f).points == ((total, a + F(2, 3) * b + F(2, 3) * c),)
    assert [round(u, 6) for u in nash(f).points[0]] == [F("1.000052"), F("0.815105")]
    # by hand: with 80 Gb in its place both lose a third of one weight, and have as much
    assert kalai_smorodinsky(f).points == ((a + F(2, 3) * b + c,) * 2,)
    assert round(kalai_smorodinsky(f).points[0][0], 6) == F("0.874024")


def test_a_thousand_divisions_of_items() -> None:
    found = read_openspiel_bargaining(text("open_spiel/open_spiel/games/bargaining/bargaining_instances1000.txt"))
    assert found.repairs == () and len(found.value) == 1000
    frontiers = [find_frontier(game) for game in found.value]
    chosen = [nash(f) for f in frontiers]
    assert (sum(map(len, frontiers)), max(map(len, frontiers))) == (4354, 11)
    assert sum(len(solution.points) > 1 for solution in chosen) == 117
    ways = [sum(multiplicity(f)[p] for p in solution.points) for f, solution in zip(frontiers, chosen, strict=True)]
    assert sum(w > 1 for w in ways) == 134
    assert sum(max_welfare(f).value for f in frontiers) == 15122
    assert sum(egalitarian(f).value for f in frontiers) == 6604
    assert sum(solution.value for solution in chosen) == 56117
