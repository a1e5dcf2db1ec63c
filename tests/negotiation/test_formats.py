"""Importers: small files of our own in other programs' formats, and faults in them."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi.errors import FormatError
from spi.negotiation.frontier import find_frontier
from spi.negotiation.genius import read_genius
from spi.negotiation.geniusweb import read_geniusweb
from spi.negotiation.issues import Outcome
from spi.negotiation.items import read_casino, read_deal_or_no_deal, read_openspiel_bargaining
from spi.negotiation.lamen import lamen_rounded, read_lamen
from spi.negotiation.lamen_runs import read_lamen_run
from spi.negotiation.scenariofile import read_scenario_file
from spi.negotiation.solutions import ideal_point, max_welfare, nash
from spi.negotiation.transcripts import Invalid, NoDeal
from spi.shelves import shelf_path

F = Fraction

GAME = """
name: flat
parties: [Landlord, Tenant]
scale: [100, 100]
issue_weights: [[2, 1], [1, 2]]
issues:
  - rent
  - name: pets
    issue_type: compatible
    payoffs: [[0, 0.1, 10], [0, 5, 10]]
    payoff_labels: [["none", "a cat", "a dog"], ["none", "one cat", "one dog"]]
"""
RENT = """
name: rent
issue_type: distributive
payoffs: [[0, 4, 10], [10, 5, 0]]
payoff_labels: [["$900", "$1,000", "$1100"], ["$900", "$1,000", "$1100"]]
descriptions: ["", ""]
"""


def lamen(game: str = GAME, rent: str = RENT) -> Any:
    return read_lamen(game, {"rent": rent}, file="flat.yaml")


def test_lamen_games() -> None:
    found = lamen()
    talks = found.value
    assert found.repairs == ()
    assert talks.names == ("Landlord", "Tenant") and talks.disagreement == (0, 0)
    assert talks.issue("pets").labels == (("none", "a cat", "a dog"), ("none", "one cat", "one dog"))
    # 2/3 and 1/3 of 100 for the landlord; 0.1 of 10 is a hundredth, exactly
    assert talks.payoffs(["$1100", "a cat"]) == (F(200, 3) + F(1, 3), F(100, 3))
    assert talks.payoffs(["$1,000", "a dog"]) == (F(80, 3) + F(100, 3), F(50, 3) + F(200, 3))


def test_lamen_rounding_loses_what_sums_need() -> None:
    """Three equal issues: thirds of 100 in tenths, rounded to three decimals."""
    tenths = [F(100, 3) * F(k, 10) for k in range(11)]
    sums = {3 * lamen_rounded(tenths[k]) + 3 * lamen_rounded(tenths[10 - k]) for k in range(11)}
    assert min(sums) == F("99.999") and max(sums) == F("100.002")


def test_lamen_defaults_are_reported() -> None:
    text = "issues: [{name: x, payoffs: [[1, 2], [2, 1]], payoff_labels: [[a, b], [a, b]]}]\nmood: grim\n"
    found = read_lamen(text)
    assert [r.split(" is ")[0].split(" are ")[0] for r in found.repairs] == [
        "<game>: mood", "<game>: issue_weights", "<game>: scale"]  # fmt: skip
    assert found.value.payoffs(["a"]) == (50, 100)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[2, 1], [1, 2]]", "[[1, 1, 1], [1, 2]]", r"issue_weights\[0\] has 3 weights for 2 issues"),
        ("[[2, 1], [1, 2]]", "[[2, 1]]", "for each of two sides"),
        ("[[2, 1], [1, 2]]", "[[0, 0], [1, 2]]", "accepted: more than 0"),
        ("[[2, 1], [1, 2]]", "[[two, 1], [1, 2]]", "not an exact number"),
        ("- rent", "- price", "issues={"),
        ("compatible", "distributive", "declared distributive, and its payoffs are not"),
        ("compatible", "harmonious", "accepted: distributive"),
        ('"a dog"', '"a cat"', "two times 'a cat'"),
        ("[0, 5, 10]", "[0, 5]", "all as long"),
        ("[0, 5, 10]", "[0, .nan, 10]", "not an exact number"),
        ("[0, 5, 10]", "[0, 0, 0]", "no positive payoff"),
        ("name: flat", "name: flat\nname: house", "occurs twice"),
        ("name: flat", "name: !!python/object/apply:os.system [true]", "is refused"),
        ("name: flat", "name: [flat", "not YAML"),
        ("scale: [100, 100]", "scale: 100", "for each of two sides"),
    ],
)
def test_lamen_faults(old: str, new: str, message: str) -> None:
    assert old in GAME
    with pytest.raises(FormatError, match=message):
        lamen(GAME.replace(old, new))


def test_lamen_recipe_with_a_weight_too_many_is_refused() -> None:
    """Three distributive issues and four equal weights: a side could have three quarters of the scale."""
    rows = "".join(
        f"  - {{name: i{k}, payoffs: [[0, 1], [1, 0]], payoff_labels: [[a, b], [a, b]]}}\n" for k in range(3)
    )
    with pytest.raises(FormatError, match="4 weights for 3 issues"):
        read_lamen(f"issues:\n{rows}issue_weights: [[1, 1, 1, 1], [1, 1, 1, 1]]\n")


RUN = """agent_id,round,note,message,issues_state,completion_reason,agent_model
0,0,"I want much","$1100!","{'rent': '$1100', 'pets': 'a dog'}",,secret
1,0,"{""rent"": ""$900""}","No.","{'rent': '$900', 'pets': 'one dog'}",,secret
0,1,hm,"We agree on all issues.","{'rent': '1000'}",full agreement,secret
"""


def test_lamen_runs() -> None:
    talks = lamen().value
    found = read_lamen_run(talks, RUN, file="run.csv")
    turns = found.value.turns
    assert [(t.side, t.round) for t in turns] == [(0, 1), (1, 1), (0, 2)]
    assert turns[1].noted == (("rent", "$900"), ("pets", "a dog"))  # her label, our id
    assert turns[2].noted == () and turns[2].offered is None  # "1000" is not "$1,000"
    assert isinstance(found.value.result, Invalid) and "full agreement" in found.value.result.reason
    assert found.repairs == (
        "1 other columns are not read",
        "rounds are counted from 0 there, and from 1 here",
        "line 4: 'rent': '1000' is no option of an issue, and left out",
    )
    assert "secret" not in repr(found)
    code = read_lamen_run(talks, "agent_id,round,note,message,issues_state\n0,1,,,__import__('os').abort()\n")
    assert code.value.turns[0].noted is None and isinstance(code.value.result, NoDeal)
    assert "no dictionary" in code.repairs[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("agent_id,round,note\n", "no column 'message'"),
        ("agent_id,round,note,message\n", "no rows"),
        ("agent_id,round,note,message\n2,1,a,b\n", "line 2: agent_id 2"),
        ("agent_id,round,note,message\nGPT,1,a,b\n", "line 2: agent_id is 'GPT'"),
        ("agent_id,round,note,message\n0,one,a,b\n", "line 2: round is 'one'"),
        ('agent_id,round,note,message\n0,1,"a,b\n', "not CSV"),
        ('"agent"_id,round,note,message\n0,1,a,b\n', "not CSV"),
    ],
)
def test_lamen_run_faults(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_lamen_run(lamen().value, text)


DOMAIN = '"domain": {"name": "d", "issuesValues": {"b": {"values": ["p", "q"]}, "a": {"values": ["x", "y", "z"]}}}'
SPACE = """{"LinearAdditiveUtilitySpace": {%s, "name": "n", "issueWeights": {"a": 0.3, "b": 0.7},
  "issueUtilities": {"a": {"discreteutils": {"valueUtilities": {"x": 0.1, "y": 1}}},
                     "b": {"discreteutils": {"valueUtilities": {"p": 1e-1, "q": 1}}}},
  "reservationBid": {"issuevalues": {"a": "x", "b": "q"}}}}"""
ONE = SPACE % DOMAIN
TWO = ONE.replace('"x": 0.1, "y": 1', '"x": 1, "y": 0.1, "z": 0.2').replace('"p": 1e-1, "q": 1', '"p": 1, "q": 0')


def test_geniusweb() -> None:
    found = read_geniusweb({"One": ONE, "Two": TWO})
    assert found.repairs == ("One: issueUtilities.a.z is missing, and taken to be 0",)
    assert [one.name for one in found.value.issues] == ["a", "b"]
    assert found.value.payoffs(["x", "p"]) == (F(1, 10), 1) and found.value.payoffs(["z", "q"]) == (F(7, 10), F(6, 100))
    assert found.value.disagreement == (F(73, 100), F(3, 10))
    free = ONE.replace('"reservationBid": {"issuevalues": {"a": "x", "b": "q"}}', '"reservationBid": null')
    assert read_geniusweb({"One": free, "Two": TWO}, disagreement={"One": "0.1"}).value.disagreement[0] == F(1, 10)
    with pytest.raises(FormatError, match="One: no reservationBid"):
        read_geniusweb({"One": free, "Two": TWO})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"a": 0.3', '"a": 0.30000001', "sum to 100000001/100000000; accepted: to exactly 1"),
        ('"a": 0.3, ', "", "issueWeights.a is missing"),
        ('"a": 0.3', '"a": 0.3, "c": 0', "issueWeights.c is of no issue"),
        ('"x": 0.1', '"w": 0.1', "has a value for 'w'"),
        ('"x": 0.1', '"x": NaN', "NaN is no number"),
        ('"x": 0.1', '"x": [1]', "accepted: a number"),
        ('"x": 0.1', '"x": 0.1, "x": 1', "'x' occurs twice"),
        ('"a": "x", "b": "q"', '"a": "x"', "reservationBid has no 'b'"),
        ('"a": "x", "b": "q"', '"a": "w", "b": "q"', "reservationBid: a has no option 'w'"),
        ('"discreteutils"', '"numberutils"', "discreteutils is missing"),
        ('["p", "q"]', '["p", "p"]', "two times 'p'"),
        ('["x", "y", "z"]', '"xyz"', "accepted: a list"),
        ("{", "[", "not JSON"),
    ],
)
def test_geniusweb_faults(old: str, new: str, message: str) -> None:
    assert old in ONE
    with pytest.raises(FormatError, match=message):
        read_geniusweb({"One": ONE.replace(old, new, 1), "Two": TWO})


def test_geniusweb_domains_differ() -> None:
    with pytest.raises(FormatError, match="Two: its domain is not"):
        read_geniusweb({"One": ONE, "Two": TWO.replace('"z"]', '"z", "w"]')})
    with pytest.raises(FormatError, match="one side"):
        read_geniusweb({"One": ONE})


XML = """<?xml version="1.0"?>
<utility_space>
 <objective index="0" name="root">
  <issue index="1" name="Laptop" type="discrete" vtype="discrete">
   <item index="1" value="Dell" evaluation="7"/><item index="2" value="Mac" evaluation="10"/>
  </issue>
  <issue index="2" name="Monitor" vtype="discrete"><item value="19" evaluation="4"/>
   <item value="20" evaluation="8"/></issue>
  <weight index="1" value="0.6"/><weight index="2" value="0.4"/>
 </objective>
 <reservation value="0.25"/><discount_factor value="0.9"/>
