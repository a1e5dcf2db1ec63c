"""Algorithm 2, repaired: if everybody submitted this program, play a subset game; else punish the first who did not.

`punishments` sends the name of the player who is to be punished, and then my own name, to my mixture.

Source: oesterheld-conitzer-2022, Proposition 18
"""


def enforcer(*others, game, punishments):
    if all(j == me for j in others):
        return delegate(game)
    deviator = first(j for j in others if j != me)
    return mix(punishments[player(deviator)][player(me)])
