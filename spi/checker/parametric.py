"""The claim for which parameters nobody loses: proofs/README.md section 18. Functions refuse by raising."""

from collections.abc import Iterator
from fractions import Fraction

from spi.checker.delegated import LEMMA_4
from spi.checker.lotteries import Chances, common, lottery
from spi.checker.parameters import (
    NEGATIVE,
    POSITIVE,
    Atoms,
    Cell,
    Form,
    Sheet,
    check_point,
    read_atoms,
    read_form,
    read_parameters,
    read_sheets,
    tests_of,
)
from spi.checker.reader import Fields, Item, Profile, Receipt, quote
from spi.checker.reduction import ALL_USED, ASSUMPTIONS, EVERY_OUTCOME, INDEPENDENT
from spi.checker.situations import Groups, situation


def parametric(top: Fields) -> Receipt:
    """Section 18."""
    claim = top["claim"].fields(("kind", "answer", "pairs", "condition", "strict"))
    claim["answer"].choice(("yes",))
    objects = top["objects"].fields(("parameters", "bounds", "game", "subset_game"))
    evidence = top["evidence"].fields(("inside", "points", "tree"))
    parameters = read_parameters(objects["parameters"])
    size, delegated = len(parameters), objects["subset_game"].value is not None
    bounds = read_atoms(objects["bounds"], size)
    sheets = read_sheets([objects["game"], *[objects["subset_game"]] * delegated], parameters)
    start = Cell(tests_of(bounds))
    stated: dict[str, list[Atoms]] = {}
    points = evidence["points"].fields(("condition", "strict"))
    for name in points:
        stated[name] = [read_atoms(part, size) for part in claim[name].items()]
        for point, atoms in zip(points[name].items(len(stated[name]), "witness"), stated[name], strict=True):
            check_point(point, size, bounds + atoms, start)
    check_point(evidence["inside"], size, bounds, start)
    claim["pairs"].given(not delegated)
    groups: Groups = {} if delegated else {(): list(pair_gains(claim["pairs"], sheets[0], start))}
    count, trusts = 0, set[str]()
    stack = [(evidence["tree"], start.tests)]
    while stack:
        node, tests = stack.pop()
        if isinstance(node.value, dict) and "cut" in node.value:
            fields = node.fields(("cut", "passed", "failed"))
            cut = fields["cut"].fields(("form", "relation"))
            form, strict = read_form(cut["form"], size), cut["relation"].choice((">", ">=")) == ">"
            stack += [(fields["passed"], [*tests, (form, strict)])]
            stack += [(fields["failed"], [*tests, ([-k for k in form], not strict)])]
            start.spend(node, [0] * len(tests))
            continue
        count, fields = count + 1, node.fields(("facts", "case"))
        cell = Cell(tests, start.left)
        known(cell, fields["facts"], node, size)
        related = False
        if fields["case"].given(delegated):
            related, groups = situation(cell, fields["case"], sheets[0], sheets[1])
        safe, better = judged(cell, node, groups)
        for name, found in (("condition", safe), ("strict", better)):
            truth = decided(cell, node, stated[name])
            node.need(truth == found, "parameters", f"{quote(name)} is stated to be {truth} here, and is {found}")
        if delegated:
            trusts |= {LEMMA_4 if safe else ALL_USED} if related else {INDEPENDENT} if not better else set()
    words = f"in game {sheets[0].digest[:12]} nobody loses by the listed changes of outcomes"
    if delegated:
        words = f"subset game {sheets[1].digest[:12]} is a safe Pareto improvement on game {sheets[0].digest[:12]}"
    where, better_where = (shown(stated[name], parameters) for name in ("condition", "strict"))
    words += f" exactly where {where}, and strictly so exactly where {better_where}"
    done = ("digests of the games", "scope", "points: every alternative can hold", f"cases ({count}): all are covered")
    scope = (*ASSUMPTIONS, EVERY_OUTCOME) * delegated, tuple(t for t in (LEMMA_4, ALL_USED, INDEPENDENT) if t in trusts)
    return Receipt("", "parametric", "yes", words, tuple(sheet.digest for sheet in sheets), done, *scope)


