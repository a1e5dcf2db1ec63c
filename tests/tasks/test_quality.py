"""Is a set fair? A set with a planted bias is flagged, a fair one is not; guessing has an exact law."""

from dataclasses import replace
from fractions import Fraction
from math import comb
from random import Random

import pytest

from spi.report.tasks import quality_json, quality_text
from spi.tasks.baselines import Baseline, guessing_law, run_baselines
from spi.tasks.catalogue import load_task_family
from spi.tasks.items import Item, Option
from spi.tasks.making import Entry, TaskSet, make_tasks
from spi.tasks.quality import report_quality
from spi.tasks.spec import Split, TaskSpec, read_task_spec
from spi.tasks.surface import games_of, numbers_in, option_payoff, surface_of

TAIL = Fraction(1, 1000)


def plain(k: int, answer: str, options: tuple[str, ...], text: str, **more: object) -> Item:
    item = Item(
        family="demo-spi",
        seed=k,
        difficulty=1 + k % 2,
        knobs=(("actions", 4),),
        texts=(("formal", text),),
        form="choice",
        answer=answer,
        options=tuple(Option(word, "" if word == answer else "guess") for word in options),
        asks=(),
        files=(),
        proofs=(),
        shape=f"shape {k}",
    )
    return replace(item, **more)  # type: ignore[arg-type]


def fair(count: int, seed: int = 1) -> list[Item]:
    random = Random(seed)
    items = []
    for k in range(count):
        numbers = " ".join(str(random.randint(0, 99)) for _ in range(8))
        options = tuple(random.sample(("yes", "no"), 2))
        items.append(plain(k, random.choice(options), options, f"Payoffs {numbers}."))
    return items


def found(items: list[Item], name: str, tail: Fraction = TAIL) -> Baseline:
    return next(baseline for baseline in run_baselines(items, tail=tail) if baseline.name == name)


def test_guessing_has_the_binomial_law() -> None:
    assert guessing_law([(2, 1)] * 5) == [Fraction(comb(5, k), 32) for k in range(6)]
    assert guessing_law([(3, 1)] * 4) == [comb(4, k) * Fraction(2 ** (4 - k), 81) for k in range(5)]
    # one of two with chance 1/2 and one of three with chance 1/3, by hand: 1/2·2/3, 1/2·2/3 + 1/2·1/3, 1/2·1/3
    assert guessing_law([(2, 1), (3, 1)]) == [Fraction(1, 3), Fraction(1, 2), Fraction(1, 6)]
    assert guessing_law([(2, 2)]) == [Fraction(1, 2), 0, Fraction(1, 2)]  # a pair: both or none


def test_bounds_are_exact() -> None:
    baseline = found(fair(20), "first option", Fraction(1, 40))
    # of 20 guesses more than 14 are right with probability 21700/2^20 = 0.0207, more than 13 with 0.0577
    assert (baseline.low, baseline.high, baseline.chance) == (6, 14, Fraction(1, 2))


def test_a_fair_set_is_near_chance() -> None:
    for seed in range(3):
        for baseline in run_baselines(fair(120, seed), tail=TAIL):
            assert baseline.is_near_chance, baseline


@pytest.mark.parametrize(
    ("name", "plant"),
    [
        ("first option", lambda item, random: replace(item, options=right_first(item))),
        ("last option", lambda item, random: replace(item, options=right_first(item)[::-1])),
        ("longest option", lambda item, random: spelled(item, item.answer + " indeed", random)),
        ("shortest option", lambda item, random: spelled(item, "y", random)),
        ("option with the largest number", lambda item, random: spelled(item, str(random.randint(60, 90)), random)),
        (
            "logistic regression",
            lambda item, random: texted(item, "Payoffs 999." if item.answer == "yes" else "Payoffs 7."),
        ),
        ("logistic regression", lambda item, random: texted(item, "No." * (5 if item.answer == "yes" else 1))),
    ],
)
def test_a_planted_bias_is_found_by_its_baseline(name: str, plant: object) -> None:
    random = Random(5)
    items = [plant(item, random) for item in fair(80)]  # type: ignore[operator]
    baseline = found(items, name)
    assert not baseline.is_near_chance and baseline.right > baseline.size * 9 // 10


def right_first(item: Item) -> tuple[Option, ...]:
    return tuple(sorted(item.options, key=lambda option: option.error != ""))


