"""A game that is shown in several tests, and the derivation of its SPI."""

import spi


def temptation() -> spi.Game:
    return spi.load_game("oesterheld-conitzer-2022/temptation")


def chain() -> spi.Derivation:
    game = temptation()
    smaller = spi.subset_game(game, {"Player 1": ["R"]})
    return spi.derive(game, smaller, spi.ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "F"}}))
