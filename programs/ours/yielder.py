"""The conditional demander of Example 1 among any number of players: yield if somebody has one code exactly.

Source: ours
Facts:
    yielder(expected=always(action="1"), accept="1", insist="2"), always(action="1") -> 1, 1
    yielder(expected=always(action="1"), accept="1", insist="2"), always(action="3"), always(action="1") -> 1, 3, 1
    yielder(expected=always(action="1"), accept="1", insist="2"), always(action="3"), always(action="2") -> 2, 3, 2
"""


def yielder(*others, expected, accept, insist):
    if any(j == expected for j in others):
        return accept
    return insist
