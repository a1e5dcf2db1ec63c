"""Two rounds of conditional set-valued renegotiation: what one round settles is the default of the next.

Source: digiovanni-et-al-2024, section 4
Facts:
    iterated_set_renegotiator(default=ours/always(action="1"), round_1=conditional_set_renegotiator.accepts(outcomes={("3", "3")}), round_2=conditional_set_renegotiator.accepts(outcomes={("2", "2")})), iterated_set_renegotiator(default=ours/always(action="2"), round_1=conditional_set_renegotiator.accepts(outcomes={("3", "3")}), round_2=conditional_set_renegotiator.accepts(outcomes={("1", "1")})) in digiovanni-et-al-2024/scheduling -> 3, 3
    iterated_set_renegotiator(default=ours/always(action="1"), round_1=conditional_set_renegotiator.accepts(outcomes={("3", "3")}), round_2=conditional_set_renegotiator.accepts(outcomes={("2", "2")})), iterated_set_renegotiator(default=ours/always(action="2"), round_1=conditional_set_renegotiator.accepts(outcomes=set()), round_2=conditional_set_renegotiator.accepts(outcomes={("2", "2")})) in digiovanni-et-al-2024/scheduling -> 2, 2
"""


def settled(own, theirs, projected, *, selector):
    agreed = own(theirs, projected) & theirs(own, projected)
    return projected if agreed == set() else select(selector, agreed)


def iterated_set_renegotiator(opponent, *, default, round_1, round_2, selector="utilitarian"):
    match opponent:
        case iterated_set_renegotiator(default=theirs, round_1=their_1, round_2=their_2, selector=their_selector):
            start = outcome(default, theirs)
            if their_selector == selector:
                settle = settled(selector=selector)
                return mine(settle(round_2, their_2, settle(round_1, their_1, start)))
            return mine(start)
    return default(opponent)
