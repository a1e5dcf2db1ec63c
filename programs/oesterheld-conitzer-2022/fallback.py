"""If everybody submitted this program, play a subset game; else play as by default.

Source: ours
"""


def fallback(*others, game, default):
    if all(j == me for j in others):
        return delegate(game)
    return delegate(default)