</utility_space>"""


def test_genius() -> None:
    found = read_genius({"A": XML, "B": XML.replace("0.6", "0.50000000000000001")}, rounds=3)
    assert found.repairs == ("B: the weights sum to 90000000000000001/100000000000000000, and are kept so",)
    assert found.value.payoffs(["Dell", "20"])[0] == F(6, 10) * F(7, 10) + F(4, 10)
    assert found.value.disagreement == (F(1, 4), F(1, 4))
    assert found.value.protocol is not None and found.value.protocol.discount == (F(9, 10), F(9, 10))  # type: ignore[union-attr]
    assert read_genius({"A": XML, "B": XML}).value.protocol is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<utility_space>", '<!DOCTYPE u [<!ENTITY a "aaaa">]>\n<utility_space>', "line 2: <!DOCTYPE is a declaration"),
        ("<utility_space>", "<! entity x><utility_space>", "is a declaration"),
        ("</utility_space>", "", "not XML"),
        ('<reservation value="0.25"/>', "", "no <reservation"),
        ('value="0.25"', 'value="a quarter"', "not an exact number"),
        ('<weight index="2" value="0.4"/>', "", "issue Monitor has no weight"),
        ('evaluation="7"', "", "evaluation of Laptop, Dell is None"),
        ('evaluation="10"', 'evaluation="-1"', "positive evaluation|weight"),
        ('vtype="discrete"><item', 'vtype="real"><item', "issue Monitor has no name, or other values"),
        ('value="Mac"', 'value="Dell"', "two times 'Dell'"),
        ("objective", "goal", "no <objective>"),
    ],
)
def test_genius_faults(old: str, new: str, message: str) -> None:
    text = XML.replace('evaluation="7"', 'evaluation="-2"') if "-1" in new else XML
    with pytest.raises(FormatError, match=message):
        read_genius(dict.fromkeys("AB", text.replace(old, new)))


def test_entities_are_not_expanded() -> None:
    """Ten levels of ten would be ten thousand million characters."""
    bomb = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 11))
    with pytest.raises(FormatError, match="declaration"):
        read_genius({"A": f"<?xml version='1.0'?><!DOCTYPE b [<!ENTITY l0 'x'>{bomb}]><b>&l10;</b>"})


def test_openspiel_instances() -> None:
    found = read_openspiel_bargaining("1,2,3 8,1,0 4,0,2\n\n1,4,1 4,1,2 2,2,0\n")
    assert found.repairs == ("line 2 is empty, and left out",)
    first, second = map(find_frontier, found.value)
    assert (len(first), nash(first).points, max_welfare(first).value) == (2, ((10, 6),), 16)
    assert (len(second), nash(second).points) == (6, ((6, 8),))
    for wrong in ("1,2 3,4", "1,2 3,4 5", "1,2 3,x 5,6", "1,-2 3,4 5,6"):
        with pytest.raises(FormatError, match=r"line 1, column 1: .*(accepted|no whole number)"):
            read_openspiel_bargaining(wrong)


def test_deal_or_no_deal() -> None:
    plain = read_deal_or_no_deal("2 2 3 1 1 0\n2 0 3 1 1 7\n")
    tagged = read_deal_or_no_deal("<input> 2 2 3 1 1 0 </input> … <partner_input> 2 0 3 1 1 7 </partner_input>\n")
    for found in (plain, tagged):
        frontier = find_frontier(found.value[0])
        assert (len(frontier), ideal_point(frontier), nash(frontier).points) == (4, (7, 10), ((7, 7),))
    for text, message in (
        ("2 2 3 1 1 0\n", "other side is missing"),
        ("2 2 3 1 1 0\n1 0 3 1 1 7\n", "line 2.*different counts"),
        ("2 2 3 1 1\n2 0 3 1 1\n", "six numbers"),
        ("2 2 3 1 1 x\n2 0 3 1 1 7\n", "'x' is no whole number"),
    ):
        with pytest.raises(FormatError, match=message):
            read_deal_or_no_deal(text)


CASINO = """[{"chat_logs": [], "participant_info": {
  "mturk_agent_1": {"value2issue": {"High": "Food", "Medium": "Firewood", "Low": "Water"}, "demographics": {}},
  "mturk_agent_2": {"value2issue": {"High": "Water", "Medium": "Food", "Low": "Firewood"}}}}]"""


def test_casino() -> None:
    found = read_casino(CASINO)
    assert found.repairs == ("chat_logs: not read",)
    (talks,) = found.value
    frontier = find_frontier(talks)
    assert talks.disagreement == (5, 5) and len(frontier) == 19 and ideal_point(frontier) == (33, 32)
    assert nash(frontier).points == ((22, 19),)
    everything: Outcome = ("3", "3", "3")
    assert talks.payoffs(everything) == (36, 0)
    for old, new, message in (
        ('"Low": "Water"', '"Low": "Food"', "accepted: High, Medium and Low"),
        ('"High": "Food", ', "", "accepted: High"),
        ('"participant_info"', '"people"', "participant_info is missing"),
        ("mturk_agent_2", "mturk_agent_1", "occurs twice"),
    ):
        with pytest.raises(FormatError, match=message):
            read_casino(CASINO.replace(old, new))


PIECES = ("\0", "[", "}", "null", "-1", "9" * 50, "'", "é", "1e9999", "true", "\n")
READERS: list[tuple[Any, str]] = [
    (lambda text: read_lamen(text, {"rent": RENT}), GAME),
    (lambda text: read_lamen(GAME, {"rent": text}), RENT),
    (lambda text: read_lamen_run(lamen().value, text), RUN),
    (lambda text: read_geniusweb({"One": text, "Two": TWO}), ONE),
    (lambda text: read_genius({"A": text, "B": text}), XML),
    (read_openspiel_bargaining, "1,2,3 8,1,0 4,0,2\n"),
    (read_deal_or_no_deal, "2 2 3 1 1 0\n2 0 3 1 1 7\n"),
    (read_casino, CASINO),
    (read_scenario_file, (shelf_path("games") / "negotiation" / "ten-coins.toml").read_text()),
    (read_scenario_file, (shelf_path("games") / "negotiation" / "joint-venture.toml").read_text()),
]


@pytest.mark.parametrize("k", range(len(READERS)))
def test_spoiled_texts_raise_nothing_else(k: int) -> None:
    """Characters dropped, doubled, replaced and moved: what cannot be read is a FormatError, wherever the fault is."""
    read, text = READERS[k]
    read(text)
    rng = random.Random(k)
    refused = 0
    for _ in range(150):
        spoiled = text
        for _ in range(rng.randint(1, 3)):
            a, b = sorted((rng.randrange(len(spoiled)), rng.randrange(len(spoiled))))
            piece = rng.choice(["", spoiled[a:b][:30], *PIECES])
            spoiled = spoiled[:a] + piece + spoiled[a + rng.choice((0, 1, 5)) :]
        try:
            read(spoiled)
        except FormatError:
            refused += 1
    assert refused > 30
    with pytest.raises(FormatError, match="UTF-8"):
        read(b"\xff\xfe")
