"""What equilibria, counts, quality, scores, responses, policies and files show: by hand, escaped, cut with a count."""

from fractions import Fraction
from typing import Any

import spi
from spi.analysis.enumerations import Enumerated
from spi.core.beliefs import Beliefs
from spi.core.policy_game import PolicyGame, PolicyTransform, others_of
from spi.core.verdict import Certificate
from spi.empirical.gate import GateReport
from spi.empirical.responses import CellCounts, FileRecord, ResponseTable, tabulate_counts
from spi.enumeration.changes import Changes
from spi.enumeration.equilibria import find_equilibria
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Turn, transcript
from spi.programs.games import ProgramGame, program_game
from spi.programs.reader import read_program
from spi.programs.spaces import program_space
from spi.tasks.baselines import Baseline
from spi.tasks.quality import FamilyQuality, QualityReport, Twins
from spi.tasks.scoring import AnswerScore, ScoredAnswer, ScoreTable
from tests.programs.table_oracle import slow_outcome_table
from tests.report.pages import Page, read

F = Fraction


def page(thing: Any) -> Page:
    return read(thing._repr_html_())


def rows(thing: Any, width: int, after: str) -> list[list[str]]:
    """The cells of a table that begins with this heading, row by row."""
    cells = page(thing).cells
    cells = cells[cells.index(after) :]
    return [cells[k : k + width] for k in range(0, len(cells), width)]


def constants(size: int, payoffs: str = "0, 0") -> ProgramGame:
    """All payoffs alike, and one program for each action."""
    names = [f"<{k}>" for k in range(size)]
    game = spi.Game.from_payoffs([[payoffs] * size for _ in names], actions=[names, names])
    programs = [read_program(f"def constant_{k}(them): return '<{k}>'") for k in range(size)]
    return program_game(game, program_space(programs))


def test_equilibria_profile_by_profile() -> None:
    game = spi.Game.from_payoffs([["2,2", "0,3"], ["3,0", "1,1"]], actions=[["meek-31", "hard-31"]] * 2)
    # labels of no other test: a program has the name under which its code was first read
    sources = ("def meek_one(them): return 'meek-31'", "def hard_one(them): return 'hard-31'")
    found = find_equilibria(slow_outcome_table(program_game(game, program_space(map(read_program, sources)))))
    # to be hard is strictly better whatever the other does
    assert rows(found, 3, "Player 1") == [
        ["Player 1", "Player 2", "outcome"],
        ["hard_one", "hard_one", "(hard-31, hard-31)"],
    ]
    assert "1 pure equilibrium" in page(found).text and "1 pure equilibrium" in str(found)


def test_many_equilibria_are_counted_and_escaped() -> None:
    found = find_equilibria(slow_outcome_table(constants(7)))
    # nothing matters, so that all 49 are equilibria; 40 are shown
    shown = page(found)
    assert "49 pure equilibria" in shown.text and "and 9 more rows" in shown.text and len(shown.cells) == 3 * 41
    assert "(<0>, <0>)" in shown.cells and "&lt;0&gt;" in found._repr_html_() and "<0>" not in found._repr_html_()
    assert rows(found, 3, "Player 1")[8][2] == "(<1>, <0>)"  # row-major: the eighth is the first of the second row


def test_no_equilibria() -> None:
    game = spi.Game.from_payoffs([["1,0", "0,1"], ["0,1", "1,0"]], actions=[["C", "D"], ["C", "D"]])
    sources = ("def meek_one(them): return 'C'", "def hard_one(them): return 'D'")
    found = find_equilibria(slow_outcome_table(program_game(game, program_space(map(read_program, sources)))))
    assert rows(found, 3, "Player 1") == [["Player 1", "Player 2", "outcome"]]  # matching pennies


def test_changes_in_two_rows() -> None:
    changes = Changes((1_000, 30), 2, 12_345, (3, 4), None, {}, 17, "by <classes>")
    assert rows(changes, 3, "") == [["", "profiles", "first at"], ["worse", "2", "(3, 4)"], ["better", "12,345", ""]]
    text = page(changes).text
    assert "30,000 profiles of programs, 17 looked at (by <classes>)" in text
    assert "<classes>" not in changes._repr_html_()


def enumerated() -> Enumerated:
    game = spi.load_game("digiovanni-et-al-2024/scheduling")
    one, two = (spi.load_program("ours/always", action=slot) for slot in "12")
    verdict = spi.verify_by_enumeration(
        program_game(game, program_space([one, two])), spi.renegotiate({("1", "2"): ("3", "3")}), strict=True
    )
    assert isinstance(verdict, spi.Holds)
    return verdict.result


