"""CUPOD: cooperate unless it is provable that the opponent defects.

Source: critch-et-al-2022, section 3
Facts:
    cupod_bot, cupod_bot -> D, D
    cupod_bot, cooperate_bot -> C, C
    cupod_bot, defect_bot -> D, D
    cupod_bot, fair_bot -> C, D
"""


def cupod_bot(opponent, *, cooperate="C", defect="D"):
    if proves(opponent(me) == defect):
        return defect
    return cooperate
