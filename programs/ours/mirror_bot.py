"""MirrorBot: do what the other does against me. Against itself it never ends.

Source: ours
Facts:
    mirror_bot, ours/always(action="C") -> C, C
    mirror_bot, mirror_bot -> diverges
"""


def mirror_bot(opponent):
    return opponent(me)
