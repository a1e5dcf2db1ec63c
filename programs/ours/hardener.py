"""Bargain harder with whoever takes part in renegotiation: taking part changes what the other does.

Source: ours
Facts:
    hardener(soft="C", hard="D"), always(action="C") -> C, C
    hardener(soft="C", hard="D"), digiovanni-et-al-2024/renegotiator(default=always(action="C"), proposal={("D", "D"): ("C", "C")}) -> D, C
"""


def renegotiator(opponent, *, default, proposal):
    match opponent:
        case renegotiator(default=theirs, proposal=their_proposal):
            projected = outcome(default, theirs)
            if proposal[projected] == their_proposal[projected]:
                return mine(proposal[projected])
            return mine(projected)
    return default(opponent)


def hardener(opponent, *, soft, hard):
    match opponent:
        case renegotiator():
            return hard
    return soft
