import ast
import json
import re
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from typing import Any

import pytest

from spi.core.gamefile import read_game
from spi.core.numbers import format_exact
from spi.errors import SpiError
from spi.tasks.families.open_source_outcome.chances import chances_of
from spi.tasks.families.open_source_outcome.draws import Meeting, shared_chance
from spi.tasks.families.open_source_outcome.family import ENDLESS, FAMILY
from spi.tasks.families.open_source_outcome.formulas import limit_of, truths_of
from spi.tasks.families.open_source_outcome.runs import run_of
from spi.tasks.items import Item
from tests.lock_out_oracle import solve


def items_of(seeds: range) -> list[Item]:
    return [item for s in seeds for item in FAMILY.generate(s, 1 + s % 5)]


ITEMS = items_of(range(20))


@lru_cache
def more() -> list[Item]:
    return items_of(range(100))


# --- an evaluator of its own: the programs' texts are Python, and are run as that


class Lazy(ast.NodeTransformer):
    """`proves(E)` becomes `proves(lambda: E)`."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "proves":
            nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
            node.args = [ast.Lambda(nothing, node.args[0])]
        return node


class Program:
    def __init__(self, text: str, setting: "Setting") -> None:
        self.text, self.setting = re.sub(r"def (?!always)\w+", "def it", text), setting
        scope: dict[str, Any] = {"me": self, "proves": setting.proves}
        scope |= {"chance": setting.chance, "mix": setting.mix, "simulate": lambda seen, back: seen}
        tree = ast.fix_missing_locations(Lazy().visit(ast.parse(text)))
        exec(compile(tree, "<program>", "exec"), scope)
        name = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)][-1]
        scope["always"] = lambda *, action: Stone(action)
        self.body: Callable[[Any], str] = scope[name]

    def __call__(self, opponent: Any) -> str:
        return self.setting.call(self, opponent)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


class Stone:
    def __init__(self, action: str) -> None:
        self.action = action

    def __call__(self, opponent: object) -> str:
        return self.action

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stone) and other.action == self.action

    def __hash__(self) -> int:
        return hash(self.action)


class Circle(Exception):
    pass


class Setting:
    """Runs at a world, with given draws, or with a given answer to a simulation."""

    def __init__(self) -> None:
        self.world = 0
        self.known: dict[Any, str] = {}
        self.running: list[Any] = []
        self.seen: str | None = None
        self.draws: list[int] = []
        self.asked: list[list[Fraction]] = []
        self.number: Fraction | None = None
        self.top = True

    def call(self, program: Program, opponent: Any) -> str:
        if self.seen is not None and not self.top:
            return self.seen
        self.top = False
        key = (program, opponent, self.world)
        if key in self.known:
            return self.known[key]
        if key in self.running:
            raise Circle
        self.running.append(key)
        try:
            found = program.body(opponent)
        finally:
            self.running.pop()
        if self.seen is None:
            self.known[key] = found
        return found

    def proves(self, statement: Callable[[], bool]) -> bool:
        now = self.world
        try:
            for world in range(now):
                self.world = world
                if not statement():
                    return False
            return True
        finally:
            self.world = now

    def chance(self, p: str) -> bool:
        if self.number is not None:
            return self.number < Fraction(p)
        return self.draw([Fraction(p), 1 - Fraction(p)]) == 0

    def mix(self, law: dict[str, str]) -> str:
        return list(law)[self.draw([Fraction(p) for p in law.values()])]

    def draw(self, law: list[Fraction]) -> int:
        self.asked.append(law)
        return self.draws[len(self.asked) - 1] if len(self.asked) <= len(self.draws) else 0


def law_given(text: str, seen: str) -> dict[str, Fraction]:
    """What a grounded bot plays if its simulation shows this: all its draws are gone through."""
    setting, found = Setting(), Counter[str]()
    program = Program(text, setting)
    for draws in product((0, 1), repeat=2):
        setting.draws, setting.asked, setting.seen, setting.top = list(draws), [], seen, True
        action = program(program)
        weight = Fraction(1)
        for k, law in zip(draws, setting.asked, strict=False):
            weight *= law[k]
        found[action] += weight / 2 ** (2 - len(setting.asked))
    return dict(found)  # type: ignore[arg-type]


def by_hand(item: Item) -> str:
    files, asks = dict(item.files), dict(item.asks)
    texts = [text for name, text in item.files if name.endswith(".py")]
    acts = read_game(files["game.toml"]).actions[0]
    if asks["engine"] in ("modal", "direct"):
        setting = Setting()
        setting.world = 3 * sum(text.count("proves") for text in texts) + 3 if asks["engine"] == "modal" else 0
        one, other = (Program(text, setting) for text in texts)
        try:
            return f"({one(other)}, {other(one)})"
        except Circle:
            return ENDLESS
    profile = json.loads(asks["profile"])
    if asks["engine"] == "independent":
        # x = a + c·y and y = b + d·x, where a and a + c are what is played for y = 0 and y = 1
        (a, c), (b, d) = (
            (low, high - low)
            for low, high in ([law_given(text, z).get(acts[0], Fraction(0)) for z in acts[::-1]] for text in texts)
        )
        x, y = solve([([Fraction(1), -c], a), ([-d, Fraction(1)], b)], 2) or []
        p, q = ({acts[0]: v, acts[1]: 1 - v} for v in (x, y))
        return format_exact(p[profile[0]] * q[profile[1]])
    cuts = sorted({Fraction(0), Fraction(1), *(Fraction(p) for t in texts for p in re.findall(r'chance\("(.*?)"', t))})
    states = list(product(acts, acts))
    steps = {(s, t): Fraction(0) for s in states for t in states}
    for low, high in pairwise(cuts):
        for s in states:
            played = []
            for text, seen in zip(texts, s[::-1], strict=True):
                setting = Setting()
                setting.number, setting.seen = low, seen
                program = Program(text, setting)
                played.append(program(program))
            steps[s, (played[0], played[1])] += high - low
    rows = [([steps[s, t] - (s == t) for s in states], Fraction(0)) for t in states[:-1]]
    law = solve([*rows, ([Fraction(1)] * 4, Fraction(1))], 4) or []
    return format_exact(law[states.index((profile[0], profile[1]))])


def test_the_answer_is_that_of_the_definition() -> None:
    assert {dict(item.asks)["engine"] for item in ITEMS} == {"modal", "direct", "independent", "shared"}
    for item in ITEMS:
        assert by_hand(item) == item.answer


@pytest.mark.slow
def test_the_answer_is_that_of_the_definition_on_many_more() -> None:
    for item in items_of(range(20, 130)):
        assert by_hand(item) == item.answer


def test_labels_follow_from_the_certificates() -> None:
    for item in ITEMS:
        certificates = [json.loads(proof.text) for proof in item.proofs]
        assert FAMILY.label(certificates, dict(item.asks)) == item.answer
        assert [o.text for o in item.options if not o.error] == [item.answer]
        assert len({o.text for o in item.options}) == len(item.options) >= 3
        assert {o.error for o in item.options} <= {*FAMILY.errors, ""}


def test_a_certificate_about_something_else_is_refused() -> None:
    one, twin = ITEMS[:2]
    with pytest.raises(SpiError):
        FAMILY.label([json.loads(twin.proofs[0].text)], dict(one.asks))
    chance = next(item for item in ITEMS if "profile" in dict(item.asks))
    with pytest.raises(SpiError):
        FAMILY.label([json.loads(chance.proofs[0].text)], dict(chance.asks) | {"engine": "modal"})


def test_the_same_seed_gives_the_same_items() -> None:
    assert FAMILY.generate(3, 4) == FAMILY.generate(3, 4) != FAMILY.generate(4, 4)


def test_every_wording_has_every_payoff() -> None:
    for item in ITEMS:
        game = read_game(dict(item.files)["game.toml"])
        for _, text in item.texts:
            assert all(format_exact(v) in text for row in game.table for v in row)
            assert all(player in text for player in game.players)


def test_pairs_differ_in_one_program_and_in_the_answer() -> None:
    pairs: dict[str, list[Item]] = {}
    for item in ITEMS:
        pairs.setdefault(item.pair, []).append(item)
    for one, other in pairs.values():
        assert one.answer != other.answer and one.shape != other.shape
        assert [a == b for a, b in zip(one.files, other.files, strict=True)].count(False) == 1
        words = [re.findall(r"[\w/]+|\W", text) for item in (one, other) for text in [dict(item.texts)["matrix"]]]
        if "profile" in dict(one.asks):  # one probability
            assert sum(a != b for a, b in zip(*words, strict=True)) == 1


def outcome_kinds(items: list[Item]) -> Counter[str]:
    """Answers by the places of the actions, or that there is none."""
    found: Counter[str] = Counter()
    for item in items:
        acts = read_game(dict(item.files)["game.toml"]).actions[0]
        places = {f"({acts[i]}, {acts[j]})": f"{i}{j}" for i in (0, 1) for j in (0, 1)}
        found[places.get(item.answer, item.answer)] += 1
    return found


@pytest.mark.slow
def test_answers_are_balanced() -> None:
    items = more()
    modal = outcome_kinds([item for item in items if dict(item.asks)["engine"] == "modal"])
    assert len(modal) == 4 and all(0.6 / 4 <= n / modal.total() <= 1.6 / 4 for n in modal.values())
    direct = outcome_kinds([item for item in items if dict(item.asks)["engine"] == "direct"])
    assert len(direct) == 5 and ENDLESS in direct


@pytest.mark.slow
def test_answers_are_balanced_and_shapes_distinct_among_a_thousand() -> None:
    items = [item for s in range(500) for item in FAMILY.generate(s, 2)]
    assert len({item.shape for item in items}) == len(items) >= 1_000
    direct = outcome_kinds([item for item in items if dict(item.asks)["engine"] == "direct"])
    assert all(0.6 / 5 <= n / direct.total() <= 1.6 / 5 for n in direct.values())


@pytest.mark.slow
def test_surface_features_do_not_tell_the_answer() -> None:
    items = [item for item in more() if "profile" not in dict(item.asks)]

    def largest_payoffs(item: Item) -> str:
        game = read_game(dict(item.files)["game.toml"])
        best = max(range(4), key=lambda k: sum(game.table[k]))
        return f"({game.actions[0][best // 2]}, {game.actions[0][best % 2]})"

    def first_words(item: Item) -> str:  # the action that each program's text names first
        acts = read_game(dict(item.files)["game.toml"]).actions[0]
        found = [re.findall(r'return "(\w+)"', text) for name, text in item.files if name.endswith(".py")]
        return f"({', '.join((own or list(acts))[0] for own in found)})"

    for guess in (largest_payoffs, first_words, lambda item: item.options[0].text, lambda item: ENDLESS):
        assert sum(guess(item) == item.answer for item in items) / len(items) < 0.4


# --- mistakes, by hand

FAIR = ("box", 0, ("is", "other", 0))
CUPOD = ("not", ("box", 0, ("is", "other", 1)))
PRUDENT = ("and", FAIR, ("box", 1, ("is", "stone 1", 1)))
FAIR_1 = ("box", 1, ("is", "other", 0))


def test_limits_are_those_of_the_literature() -> None:
    # Bárász et al. (2014): FairBot and PrudentBot; Critch et al. (2022): CUPOD with itself and with FairBot
    assert limit_of([FAIR, FAIR]) == (0, 0)
    assert limit_of([CUPOD, CUPOD]) == (1, 1)
    assert limit_of([CUPOD, FAIR]) == (0, 1)
    assert limit_of([PRUDENT, PRUDENT]) == (0, 0)
    assert limit_of([PRUDENT, FAIR_1]) == (1, 1)


def test_mistakes_about_proofs_by_hand() -> None:
    # FairBot and CUPOD: "I play 0 if you do" and "I play 0 unless you play 1": as truths (0, 0) and (1, 1) both agree
    assert truths_of([FAIR, CUPOD]) == {(0, 0), (1, 1)}
    # "I play 0 unless you do" and "I play 0 if you do": no pair agrees
    assert truths_of([("not", FAIR), FAIR]) == set()
    found = dict(Meeting("modal", (PRUDENT, FAIR_1)).mistakes())
    # without levels of consistency PrudentBot cannot prove that the other defects against DefectBot
    assert found["consistency-overlooked"] == (1, 1)
    assert found["everything-provable"] == (0, 0)
    assert found["nothing-provable"] == (1, 1)
    assert found["running-for-proving"] is None


def test_mistakes_about_runs_by_hand() -> None:
    mirror, trusting = ("copy",), ((("same",), 0), 1)
    assert run_of([mirror, mirror]) is None
    assert run_of([mirror, (0,)]) == (0, 0)
    found = dict(Meeting("direct", (mirror, mirror)).mistakes())
    assert (found["circle-is-0"], found["circle-is-1"]) == ((0, 0), (1, 1))
    assert run_of([trusting, trusting]) == (0, 0)
    assert run_of([trusting, (0,)]) == (1, 0)
    assert dict(Meeting("direct", (trusting, (0,))).mistakes())["same-behaviour"] == (0, 0)


def test_mistakes_about_chances_by_hand() -> None:
    # two grounded FairBots, one of which grounds on 1: x = 1/2 + y/2, y = (2/3)·x, so x = 3/4, y = 1/2
    one = (Fraction(1, 2), 0, (Fraction(1), Fraction(0)))
    other = (Fraction(1, 3), 1, (Fraction(1), Fraction(0)))
    assert chances_of([one, other]) == (Fraction(3, 4), Fraction(1, 2))
    found = dict(Meeting("shared", (one, other), (0, 0)).mistakes())
    assert found["other-randomness"] == Fraction(3, 8)
    assert found["one-player"] == Fraction(3, 4)
    # one level deep the first plays 0 with 1/2, as the other's base is 1, and the second with 2/3
    assert found["one-level"] == Fraction(1, 3)
    assert found["ungrounded"] == Fraction(3, 4) * Fraction(3, 4)
    # shared: below 1/3 both ground: (0, 1); up to 1/2 the first grounds, the second copies x; above both copy. With
    # z(a, b) the law: z(0,0) = x/6 + z(0,0)/2 and x = 3/4, so z(0,0) = 1/4
    assert shared_chance([one, other], (0, 0)) == Fraction(1, 4)


@pytest.mark.slow
def test_every_mistake_occurs() -> None:
    errors = {o.error for item in more() for o in item.options}
    assert errors == {*FAMILY.errors, ""}


def test_shapes_ignore_the_order_of_players_and_of_actions() -> None:
    meeting = Meeting("modal", (PRUDENT, CUPOD))
    turned = Meeting("modal", (meeting.form(swap=False, turn=True)[1], meeting.form(swap=False, turn=True)[2]))
    # with the acts exchanged the other outcome comes about: an agent plays 0 if its formula is true
    assert limit_of(turned.programs) == tuple(1 - k for k in limit_of(meeting.programs))
    assert turned.form(swap=False, turn=True) == meeting.form(swap=False, turn=False)
    assert meeting.form(swap=True, turn=False) == Meeting("modal", (CUPOD, PRUDENT)).form(swap=False, turn=False)
