"""Grounded bot of any policy: with probability 1/10 play a base action, else reply to a simulation of the opponent.

`replies` sends what the opponent is seen to play to my reply; what it does not list is copied. With the labels exchanged
the policy of a grounded FairBot settles on defection.

Source: oesterheld-2019, section 3
Facts:
    grounded_bot(base="C", replies={"C": "C"}), grounded_bot(base="C", replies={"C": "C"}) -> {C: 1}, {C: 1}
    grounded_bot(base="D", replies={"C": "C"}), grounded_bot(base="D", replies={"C": "C"}) -> {D: 1}, {D: 1}
    grounded_bot(base="C", replies={"C": "D", "D": "C"}), ours/always(action="C") -> {C: 1/10, D: 9/10}, {C: 1}
"""


def grounded_bot(opponent, *, base, replies):
    if chance("1/10"):
        return base
    return replies[simulate(opponent(me), back=1)]