def test_an_enumeration_pair_by_pair() -> None:
    found = enumerated()
    table = rows(found, 3, "before")
    assert table[0] == ["before", "after", "profiles of programs"]
    # of the four profiles that alone changes whose outcome is (1, 2)
    pairs = [["(1, 1)", "(1, 1)"], ["(1, 2)", "(3, 3)"], ["(2, 1)", "(2, 1)"], ["(2, 2)", "(2, 2)"]]
    assert sorted(table[1:]) == [[*pair, "1"] for pair in pairs]
    text = " ".join(page(found).text.split())
    assert "2 × 2 programs, 4 profiles" in text and "worse: 0" in text and "better: 1" in text


def test_a_space_of_policies() -> None:
    problem = spi.load_commitments("lock-out/value-freeze").problem
    shown = page(problem)
    assert "played by default: (stand firm, refrain) with 1/2" in " ".join(shown.text.split())
    assert rows(problem, 2, "policies")[:5] == [
        ["policies", "payoffs (Defender, Threatener)"],
        ["(stand firm, refrain)", "0, 0"],
        ["(stand firm, threaten)", "-6, -2"],
        ["(give in, refrain)", "0, 0"],
        ["(give in, threaten)", "-2, 2"],
    ]
    transforms = rows(problem, 2, "transform")
    assert [row[0] for row in transforms[1:]] == ["an approved surrogate goal", "a surrogate goal of one's own"]
    assert "stand firm → surrogate, with approval" in transforms[1][1]
    assert repr(problem) == "<PolicyGame: Defender, Threatener; 4 joint policies, 2 transforms>"


def test_a_large_space_of_policies_is_cut_and_escaped() -> None:
    names = [f"<{k}>" for k in range(7)]
    game = spi.Game.from_payoffs([["0, 0"] * 7 for _ in names], actions=[names, names])
    space = tuple((a, b) for a in names for b in names)
    same = spi.ActionMaps.of({player: {x: x for x in names} for player in game.players})
    about = tuple(Beliefs(others_of(game, i)) for i in (0, 1))
    problem = PolicyGame(game, ((space[0], F(1)),), space, (PolicyTransform("<same>", same),), about)
    assert "and 9 more rows" in page(problem).text and "<same>" in page(problem).cells
    assert "<same>" not in problem._repr_html_() and "<0>" not in problem._repr_html_()


def quality(right: int, known: str = "") -> QualityReport:
    trivial = Baseline("<longest>", "formal", right, 10, F(1, 2), 2, 7, F(1, 100))
    family = FamilyQuality(
        "fair-or-not", 10, 2, 1, 0, (("yes", 6), ("no", 4)), (), ((1, 10, F(3, 2)),), (trivial,), known
    )
    return QualityReport((family,), (), (Twins(("a-1", "b-1"), ("dev", "test")),), F(19, 20))


def test_quality_is_aligned_text() -> None:
    biased = quality(9)
    shown = page(biased)
    assert "fair-or-not: 10 items, 2 pairs, 1 controls" in shown.text and "yes 6, no 4" in shown.text
    assert "9 of 10" in shown.text and "NOT NEAR CHANCE: fair-or-not" in shown.text  # guessing gets 7 at most
    assert "a-1 and others are in dev and test" in shown.text
    assert biased._repr_html_().startswith("<pre>") and "<longest>" not in biased._repr_html_()
    assert repr(biased) == "<QualityReport: 1 families, not fair>"
    assert "NOT NEAR" not in page(quality(7)).text and repr(quality(7)) == "<QualityReport: 1 families, fair>"
    assert "known: of old" in page(quality(9, "of old")).text and quality(9, "of old").is_fair


def scored(k: int, outcome: Any, split: str = "test") -> ScoredAnswer:
    return ScoredAnswer(
        f"item-{k}/<formal>", f"item-{k}", "<formal>", "one", split, "", 1, False, AnswerScore(outcome, "A")
    )


def test_scores_are_aligned_text() -> None:
    outcomes = ("right", "right", "wrong", "unreadable", "not graded")
    table = ScoreTable(tuple(scored(k, outcome) for k, outcome in enumerate(outcomes)), ("<lost>/story", "more/story"))
    lines = [line.split() for line in page(table).text.splitlines()]
    assert "5 answers; 1 not graded" in page(table).text
    assert "missing: 2 questions have no answer and count nowhere (<lost>/story, …)" in page(table).text
    assert ["all", "4", "2", "1", "1", "0.5"] in lines and ["family", "one", "4", "2", "1", "1", "0.5"] in lines
    assert table._repr_html_().startswith("<pre>") and "<lost>" not in table._repr_html_()
    assert repr(table) == "<ScoreTable: 5 answers, 2 questions without any>"
    assert "0 answers" in page(ScoreTable((), ())).text


def responses(count: int) -> ResponseTable:
    cells = [CellCounts(f"m{k:02}", "<asked>", "s", "original", (k, 1), (("error", 2),)) for k in range(count)]
    return tabulate_counts(
        cells, answers=["concede", "refuse"], override="given", files=[FileRecord("<f>.csv", "0" * 64)]
    )


