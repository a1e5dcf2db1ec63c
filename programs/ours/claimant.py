"""Demand something of everybody, and something else where somebody runs exactly the same code.

Source: ours
Facts:
    claimant(demand="60", otherwise="50"), always(action="40") -> 60, 40
    claimant(demand="60", otherwise="50"), claimant(demand="60", otherwise="50") -> 50, 50
    claimant(demand="60", otherwise="50"), claimant(demand="60", otherwise="40") -> 60, 60
"""


def claimant(*others, demand, otherwise):
    return otherwise if any(j == me for j in others) else demand
