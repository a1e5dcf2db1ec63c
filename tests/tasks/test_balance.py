"""Which items are taken: answers even within a kind of question, kinds as common as they were drawn, places even."""

from collections import Counter
from random import Random

from spi.tasks.balance import choose_evenly, is_even
from spi.tasks.items import Item
from tests.tasks.test_quality import plain


def drawn(count: int, words: tuple[str, ...], weights: tuple[int, ...], seed: int) -> list[tuple[Item, ...]]:
    random = Random(seed)
    found: list[tuple[Item, ...]] = []
    for k in range(count):
        [answer] = random.choices(words, weights)
        found.append((plain(k, answer, tuple(random.sample(words, len(words))), "?"),))
    return found


def answers(groups: list[tuple[Item, ...]]) -> Counter[str]:
    return Counter(item.answer for group in groups for item in group)


def places(groups: list[tuple[Item, ...]]) -> Counter[int]:
    return Counter(k for group in groups for item in group for k, o in enumerate(item.options) if not o.error)


def test_rare_answers_are_taken_as_often_as_common_ones() -> None:
    pool = drawn(120, ("yes", "no", "both"), (8, 2, 1), seed=1)
    assert answers(pool)["yes"] > 70
    chosen = choose_evenly(pool, 24)
    assert answers(chosen) == {"yes": 8, "no": 8, "both": 8} and is_even(chosen, pool)
    assert max(places(chosen).values()) - min(places(chosen).values()) <= 2
    first = pool[:24]
    assert not is_even(first, pool)


def test_an_answer_that_never_occurs_cannot_be_made_even() -> None:
    pool = drawn(40, ("yes", "no"), (1, 0), seed=2)
    chosen = choose_evenly(pool, 20)
    assert answers(chosen) == {"yes": 20} and is_even(chosen, pool)  # more draws would not help, as far as is known


def test_questions_with_options_of_their_own_are_not_preferred() -> None:
    words = drawn(45, ("one", "two", "three"), (1, 1, 1), seed=3)
    own = [(plain(k, f"x{k}", tuple(Random(k).sample((f"x{k}", f"y{k}", f"z{k}"), 3)), "?"),) for k in range(100, 115)]
    pool = words + own  # a quarter has options of its own
    Random(4).shuffle(pool)
    chosen = choose_evenly(pool, 24)
    counts = answers(chosen)
    assert sum(n for answer, n in counts.items() if answer[0] == "x") == 6
    assert counts["one"] == counts["two"] == counts["three"] == 6
    assert set(places(chosen).values()) == {8}


def test_places_are_even_relative_to_the_number_of_options() -> None:
    # half of the questions have two options, half have four: by chance A is right 12·(1/2 + 1/4) = 9 times, C 3 times
    pool: list[tuple[Item, ...]] = []
    for k in range(100):
        texts = tuple(f"{k}{letter}" for letter in "abcd"[: 2 + 2 * (k % 2)])
        pool.append((plain(k, Random(k).choice(texts), texts, "?"),))
    chosen = choose_evenly(pool, 24)
    found = places(chosen)
    assert all(abs(found[k] - wanted) <= 2 for k, wanted in enumerate((9, 9, 3, 3))) and is_even(chosen, pool)
    one_sided = [group for group in pool if not group[0].options[0].error][:24]
    assert not is_even(one_sided, pool)


def test_pairs_are_taken_whole() -> None:
    pairs = [(plain(2 * k, "yes", ("yes", "no"), "?"), plain(2 * k + 1, "no", ("yes", "no"), "?")) for k in range(6)]
    assert choose_evenly(pairs, 5) == pairs[:3]


def test_numbers_are_as_different_as_possible() -> None:
    pool = [(plain(k, "0" if k % 2 else str(k), (), "?", form="number"),) for k in range(40)]
    assert answers(choose_evenly(pool, 20))["0"] == 1