def test_responses_cell_by_cell() -> None:
    table = responses(2)
    assert rows(table, 7, "scenario") == [
        ["scenario", "kind", "model", "method", "concede", "refuse", "missing"],
        ["s", "original", "m00", "<asked>", "0", "1", "2"],
        ["s", "original", "m01", "<asked>", "1", "1", "2"],
    ]
    # 0 + 1 + 1 + 1 answers, and twice two without one
    assert "2 cells, 7 responses (concede, refuse), 4 missing" in page(table).text and "<f>.csv" in page(table).text
    assert "<asked>" not in table._repr_html_() and "<f>" not in table._repr_html_()
    assert repr(table) == "<ResponseTable: 2 cells of concede, refuse>"


def test_many_responses_are_counted() -> None:
    shown = page(responses(50))
    assert "and 10 more rows" in shown.text and len(shown.cells) == 7 * 41


def test_gates_in_one_line() -> None:
    gate = GateReport(1_234, ("m", "n"), (), ())
    assert repr(gate) == "<GateReport: 1,234 responses, 0 rejected, 0 of 2 runs refused>"


def test_a_certificate_claim_by_claim() -> None:
    certificate = Certificate(
        '{"format": "<f>", "claim": {"kind": "is-spi", "strict": true},\n"evidence": [' + "1," * 99 + "1]}\n"
    )
    cells = page(certificate).cells
    assert cells == ["", "value", "kind", '"is-spi"', "strict", "true", "part", "value", "format", '"<f>"',
                     "evidence", "100 entries"]  # fmt: skip
    assert "<f>" not in certificate._repr_html_()
    found = spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/temptation"))
    assert not isinstance(found, spi.Unknown)
    assert '"exists-spi"' in page(found.certificate).cells


def test_beliefs_as_inequalities() -> None:
    about = spi.beliefs(
        ["fair", "<soft>"], at_least=[({"<soft>": 1}, "1/2")], at_most=[({"fair": 2, "<soft>": "-1/3"}, 1)]
    )
    assert rows(about, 2, "") == [
        ["", "type"], ["1", "fair"], ["2", "<soft>"],
        ["", "constraint"], ["1", "2·P(fair) + -1/3·P(<soft>) ≤ 1"], ["2", "P(<soft>) ≥ 1/2"],
    ]  # fmt: skip
    assert "<soft>" not in about._repr_html_()
    assert "every law is admissible" in page(spi.beliefs(["a"])).text
    many = spi.beliefs([f"t{k}" for k in range(60)], equal=[({f"t{k}": 1 for k in range(60)}, 1)])
    assert "and 20 more rows" in page(many).text and "+ 52 more terms = 1" in page(many).text


def test_files_of_threats_and_settings() -> None:
    threats = spi.load_threat_file("baumann-2017/legal-threat")
    assert rows(threats, 2, "original threat")[1] == ["kill Alice", "create a sphere"]
    assert ["strict spi", "yes"] in rows(threats, 2, "fact")
    setting = spi.load_program_setting("clr-agenda-2026/even-split-of-one-logic")
    assert ["fair", 'always(action="50")'] in rows(setting, 2, "name")
    assert rows(setting, 2, "fact") == [["fact", "value"], ["spi", "yes"], ["strict", "no"]]


def test_a_transcript_turn_by_turn() -> None:
    flat = spi.load_negotiation("negotiation/flat-and-lease")
    issue, other = flat.issues
    offer = ((issue.name, issue.options[0]),)
    turns = [Turn(0, 1, "propose", "<hm>", "hello", None, offer), Turn(1, 1, "accept", noted=())]
    played = transcript(flat, turns, Deal((issue.options[0], other.options[0])), provenance=(("seed", "1"),))
    text = f"{issue.name}: {issue.options[0]}"
    assert rows(played, 8, "turn")[:3] == [
        ["turn", "round", "side", "act", "message", "offers by it", "note", "offers by it"],
        ["1", "1", flat.names[0], "propose", "hello", text, "<hm>", ""],
        ["2", "1", flat.names[1], "accept", "", "", "", "nothing settled"],
    ]
    assert f"result: deal (outcome {issue.options[0]}, {other.options[0]})" in page(played).text
    assert "<hm>" not in played._repr_html_() and page(played).cells[-2:] == ["seed", "1"]
    for result, words in ((NoDeal("walked away"), "walked away"), (Invalid("two deals"), "two deals")):
        assert words in page(transcript(flat, turns, result)).text
    long = transcript(flat, [Turn(k % 2, k // 2 + 1, "talk", "", "x") for k in range(100)], NoDeal("time"))
    assert "100 turns" in page(long).text and "and 60 more rows" in page(long).text
