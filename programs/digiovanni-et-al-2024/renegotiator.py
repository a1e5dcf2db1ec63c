"""Algorithm 1: default against default, then agree on a proposal or stay.

A proposal is a map from profiles to profiles; it leaves alone what it does not list.

Source: digiovanni-et-al-2024, Algorithm 1
Facts:
    renegotiator(default=ours/always(action="1"), proposal={("1", "2"): ("3", "3")}), renegotiator(default=ours/always(action="2"), proposal={("1", "2"): ("3", "3")}) -> 3, 3
    renegotiator(default=ours/always(action="1"), proposal={("1", "2"): ("1", "1")}), renegotiator(default=ours/always(action="2"), proposal={("1", "2"): ("2", "2")}) -> 1, 2
    renegotiator(default=ours/always(action="1"), proposal={("1", "2"): ("3", "3")}), ours/always(action="2") -> 1, 2
"""


def renegotiator(opponent, *, default, proposal):
    match opponent:
        case renegotiator(default=theirs, proposal=their_proposal):
            projected = outcome(default, theirs)
            if proposal[projected] == their_proposal[projected]:
                return mine(proposal[projected])
            return mine(projected)
    return default(opponent)
