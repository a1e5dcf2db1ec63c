"""Citations resolve, claims are confirmed, and the generated table is the one on the shelf."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import spi
from spi import shelves
from spi.analysis import oesterheld_conitzer
from spi.analysis.finding import is_encounter_proved, is_result_proved
from spi.empirical import literature
from spi.report.nodes import docstring_sources, node_table
from spi.sources import load_sources, read_citation

ROOT = Path(spi.__file__).parent
PAPERS = sorted(key for key, source in load_sources().items() if source.items or source.errata)
NODES = [(p, node) for p in PAPERS for node in (*load_sources()[p].items, *load_sources()[p].errata)]


@cache
def reproduced(source: str) -> dict[str, spi.Reproduced]:
    """The claims of a paper, run once for all tests that look at them."""
    return {row.node: row for row in literature.reproduce(source)}


@pytest.mark.parametrize(("source", "node"), NODES, ids=lambda value: value)
def test_every_claim_that_is_run_is_confirmed(source: str, node: str) -> None:
    row = reproduced(source)[node]
    assert row.finding is None or row.finding.confirmed, row


def test_the_errata_of_the_first_part_are_shown() -> None:
    shown = {row.node for row in reproduced("oesterheld-conitzer-2022").values() if row.finding}
    assert {"D1", "D5", "D13", "D14", "D17", "D18", "D20", "D21", "D22", "D23"} <= shown


def test_a_finding_can_be_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    # with another game on the shelf in the place of Table 1, the certificates and the answers are no longer its own
    def shelf(name: str) -> spi.Game:
        return spi.load_game("ours/chicken" if name.endswith("/prisoners-dilemma") else name)

    monkeypatch.setattr(oesterheld_conitzer, "load_game", shelf)
    finding = oesterheld_conitzer.CLAIMS["Proposition 5"]()
    assert not finding.confirmed


def test_a_certificate_is_evidence_of_its_own_encounter_alone() -> None:
    fair, prudent, grounded = (
        spi.load_program(name)
        for name in (
            "barasz-et-al-2014/fair_bot",
            "barasz-et-al-2014/prudent_bot",
            "oesterheld-2019/grounded_fair_bot",
        )
    )
    name = "barasz-et-al-2014/prudent-bot-fair-bot"
    assert is_encounter_proved(name, spi.play_programs([prudent, fair]))
    assert not is_encounter_proved(name, spi.play_programs([fair, prudent]))  # also (C, C), at the other seats
    assert not is_encounter_proved(name, spi.play_programs([prudent, fair], players=["Ann", "Bob"]))
    assert not is_encounter_proved(name, spi.play_programs([prudent, fair], spi.load_game("ours/prisoners-dilemma")))
    assert not is_encounter_proved(name, spi.play_programs([grounded, grounded], randomness="independent"))


def test_a_certificate_that_is_refused_is_evidence_of_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prudent, fair = (spi.load_program(f"barasz-et-al-2014/{name}_bot") for name in ("prudent", "fair"))
    met, name = spi.play_programs([prudent, fair]), "barasz-et-al-2014/prudent-bot-fair-bot"
    (tmp_path / name).parent.mkdir()
    monkeypatch.setattr(shelves, "shelf_path", lambda _: tmp_path)
    path = tmp_path / f"{name}.json"
    spi.prove_encounter([prudent, fair]).save(path)
    assert is_encounter_proved(name, met)
    path.write_text(path.read_text().replace('"outcome": ["C", "C"]', '"outcome": ["C", "D"]'))
    assert not is_encounter_proved(name, met)


def test_a_certificate_of_bounded_proofs_is_evidence_of_its_own_agents_alone() -> None:
    fair, defect = (spi.load_program(f"barasz-et-al-2014/{name}_bot") for name in ("fair", "defect"))
    name = "critch-2019/fair-bot-fair-bot"
    assert is_result_proved(name, spi.bounded_outcome(spi.bounded_agents([fair, fair])))
    assert not is_result_proved(name, spi.bounded_outcome(spi.bounded_agents([fair, defect])))
    assert not is_result_proved(name, spi.bounded_outcome(spi.bounded_agents([fair, fair], ["Ann", "Bob"])))


def test_unknown_paper() -> None:
    with pytest.raises(spi.ShelfError, match="oesterheld-conitzer-2022"):
        next(literature.reproduce("nobody-1900"))


def test_every_source_line_resolves() -> None:
    lines = docstring_sources()
    assert len(lines) > 50
    for name, line in lines:
        try:
            read_citation(line)
        except spi.FormatError as error:
            pytest.fail(f"{name}: {error}")
    for game in spi.list_games():
        read_citation(spi.load_game(game).source)
    for game in spi.list_games(kind="threat"):
        read_citation(spi.load_threat_game(game).source)


def public_definitions() -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.parent.name in ("checker", "report"):
            continue  # the checker cites proofs/README.md, the report computes nothing
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                yield f"{path.relative_to(ROOT)}:{node.name}", node


@pytest.mark.parametrize(
    ("name", "node"), list(public_definitions()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_public_definition_names_its_source(name: str, node: ast.FunctionDef | ast.ClassDef) -> None:
    if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
        return
    if any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list):
        return
    docstring = ast.get_docstring(node)
    assert docstring is not None, name
    assert docstring.splitlines()[-1].startswith("Source: "), name


@pytest.mark.parametrize(
    "line",
    [
        "theirs",
        "oesterheld-conitzer-2022",
        "oesterheld-conitzer-2022, Definition 99",
        "oesterheld-conitzer-2022, Table 11",
        "oesterheld-conitzer-2022, Definition 1 (repaired: D99)",
    ],
)
def test_citations_that_resolve_to_nothing(line: str) -> None:
    with pytest.raises(spi.FormatError):
        read_citation(line)


def test_errata_belong_to_items_and_are_cited() -> None:
    cited = {key for _, line in docstring_sources() for key in read_citation(line).repaired}
    for paper in load_sources().values():
        for erratum in paper.errata.values():
            assert erratum.item in paper.items or erratum.item in paper.places
    assert {"D1", "D2", "D5", "D13", "D14", "D17", "D18", "D21"} <= cited


@pytest.mark.parametrize("source", PAPERS)
def test_generated_table_is_up_to_date(source: str) -> None:
    kept = (shelves.shelf_path("proofs") / source / "README.md").read_text(encoding="utf-8")
    assert kept == node_table(source, list(reproduced(source).values())), (
        f"run: spi reproduce {source} --table > proofs/{source}/README.md"
    )


def test_every_certificate_is_evidence_of_something() -> None:
    used = {
        f"{s}/{proof}" for s in PAPERS for row in reproduced(s).values() if row.finding for proof in row.finding.proofs
    }
    assert used == set(shelves.list_shelf("proofs"))
