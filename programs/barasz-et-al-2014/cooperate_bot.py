"""CooperateBot: the formula ⊤.

Source: barasz-et-al-2014, section 2
Facts:
    cooperate_bot, cooperate_bot -> C, C
"""


def cooperate_bot(opponent, *, cooperate="C"):
    return cooperate
