"""What program profiles come to (profiles of actions, or lotteries) and who gets more: proofs/README.md section 19."""

from spi.checker.lotteries import Chances, Exact, Row, expected, longest, lottery
from spi.checker.reader import Item, Profile


def read_outcomes(item: Item, game: Exact) -> tuple[list[Profile | Chances[Profile]], list[Row]]:
    """Distinct outcomes, profiles or lotteries, and what everybody gets by them."""
    laws, payoffs, seen = list[Profile | Chances[Profile]](), list[Row](), set[object]()
    for entry in item.items():
        fields = entry.fields(("profile", "lottery"))
        fields["lottery"].given(fields["profile"].value is None)
        if fields["lottery"].value is None:
            profile = fields["profile"].profile(game.game.actions)
            payoffs.append(Row(game.payoffs(profile), 1))
            laws.append(profile)
            key: object = profile
        else:
            drawn = lottery(fields["lottery"], game.game.actions)
            payoffs.append(expected(fields["lottery"], game, drawn))
            laws.append(drawn)
            key = frozenset(drawn.numbers.items()), drawn.unit
        entry.need(key not in seen, "lottery", "this outcome is in the list already")
        seen.add(key)
    return laws, payoffs


def signs(item: Item, game: Exact, old: Row, new: Row) -> list[int]:
    """For each player -1, 0 or 1, as she gets less after than before, the same, or more."""
    before, after = old.numbers, new.numbers
    game.spend(item, len(before), 0, 0)
    if old.unit != new.unit:
        bits = max(longest((*before, *after)), game.bits)
        game.spend(item, 2 * len(before), max(old.unit, new.unit).bit_length(), bits)
        before, after = [x * new.unit for x in before], [y * old.unit for y in after]
    return [(y > x) - (y < x) for x, y in zip(before, after, strict=True)]
