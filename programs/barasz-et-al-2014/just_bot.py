"""JustBot: cooperate if it is provable that the opponent cooperates with FairBot.

Source: barasz-et-al-2014, section 5
Facts:
    just_bot, just_bot -> C, C
    just_bot, cooperate_bot -> C, C
    just_bot, defect_bot -> D, D
    just_bot, fair_bot -> C, C
    just_bot, cupod_bot -> D, C
"""


def fair_bot(opponent, *, cooperate="C", defect="D"):
    if proves(opponent(me) == cooperate):
        return cooperate
    return defect


def just_bot(opponent, *, cooperate="C", defect="D"):
    if proves(opponent(fair_bot(cooperate=cooperate, defect=defect)) == cooperate):
        return cooperate
    return defect
