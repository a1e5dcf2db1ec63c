"""CliqueBot: cooperate with exact copies, defect against every other code.

Source: tennenholtz-2004, section 3
Facts:
    clique_bot, clique_bot -> C, C
    clique_bot, ours/always(action="C") -> D, C
"""


def clique_bot(*others, cooperate="C", defect="D"):
    if all(j == me for j in others):
        return cooperate
    return defect
