"""Grounded FairBot: with probability 1/10 cooperate, else do what a simulation of the opponent does.

Source: oesterheld-2019, section 3
Facts:
    grounded_fair_bot, grounded_fair_bot -> {C: 1}, {C: 1}
    grounded_fair_bot, ours/always(action="D") -> {C: 1/10, D: 9/10}, {D: 1}
"""


def grounded_fair_bot(opponent, *, cooperate="C"):
    if chance("1/10"):
        return cooperate
    return simulate(opponent(me), back=1)