def spelled(item: Item, answer: str, random: Random) -> Item:
    """The right option in other words; the wrong one is a number of two digits, below 60."""
    wrong = str(random.randint(10, 59))
    return replace(
        item, answer=answer, options=tuple(replace(o, text=wrong if o.error else answer) for o in item.options)
    )


def texted(item: Item, text: str) -> Item:
    return replace(item, texts=(("formal", text),))


def test_a_majority_is_found() -> None:
    items = [plain(k, "no" if k % 5 == 0 else "yes", ("yes", "no"), "?") for k in range(60)]
    baseline = found(items, "most common answer")
    assert (baseline.right, baseline.size) == (48, 60) and not baseline.is_near_chance


def test_numbers_that_stand_in_the_question() -> None:
    items = [plain(k, str(k), (), f"Of 3, {k} and 200?", form="number") for k in range(100, 130)]
    rows = {b.name: (b.right, b.size) for b in run_baselines(items, tail=TAIL)}
    assert rows["first number"] == rows["largest number"] == rows["smallest number"] == (0, 30)
    items = [texted(item, f"Of 3 and {item.answer}?") for item in items]
    assert not found(items, "largest number").is_near_chance


def test_a_bias_of_words_is_found_among_options_that_vary() -> None:
    random, items = Random(8), []
    for k in range(90):  # one in three asks for something else each time
        options = tuple(random.sample(("yes", "no"), 2)) if k % 3 else (f"v{k}", f"w{k}")
        answer = random.choice(options)
        items.append(plain(k, answer, options, f"Of {random.randint(1, 20) + 40 * (answer == 'yes')}?"))
    baseline = found(items, "logistic regression")
    assert baseline.size == 90 and baseline.right >= 70 and not baseline.is_near_chance  # all 60, and some of the 30


def test_a_bias_of_words_that_are_no_options_is_found() -> None:
    random, items = Random(9), []
    for k in range(60):
        answer = random.choice(("halts", "runs on", f"after {k} steps"))
        items.append(
            plain(k, answer, (), "x" * (10 if answer == "halts" else 90 if answer == "runs on" else 50), form="exact")
        )
    baseline = found(items, "logistic regression")
    known = sum(item.answer in ("halts", "runs on") for item in items)
    assert baseline.size == 60 and baseline.right == known and not baseline.is_near_chance


def test_of_a_witness_one_guesses_whether_there_is_one() -> None:
    items = [plain(k, "none" if k % 2 else f"p{k}", (), "?", form="witness") for k in range(40)]
    baseline = found(items, "most common answer")
    assert (baseline.right, baseline.size, baseline.chance) == (20, 40, Fraction(1, 2)) and baseline.is_near_chance
    mostly = [plain(k, "none" if k % 8 else f"p{k}", (), "?", form="witness") for k in range(40)]
    assert not found(mostly, "most common answer").is_near_chance


def test_payoffs_of_outcomes() -> None:
    item = load_task_family("demo-spi").generate(1, 1)[0]
    [game] = games_of(item)
    a, b = game.actions[0][0], game.actions[1][1]
    assert option_payoff(f"({a}, {b})", [game]) == sum(game[a, b])
    assert option_payoff("yes", [game]) is None
    best = max(((x, y) for x in game.actions[0] for y in game.actions[1]), key=lambda profile: sum(game[profile]))
    worst = min(((x, y) for x in game.actions[0] for y in game.actions[1]), key=lambda profile: sum(game[profile]))
    asked = plain(1, f"({', '.join(best)})", tuple(f"({', '.join(p)})" for p in (worst, best)), "?", files=item.files)
    baseline = found([asked], "option with the largest payoffs", Fraction(1, 4))
    assert (baseline.right, baseline.size) == (1, 1)


def test_surfaces() -> None:
    assert numbers_in("P2 gets −1/2, 3.5 or 7; v1.2 and 1/0 are no numbers") == [
        Fraction(-1, 2),
        Fraction(7, 2),
        Fraction(7),
    ]
    surface = surface_of(plain(1, "yes", ("yes", "no"), "Is it 3?\nOr no"), "Is it 3?\nOr no", ())
    assert surface.about == (14, 5, 1, 1, 1, 3, 3, 3, 3, 3, 4)  # characters, words, line feeds, numbers …, and the knob
    assert surface.candidates == ("yes", "no") and len(surface.features) == 2


