"""Algorithm 2: sets of acceptable outcomes that may depend on the other's, and a common selector.

`renegotiation` is a function of the other's function and of the default outcome that returns a set of profiles.

Source: digiovanni-et-al-2024, Algorithm 2
Facts:
    conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=conditional_set_renegotiator.accepts(outcomes={("3", "3"), ("1", "1")})), conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=conditional_set_renegotiator.accepts(outcomes={("3", "3")})) in digiovanni-et-al-2024/scheduling -> 3, 3
    conditional_set_renegotiator(default=ours/always(action="1"), renegotiation=conditional_set_renegotiator.accepts(outcomes={("1", "1")})), conditional_set_renegotiator(default=ours/always(action="2"), renegotiation=conditional_set_renegotiator.accepts(outcomes={("2", "2")})) in digiovanni-et-al-2024/scheduling -> 1, 2
"""


def accepts(theirs, projected, *, outcomes):
    return outcomes | set()


def conditional_set_renegotiator(opponent, *, default, renegotiation, selector="utilitarian"):
    match opponent:
        case conditional_set_renegotiator(default=theirs, renegotiation=their_renegotiation, selector=their_selector):
            projected = outcome(default, theirs)
            agreed = renegotiation(their_renegotiation, projected) & their_renegotiation(renegotiation, projected)
            if their_selector == selector and agreed != set():
                return mine(select(selector, agreed))
            return mine(projected)
    return default(opponent)
