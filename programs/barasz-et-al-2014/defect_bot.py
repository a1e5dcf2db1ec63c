"""DefectBot: the formula ⊥.

Source: barasz-et-al-2014, section 2
Facts:
    defect_bot, cooperate_bot -> D, C
"""


def defect_bot(opponent, *, defect="D"):
    return defect
