"""What a negotiation is made of, and what is refused with the place named."""

from fractions import Fraction
from typing import Any

import pytest

from spi.errors import FormatError, GameError, HypothesisError
from spi.negotiation.issues import Issue, issue, read_outcome
from spi.negotiation.preferences import Additive, Computed, Tabular, additive, tabular
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching
from spi.negotiation.scenario import Side, canonical_scenario, scenario
from spi.negotiation.scenario_writing import write_negotiation
from spi.negotiation.scenariofile import read_scenario_file
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Turn, transcript

F = Fraction

HALF: Any = 0.5
RENT = issue("rent", ["low", "high"], labels=[["cheap", "dear"], ["500", "900"]], kind="distributive")
TERM = issue("term", ["1 year", "2 years", "3 years"])
SIDES = {"Tenant": additive([[1, 0], [0, "1/2", 1]], weights=[2, 1]), "Landlord": additive([[0, 1], [0, 0, 3]])}
TALKS = scenario([RENT, TERM], SIDES, disagreement=["1/4", 0], conflicts={"eviction": [-1, "-1/2"]})


def test_payoffs_are_weighted_sums() -> None:
    assert TALKS.payoffs(["low", "2 years"]) == (F(5, 2), 0)
    assert TALKS.payoffs({"term": "3 years", "rent": "high"}) == (1, 4)
    assert TALKS.disagreement == (F(1, 4), 0) and TALKS.conflict("eviction") == (-1, F(-1, 2))
    assert RENT.labels_of(1) == ("500", "900") and TERM.labels_of(1) == TERM.options
    table = tabular([RENT], {("low",): 3, ("high",): "1/3"})
    other = scenario([RENT], {"a": table, "b": Computed(lambda a: len(a[0]))}, disagreement=[0, 0])
    assert other.payoffs(["high"]) == (F(1, 3), 4)
    with pytest.raises(HypothesisError, match="additive"):
        canonical_scenario(other)


def test_the_digest_is_of_sides_issues_and_values() -> None:
    assert canonical_scenario(TALKS) == (
        "spi-negotiation 1\nside Tenant\noffset 0\nside Landlord\noffset 0\n"
        "issue rent\noption high\nadds 0 1\noption low\nadds 2 0\n"
        "issue term\noption 1 year\nadds 0 0\noption 2 years\nadds 1/2 0\noption 3 years\nadds 1 3\n"
    )
    renamed = scenario([issue("rent", ["low", "high"]), TERM], SIDES, disagreement=[0, 0], title="other")
    assert renamed.digest == TALKS.digest
    assert scenario([RENT, TERM], SIDES | {"Landlord": additive([[0, 1], [0, 0, 2]])},
                    disagreement=[0, 0]).digest != TALKS.digest  # fmt: skip


