"""The conditional demander of Example 1: yield to one code exactly, insist against every other.

Source: digiovanni-et-al-2024, Example 1
Facts:
    conditional_demander(expected=ours/always(action="1"), accept="1", insist="2"), ours/always(action="1") -> 1, 1
    conditional_demander(expected=ours/always(action="1"), accept="1", insist="2"), ours/always(action="3") -> 2, 3
"""


def conditional_demander(opponent, *, expected, accept, insist):
    if opponent == expected:
        return accept
    return insist
