"""PrudentBot: cooperate if it is provable that the opponent cooperates with me, and, from consistency, defects against DefectBot.

Source: barasz-et-al-2014, section 5
Facts:
    prudent_bot, prudent_bot -> C, C
    prudent_bot, cooperate_bot -> D, C
    prudent_bot, defect_bot -> D, D
    prudent_bot, fair_bot -> C, C
    prudent_bot, fair_bot_1 -> D, D
    prudent_bot, cupod_bot -> D, C
    prudent_bot, just_bot -> C, C
"""


def defect_bot(opponent, *, defect="D"):
    return defect


def prudent_bot(opponent, *, cooperate="C", defect="D"):
    prudent = proves(proves(False) or opponent(defect_bot(defect=defect)) == defect)
    if prudent and proves(opponent(me) == cooperate):
        return cooperate
    return defect
