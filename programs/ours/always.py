"""Play one action, whatever the others are.

Source: ours
Facts:
    always(action="C"), always(action="D") -> C, D
"""


def always(*others, action):
    return action
