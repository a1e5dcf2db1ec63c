"""A renegotiation function that answers extended functions otherwise: at some default outcomes it accepts something else.

Source: ours
Facts:
    digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=extension_response(outcomes={("1", "1")}, at={("1", "2")}, instead={("2", "2")})), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1"), ("2", "2")})) in digiovanni-et-al-2024/scheduling -> 1, 1
    digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=extension_response(outcomes={("1", "1")}, at={("1", "2")}, instead={("2", "2")})), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1"), ("2", "2")}))) in digiovanni-et-al-2024/scheduling -> 2, 2
    digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=extension_response(outcomes={("1", "1")}, at={("2", "1")}, instead={("2", "2")})), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1"), ("2", "2")}))) in digiovanni-et-al-2024/scheduling -> 1, 1
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


def extension_response(theirs, projected, *, outcomes, at, instead):
    match theirs:
        case pmp_extension():
            return instead | set() if projected in at else outcomes | set()
    return outcomes | set()