FAULTS: list[tuple[Any, str]] = [
    (lambda: issue("rent", ["a", "a"]), "two times 'a' as name of a option of rent"),
    (lambda: issue("rent", []), "no option of rent"),
    (lambda: issue("rent", "ab"), "the string 'ab'"),
    (lambda: issue("rent", ["a"], labels=[["x", "y"], ["z"]]), "2 labels of side 1 for 1 options"),
    (lambda: issue("rent", ["a", "b"], labels=[["x", "x"], ["y", "z"]]), "two times 'x'"),
    (lambda: Issue("rent", ("a",), kind="zero-sum"), "accepted: distributive"),  # type: ignore[arg-type]
    (lambda: RENT.index("middle"), "its options: low, high"),
    (lambda: scenario([RENT, RENT], {"a": additive([[1, 2]] * 2), "b": additive([[1, 2]] * 2)}, disagreement=[0, 0]),
     "two times 'rent'"),
    (lambda: scenario([RENT, TERM], SIDES, disagreement=[0]), "never taken to be 0"),
    (lambda: scenario([RENT, TERM], SIDES, disagreement="00"), "accepted: one number per side"),
    (lambda: scenario([RENT, TERM], SIDES, disagreement=[HALF, 0]), "disagreement of Tenant is a float"),
    (lambda: scenario([RENT], SIDES, disagreement=[0, 0]),
     "Tenant has tables and weights for 2 issues, and there are 1"),
    (lambda: additive([[1, 2]], weights=[1, 1]), "2 weights for 1 issues"),
    (lambda: scenario([RENT], {"a": additive([[1]]), "b": additive([[1, 2]])}, disagreement=[0, 0]),
     "a has 1 values for the 2 options of rent"),
    (lambda: scenario([RENT], {"a": Tabular((F(1),)), "b": additive([[1, 2]])}, disagreement=[0, 0]),
     "a has 1 values for 2 outcomes"),
    (lambda: scenario([RENT], {"a": 3, "b": additive([[1, 2]])}, disagreement=[0, 0]), "accepted: Additive"),  # type: ignore[dict-item]
    (lambda: scenario([RENT], {"a": additive([[1, 2]])}, disagreement=[0]), "one side"),
    (lambda: tabular([RENT], {("low",): 1}), "high has no value"),
    (lambda: tabular([RENT], {("middle",): 1}), "which is no outcome"),
    (lambda: additive([[1, HALF]]), "option 2 of issue 1 is a float"),
    (lambda: read_outcome([RENT, TERM], {"rent": "low"}), "'term' is not settled"),
    (lambda: read_outcome([RENT, TERM], {"price": "low"}), "no issue 'price'"),
    (lambda: read_outcome([RENT, TERM], "low"), "is no outcome"),
    (lambda: TALKS.conflict("war"), "those of this negotiation: eviction"),
    (lambda: TALKS.issue("price"), "the issues: rent, term"),
    (lambda: scenario([RENT, TERM], SIDES, disagreement=[0, 0], conflicts={"war": [1]}), "war has 1 payoffs"),
    (lambda: AlternatingOffers(0), "0 rounds"),
    (lambda: AlternatingOffers(1, discount=(F(2), F(1))), "from 0 to 1"),
    (lambda: AlternatingOffers(1, first=2), "accepted: a side"),
    (lambda: scenario([RENT, TERM], SIDES, disagreement=[0, 0], protocol=AlternatingOffers(1, discount=(F(1),) * 3)),
     "3 discount factors"),
    (lambda: scenario([RENT, TERM], SIDES, disagreement=[0, 0], protocol=Handshake(first=2)), "side 2 is to begin"),
    (lambda: DemandGame("split"), "accepted: 'middle'"),  # type: ignore[arg-type]
    (lambda: NoteMatching(rounds=True), "accepted: an int"),
    (lambda: scenario([issue("x", ["a"], labels=[["b"]])], {"a": additive([[1]]), "b": additive([[1]])},
                      disagreement=[0, 0]), "labels for 1 of 2 sides"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "message"), FAULTS)
def test_faults_are_refused_with_their_place(make: Any, message: str) -> None:
    with pytest.raises(GameError, match=message):
        make()


def test_transcripts() -> None:
    turns = [
        Turn(0, 1, "propose", "aim low", "500?", (("rent", "low"),), (("rent", "low"),)),
        Turn(1, 1, "talk", message="no"),
        Turn(0, 2, "walk"),
    ]
    played = transcript(TALKS, turns, NoDeal("walked away", "eviction"), provenance=(("seed", "1"),))
    assert played.turns[0].offered == (("rent", "low"),) and played.turns[1].offered is None
    assert transcript(TALKS, [], Deal(("low", "1 year"))).result == Deal(("low", "1 year"))
    assert isinstance(transcript(TALKS, [], Invalid("two deals")).result, Invalid)
    faults: list[tuple[list[Turn], Any, str]] = [
        ([Turn(2, 1)], NoDeal(""), "turn 1 is of side 2"),
        ([Turn(0, 1), Turn(1, 1, "shout")], NoDeal(""), "turn 2 does 'shout'"),  # type: ignore[arg-type]
        ([Turn(0, 1, offered=(("rent", "free"),))], NoDeal(""), "turn 1: rent has no option 'free'"),
        ([Turn(0, 1, noted=(("price", "low"),))], NoDeal(""), "turn 1: no issue 'price'"),
        ([], Deal(("low",)), "is no outcome"),
        ([], NoDeal("", "war"), "no conflict outcome 'war'"),
    ]
    for wrong, result, message in faults:
        with pytest.raises(GameError, match=message):
            transcript(TALKS, wrong, result)


