"""FairBot: cooperate if it is provable that the opponent cooperates with me.

Source: barasz-et-al-2014, section 2
Facts:
    fair_bot, fair_bot -> C, C
    fair_bot, cooperate_bot -> C, C
    fair_bot, defect_bot -> D, D
    fair_bot, cupod_bot -> D, C
"""


def fair_bot(opponent, *, cooperate="C", defect="D"):
    if proves(opponent(me) == cooperate):
        return cooperate
    return defect
