"""The PMP-extension of a renegotiation function: what the function accepts, and my Pareto-meet projections.

They are those of the outcome that the two functions reach *unextended* (base against base). Definition 7 as printed takes
the counterpart as submitted: that is literal_pmp_extension, with which Theorem 3 fails.

Source: digiovanni-et-al-2024, Definition 7 (repaired: R2)
Facts:
    conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=pmp_extension(base=conditional_set_renegotiator.accepts(outcomes={("1", "1")}))), conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=pmp_extension(base=conditional_set_renegotiator.accepts(outcomes={("2", "2")}))) in digiovanni-et-al-2024/scheduling -> 3, 3
    conditional_set_renegotiator(default=ours/always(action="D"), renegotiation=pmp_extension(base=conditional_set_renegotiator.accepts(outcomes=set()))), conditional_set_renegotiator(default=ours/always(action="D"), renegotiation=pmp_extension(base=conditional_set_renegotiator.accepts(outcomes=set()))) in ours/chicken -> D, D
"""


def settled(own, theirs, projected, *, selector):
    agreed = own(theirs, projected) & theirs(own, projected)
    return projected if agreed == set() else select(selector, agreed)


def pmp_extension(theirs, projected, *, base, selector="utilitarian"):
    settle = settled(selector=selector)
    match theirs:
        case pmp_extension(base=their_base):
            return base(theirs, projected) | pmp(settle(base, their_base, projected))
    return base(theirs, projected) | pmp(settle(base, theirs, projected))
