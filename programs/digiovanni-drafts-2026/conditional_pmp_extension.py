"""The conditional PMP-extension: a counterpart who does not extend faces exactly the old function.

An unpublished working revision of the authors; experimental here.

Source: digiovanni-drafts-2026, Conditional extension
Facts:
    digiovanni-et-al-2024/conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=conditional_pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()))), digiovanni-et-al-2024/conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=conditional_pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()))) in digiovanni-et-al-2024/scheduling -> 3, 3
    digiovanni-et-al-2024/conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=conditional_pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()))), digiovanni-et-al-2024/conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=digiovanni-et-al-2024/pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()))) in digiovanni-et-al-2024/scheduling -> 1, 2
"""


def settled(own, theirs, projected, *, selector):
    agreed = own(theirs, projected) & theirs(own, projected)
    return projected if agreed == set() else select(selector, agreed)


def conditional_pmp_extension(theirs, projected, *, base, selector="utilitarian"):
    match theirs:
        case conditional_pmp_extension(base=their_base):
            settle = settled(selector=selector)
            return base(their_base, projected) | pmp(settle(base, their_base, projected))
    return base(theirs, projected)
