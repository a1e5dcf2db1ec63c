"""The folk theorem: with copies of itself play an agreed mixture, else hold the first deviator to her threat point.

`agreed` sends my name to my mixture; `punishments` the name of who is to be punished, and then my own, to my mixture.

Source: tennenholtz-2004, section 3
"""


def agreement(*others, agreed, punishments):
    if all(j == me for j in others):
        return mix(agreed[player(me)])
    deviator = first(j for j in others if j != me)
    return mix(punishments[player(deviator)][player(me)])
