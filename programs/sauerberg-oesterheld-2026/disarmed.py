"""Disarmament: do what the default does, but for the actions that have been given away; others stand in their place.

Source: sauerberg-oesterheld-2026, Abstract
Facts:
    disarmed(default=ours/always(action="D"), instead={"D": "S"}), ours/always(action="D") in ours/chicken -> S, D
    disarmed(default=ours/always(action="S"), instead={"D": "S"}), ours/always(action="D") in ours/chicken -> S, D
"""


def disarmed(opponent, *, default, instead):
    return instead[default(opponent)]
