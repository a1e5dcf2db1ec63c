"""What is said of a game with a planted SPI, held against the definitions."""

import spi
from spi.families.two_blocks import Planted
from tests import oracle
from tests.bridge import to_oracle


def holds_what_it_says(planted: Planted) -> None:
    """Every field against brute force."""
    plain = to_oracle(planted.game)
    assert [set(own) for own in oracle.reduce(plain)[0]] == [set(own) for own in planted.base.actions]
    assert planted.base == spi.subset_game(planted.game, planted.base.actions)
    phi = tuple(map(dict, planted.maps.pairs))
    worse = [a for a in spi.profiles(planted.base) if not oracle.improving(plain, tuple((x,) for x in a), phi)]
    assert worse == ([] if planted.broken is None else [planted.broken])
    maps = [f for f in oracle.omnilateral_maps(plain) if not oracle.is_trivial(planted.base.actions, f)]
    if planted.broken is None:
        copy = [set(own) for own in planted.maps.images()]
        assert any(found == phi for found in maps)
        assert all([set(f.values()) for f in found] == copy for found in maps)
        assert oracle.is_strict_spi(plain, to_oracle(planted.subset_game))
    else:
        assert maps == []
    if planted.unilateral is not None:
        alone = [p for i, p in enumerate(planted.game.players) if oracle.exists_spi(plain, False, [i])]
        assert planted.unilateral == tuple(alone)
