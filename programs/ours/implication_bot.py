"""ImplicationBot: cooperate if it is provable that my cooperation implies the opponent's.

Source: ours
Facts:
    implication_bot, implication_bot -> C, C
    implication_bot, barasz-et-al-2014/cooperate_bot -> C, C
    implication_bot, barasz-et-al-2014/defect_bot -> D, D
    implication_bot, barasz-et-al-2014/fair_bot -> C, C
    implication_bot, barasz-et-al-2014/prudent_bot -> C, C
    implication_bot, barasz-et-al-2014/cupod_bot -> D, C
"""


def implication_bot(opponent, *, cooperate="C", defect="D"):
    if proves(me(opponent) != cooperate or opponent(me) == cooperate):
        return cooperate
    return defect
