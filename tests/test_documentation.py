"""The pages of docs/ that are generated, and that the others say nothing that is not so."""

import doctest
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import spi
from spi.sources import load_sources

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
WRITTEN = sorted(DOCS.glob("*.md"))


def load_pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages", DOCS / "pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = load_pages()


def test_every_public_name_is_on_the_page_of_its_room() -> None:
    described: list[str] = []
    for room in pages.rooms():
        text = pages.room_page(room)
        here = re.findall(r"^\.\. (?:autoclass|autofunction|py:data):: spi\.(\w+)$", text, re.MULTILINE)
        assert sorted(here) == sorted(re.findall(r"`~spi\.(\w+)`", text))
        assert all(spi._ROOM_OF[name].split(".")[1] == room for name in here)
        described += here
    assert sorted(described) == sorted(spi._ROOM_OF)
    assert sorted(re.findall(r"`~spi\.(\w+)`", pages.names_page())) == sorted(spi._ROOM_OF)


def test_first_sentences() -> None:
    assert pages.first_sentence("Verdict") == "A three-valued answer."  # the string below the assignment
    assert pages.first_sentence("NEVER") == "The condition that never holds."
    assert pages.first_sentence("is_reduced") == "Is no action of the game strictly dominated by another action?"
    assert all(pages.first_sentence(name) for name in spi._ROOM_OF)


def test_every_erratum_is_on_the_page_with_what_shows_it() -> None:
    text = pages.errata_page()
    entries = [(p, e) for p in load_sources().values() for e in p.errata.values()]
    assert len(re.findall(r"^### ", text, re.MULTILINE)) == len(entries)
    for _, erratum in entries:
        assert f"### {erratum.key}: {erratum.item}\n\nIn print\n: {erratum.printed}\n" in text
        assert f"Read instead\n: {erratum.repair}\n" in text
    assert "NOT CONFIRMED" not in text
    d13 = text.split("### D13:")[1].split("###")[0]
    assert "`analysis.questions.decide_spi`" in d13 and "`proofs/oesterheld-conitzer-2022/erratum-d13.json`" in d13
    for proof in re.findall(r"`(proofs/\S+\.json)`", text):
        assert (ROOT / proof).is_file()


def test_pages_are_written_once_and_old_ones_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "errata_page", lambda: "errata\n")  # the real one is tested above
    (tmp_path / "old.rst").write_text("a room that is gone")
    written = pages.write_pages(tmp_path)
    assert sorted(written) == sorted(tmp_path.iterdir())
    before = {path: path.stat().st_mtime_ns for path in written}
    pages.write_pages(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in written} == before
    assert not any(str(ROOT) in path.read_text(encoding="utf-8") for path in written)


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_names_and_links_of_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"\{py:obj\}`~spi\.(\w+)`", text)) <= set(spi._ROOM_OF)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert target.startswith("generated/") or (page.parent / target).is_file(), target


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_examples_of_a_page_run(page: Path) -> None:
    code = "\n".join(re.findall(r"```pycon\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_game_and_the_program_of_the_guide_are_what_it_says() -> None:
    text = (DOCS / "adding.md").read_text(encoding="utf-8")
    game_text, program_text = re.findall(r"```(?:toml|python)\n(.*?)```", text, re.DOTALL)
    game, facts = spi.read_game(game_text), tomllib.loads(game_text)["facts"]
    assert [list(kept) for kept in spi.reduce(game).reduced.actions] == facts["reduced"]
    assert bool(spi.decide_spi(game)) is facts["strict_spi"]
    alone = [player for player in game.players if spi.decide_spi(game, unilateral=player)]
    assert alone == facts["strict_unilateral"]
    bot = spi.read_program(program_text)
    assert spi.play_programs([bot, bot]).outcome == ("C", "C")
    assert spi.play_programs([bot, spi.load_program("barasz-et-al-2014/fair_bot")]).outcome == ("C", "C")


def test_every_paper_of_the_glossary_is_cited_by_its_own_numbers() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    papers = {"OC": "oesterheld-conitzer-2022", "DCM": "digiovanni-et-al-2024"}
    cited = re.findall(
        r"\b(OC|DCM) ((?:Definition|Theorem|Lemma|Proposition|Corollary|Assumption|Algorithm) \d+)", text
    )
    assert {paper for paper, _ in cited} == set(papers)
    for paper, item in cited:
        assert item in load_sources()[papers[paper]].items, (paper, item)