def set_of(items: list[Item]) -> TaskSet:
    families = tuple(dict.fromkeys(item.family for item in items))
    spec = TaskSpec(
        "t", 1, families, 1, wordings=("formal",), splits=(Split("a", Fraction(1, 2)), Split("b", Fraction(1, 2)))
    )
    return TaskSet(spec, tuple(Entry(f"{item.family}-{k}", "ab"[k % 2], item) for k, item in enumerate(items)))


def test_the_report_flags_a_bias_unless_the_family_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    biased = [load_task_family("demo-biased").generate(seed, 2)[0] for seed in range(60)]
    report = report_quality(set_of(fair(60) + biased))
    assert report.unexplained == ("demo-biased",) and not report.is_fair
    # 2 families, 7 baselines that do not read and 5 that do: 24 statements at 95 % together
    assert {b.tail for family in report.families for b in family.baselines} == {Fraction(1, 20 * 24)}
    assert {b.name for b in report.families[1].biased} == {"logistic regression"}
    text = quality_text(report)
    assert "NOT NEAR CHANCE: demo-biased" in text and "demo-spi: 60 items" in text
    assert report_quality(set_of(fair(60))).is_fair
    told = replace(load_task_family("demo-biased"), known_bias="Large payoffs leave room.")
    monkeypatch.setattr("spi.tasks.quality.load_task_family", lambda name: told)
    report = report_quality(set_of(biased))
    assert report.is_fair and "known: Large payoffs leave room." in quality_text(report)
    assert quality_json(report)["families"][0]["known_bias"] == "Large payoffs leave room."


def test_balance_difficulties_and_twins() -> None:
    items = [plain(k, "yes" if k < 3 else "no", ("yes", "no"), "?") for k in range(4)]
    items[3] = replace(items[3], shape=items[0].shape, control=True)
    report = report_quality(set_of(items))
    [family] = report.families
    assert family.answers == (("yes", 3), ("no", 1)) and family.places == (("A", 3), ("B", 1))
    assert family.difficulties == ((1, 2, 4), (2, 2, 4)) and (family.controls, family.pairs) == (1, 0)
    [twins] = report.same_shape
    assert (twins.items, twins.splits) == (("demo-spi-0", "demo-spi-3"), ("a", "b"))
    assert not report.is_fair and "1 groups of items of one shape" in quality_text(report)
    assert quality_json(report)["same_shape"] == [{"items": ["demo-spi-0", "demo-spi-3"], "splits": ["a", "b"]}]


def test_games_that_are_the_same_up_to_names_and_units() -> None:
    text = """kind = "strategic"
players = ["A", "B"]
actions = [["x", "y"], ["v", "w"]]
payoffs = [["1, 2", "3, 4"], ["5, 7", "0, 9"]]
"""
    renamed = """kind = "strategic"
players = ["C", "D"]
actions = [["down", "up"], ["left", "right"]]
payoffs = [["0, 27", "10, 21"], ["6, 12", "2, 6"]]
"""  # rows and columns swapped, the first player's payoffs times 2, the second's times 3
    items = [
        plain(k, "yes", ("yes", "no"), "?", files=(("game.toml", t),)) for k, t in enumerate((text, renamed, text))
    ]
    items[2] = replace(items[2], files=(("game.toml", text.replace("5, 7", "4, 8")),))
    report = report_quality(set_of(items))
    assert [twins.items for twins in report.same_games] == [("demo-spi-0", "demo-spi-1")]
    assert "demo-spi-0 and others are in a and b" in quality_text(report) and report.is_fair
    paired = [replace(item, pair="p") for item in items]
    assert report_quality(set_of(paired)).same_games == ()


def test_sets_of_attitudes_alone_have_no_baselines(tasks: TaskSet) -> None:
    kept = tuple(entry for entry in tasks.entries if not entry.item.graded)
    report = report_quality(TaskSet(tasks.spec, kept))
    assert report.families[0].baselines == () and report.families[0].ungraded == 4 and report.is_fair


@pytest.mark.slow
def test_a_weak_bias_shows_in_a_large_set() -> None:
    # in demo-spi the answer is yes if one payoff is large enough, so that payoffs are a little larger where it is yes
    spec = read_task_spec('seed = 2\nfamilies = ["demo-spi"]\ncount = 60\nwordings = ["formal"]')
    report = report_quality(make_tasks(spec))
    [family] = report.families
    assert (family.items, family.pairs, report.unexplained) == (300, 150, ("demo-spi",))
    assert dict(family.answers) == {"yes": 150, "no": 150}
    assert [baseline.name for baseline in family.biased] == ["logistic regression"]
    assert family.biased[0].right < 300 * 2 // 3
