"""The agenda's pseudocode taken literally: without agreement the base runs against the *wrapped* opponent.

For bases that look at code this is no SPI: compare digiovanni-et-al-2024/renegotiator.

Source: clr-agenda-2026, Appendix B.4
Facts:
    renegotiation_program(base=ours/always(action="1"), proposal={("1", "2"): ("3", "3")}), renegotiation_program(base=ours/always(action="2"), proposal={("1", "2"): ("3", "3")}) -> 3, 3
    renegotiation_program(base=ours/always(action="1"), proposal={("2", "2"): ("3", "3")}), renegotiation_program(base=digiovanni-et-al-2024/conditional_demander(expected=ours/always(action="1"), accept="1", insist="2"), proposal={("2", "2"): ("3", "3")}) -> 1, 2
"""


def renegotiation_program(opponent, *, base, proposal):
    match opponent:
        case renegotiation_program(base=theirs, proposal=their_proposal):
            projected = outcome(base, theirs)
            agreed = proposal[projected]
            if agreed == their_proposal[projected] and agreed != projected:
                return mine(agreed)
            return base(opponent)
    return base(opponent)