def shown(alternatives: list[Atoms], parameters: tuple[str, ...]) -> str:
    """A condition as it is stated, if it is short."""
    words = []
    for atoms in alternatives[:4]:
        texts = []
        for form, relation in atoms[:4]:
            terms = [f"{k}*{name}" for k, name in zip(form[1:], parameters, strict=True) if k]
            texts.append(" + ".join(terms + [str(form[0])] * (form[0] != 0 or not terms)) + f" {relation} 0")
        words.append(" and ".join(texts + ["..."] * (len(atoms) > 4)) or "always")
    text = " or ".join(words + ["..."] * (len(alternatives) > 4)) or "never"
    return f"({text})" if len(text) <= 160 else f"the condition of {len(alternatives)} alternatives holds"


def known(cell: Cell, facts: Item, node: Item, size: int) -> None:
    """The tests of a cell, and what follows from them by adding them up."""
    tests = list(cell.tests)
    for test in tests:
        cell.learn(node, test)
    for item in facts.items():
        fields = item.fields(("form", "relation", "multipliers"))
        form, strict = read_form(fields["form"], size), fields["relation"].choice((">", ">=")) == ">"
        numbers = [number.rational() for number in fields["multipliers"].items(len(tests), "parameters")]
        row = common(fields["multipliers"], numbers)
        item.need(min(row.numbers, default=0) >= 0, "parameters", "multipliers are not negative")
        rest = [row.unit * k for k in form]
        for y, (own, _) in zip(row.numbers, tests, strict=True):
            if y:
                cell.spend(item, own, rest, [y, *own])
                rest = [x - y * k for x, k in zip(rest, own, strict=True)]
        used = any(y and positive for y, (_, positive) in zip(row.numbers, tests, strict=True))
        enough = not any(rest[1:]) and (rest[0] > 0 or (rest[0] == 0 and (used or not strict)))
        item.need(enough, "parameters", "this does not follow from the tests of the cell with these multipliers")
        cell.learn(item, (form, strict))


def decided(cell: Cell, node: Item, alternatives: list[Atoms]) -> bool:
    """Whether a condition holds in the cell."""
    truths = [[cell.holds(node, form, relation) for form, relation in atoms] for atoms in alternatives]
    if any(all(row) for row in truths):
        return True
    node.need(all(False in row for row in truths), "parameters", "what is known here does not decide the condition")
    return False


def judged(cell: Cell, node: Item, groups: Groups) -> tuple[bool, bool]:
    """Whether nobody loses in the cell; and if so, whether in each group somebody gains."""
    signs = [{cell.possible(node, gain) for gain in group} for group in groups.values()]
    if any(NEGATIVE in group for group in signs):
        return False, False
    safe = not any(sign & NEGATIVE for group in signs for sign in group)
    node.need(safe, "parameters", "what is known here does not decide whether somebody loses")
    gained = [True if POSITIVE in group else None if any(s & POSITIVE for s in group) else False for group in signs]
    enough = False in gained or None not in gained
    node.need(enough, "parameters", "what is known here does not decide whether somebody gains")
    return True, False not in gained


def pair_gains(item: Item, game: Sheet, cell: Cell) -> Iterator[Form]:
    """What players gain when outcomes or lotteries become others."""
    for pair in item.items():
        fields = pair.fields(("outcome", "becomes"))
        before, after = (lottery(fields[key], game.actions) for key in ("outcome", "becomes"))
        for i in range(len(game.players)):
            old, new = (expected(pair, game, i, chances, cell) for chances in (before, after))
            yield cell.minus(pair, new, old, Fraction(after.unit, before.unit))


def expected(item: Item, game: Sheet, i: int, chances: Chances[Profile], cell: Cell) -> Form:
    """What a lottery is worth to a player, times the unit of its probabilities."""
    total = [0] * len(next(iter(game.rows.values()))[i])
    for a, p in chances.numbers.items():
        cell.spend(item, total, [p, *game.rows[a][i]])
        total = [x + p * k for x, k in zip(total, game.rows[a][i], strict=True)]
    return total
