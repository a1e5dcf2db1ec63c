"""Definition 7 taken literally: my function unextended against the counterpart's as submitted, extended or not.

If the counterpart is extended, too, the two take different outcomes for the reference, and their projections need not meet.

Source: digiovanni-et-al-2024, Definition 7
Facts:
    conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=literal_pmp_extension(base=conditional_set_renegotiator.accepts(outcomes={("2", "2")}))), conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=literal_pmp_extension(base=conditional_set_renegotiator.accepts(outcomes={("1", "1")}))) in digiovanni-et-al-2024/scheduling -> 1, 2
    conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=pmp_extension(base=conditional_set_renegotiator.accepts(outcomes={("2", "2")}))), conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=pmp_extension(base=conditional_set_renegotiator.accepts(outcomes={("1", "1")}))) in digiovanni-et-al-2024/scheduling -> 1, 1
"""


def settled(own, theirs, projected, *, selector):
    agreed = own(theirs, projected) & theirs(own, projected)
    return projected if agreed == set() else select(selector, agreed)


def literal_pmp_extension(theirs, projected, *, base, selector="utilitarian"):
    settle = settled(selector=selector)
    return base(theirs, projected) | pmp(settle(base, theirs, projected))
