"""FairBot one level up: cooperate if it is provable from consistency that the opponent cooperates with me.

Source: barasz-et-al-2014, section 5
Facts:
    fair_bot_1, fair_bot_1 -> C, C
    fair_bot_1, cooperate_bot -> C, C
    fair_bot_1, defect_bot -> D, D
    fair_bot_1, fair_bot -> C, C
    fair_bot_1, cupod_bot -> C, C
    fair_bot_1, just_bot -> C, C
"""


def fair_bot_1(opponent, *, cooperate="C", defect="D"):
    if proves(proves(False) or opponent(me) == cooperate):
        return cooperate
    return defect