@pytest.mark.parametrize(
    "protocol",
    [
        None,
        AlternatingOffers(3, 1, (F(9, 10), F(1)), F(1, 3)),
        DemandGame("first"),
        Handshake(4, "Deal!", 1),
        NoteMatching(2),
    ],
)
def test_round_trip_of_files(protocol: Any) -> None:
    made = scenario(
        [RENT, TERM],
        {"Tenant": additive([[1, 0], [0, "1/2", 1]], weights=[2, 1], offset=-1), "Landlord": SIDES["Landlord"]},
        disagreement=["1/4", 0],
        protocol=protocol,
        conflicts={"eviction": [-1, "-1/2"]},
        title='A "flat"',
        source="ours",
    )
    assert read_scenario_file(write_negotiation(made)).scenario == made
    tables = {
        name: tabular([RENT, TERM], {(a, b): len(a) + k for a in RENT.options for k, b in enumerate(TERM.options)})
        for name in ("Ä", "B")
    }
    listed = scenario([RENT, TERM], tables, disagreement=[0, 0], protocol=protocol)
    assert read_scenario_file(write_negotiation(listed)).scenario == listed
    sighted = Side("A", additive([[1]]), F(0), "be kind", "tables"), Side("B", additive([[1]]), F(0))
    from spi.negotiation.scenario import Scenario

    told = Scenario((issue("x", ["a"]),), sighted)
    assert read_scenario_file(write_negotiation(told)).scenario == told
    with pytest.raises(FormatError, match="functions cannot be written"):
        write_negotiation(scenario([RENT], {"a": Computed(len), "b": Computed(len)}, disagreement=[0, 0]))


GOOD = """kind = "negotiation"
sides = ["A", "B"]
disagreement = "0, 0"
[[issues]]
name = "x"
options = ["a", "b"]
values = ["1, 0", "0, 1"]
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('disagreement = "0, 0"\n', "", "the key 'disagreement' is missing"),
        ('"0, 0"', '"0"', "at disagreement"),
        ('"0, 0"', '"0, 0.5x"', "not an exact number"),
        ('["1, 0", "0, 1"]', '["1, 0"]', "one string per option"),
        ('["1, 0", "0, 1"]', '["1, 0", "0"]', "at x, b"),
        ('name = "x"\n', "", "issue 1 has no 'name'"),
        ('name = "x"', 'name = "x"\nweight = 1', "unknown key 'weight'"),
        ('["a", "b"]', '["a", "a"]', "two times 'a'"),
        ('["A", "B"]', '["A", "A"]', "distinct names"),
        ('name = "x"', 'name = "x"\nlabels = { C = ["u", "v"] }', "labels of 'C'"),
        ('"0, 0"\n', '"0, 0"\nprotocol = { kind = "auction" }\n', "protocol kind = 'auction'"),
        ('"0, 0"\n', '"0, 0"\nprotocol = { kind = "handshake", first = "C" }\n', "'C' begins"),
        ('"0, 0"\n', '"0, 0"\nprotocol = { kind = "alternating-offers" }\n', "need rounds"),
        ('"0, 0"\n', '"0, 0"\noutcomes = [{ deal = ["a"], payoffs = "1, 1" }]\n', "accepted: one of the two"),
        ('"0, 0"\n', '"0, 0"\nweights = { A = ["1", "2"] }\n', "A: 2 weights for 1 issues"),
        ('"0, 0"\n', '"0, 0"\nweights = { C = ["1"] }\n', "weights of 'C'"),
        ('"0, 0"\n', '"0, 0"\nsees = { C = "own" }\n', "sees of 'C'"),
        ('"0, 0"\n', '"0, 0"\nsees = { A = "all" }\n', "A sees 'all'"),
        ('"0, 0"\n', '"0, 0"\nmediator = 1\n', "unknown key 'mediator'"),
        ('"0, 0"\n', '"0, 0"\nweights = { A = 1 }\n', "weights of 'A'"),
        ('"0, 0"\n', '"0, 0"\ndescriptions = { A = 1 }\n', "descriptions of 'A'"),
        ('"0, 0"\n', '"0, 0"\nprotocol = { kind = ["demand"] }\n', "protocol kind"),
        ('"0, 0"\n', '"0, 0"\nprotocol = { kind = "handshake", phrase = 1 }\n', "the phrase 1"),
        ('"0, 0"\n', '"0, 0"\nprotocol = { kind = "demand", settle = [] }\n', "accepted: 'middle'"),
        ('name = "x"', 'name = "x"\nlabels = { A = 1 }', "labels of 'A'"),
        ('name = "x"', 'name = "x"\nkind = []', "accepted: distributive"),
        ('["a", "b"]', '["a", 1]', "accepted: a string"),
    ],
)  # fmt: skip
def test_files_with_faults(old: str, new: str, message: str) -> None:
    assert read_scenario_file(GOOD).scenario.payoffs(["a"]) == (1, 0)
    assert old in GOOD
    with pytest.raises(FormatError, match=message):
        read_scenario_file(GOOD.replace(old, new), file="talks.toml")


def test_values_are_kept_as_they_are() -> None:
    """Weights that do not sum to 1 stay."""
    assert SIDES["Tenant"] == Additive(((F(1), F(0)), (F(0), F(1, 2), F(1))), (F(2), F(1)))
