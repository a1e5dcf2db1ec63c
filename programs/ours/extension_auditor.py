"""Tell by an action whether the function of whom one meets answers the extension of a function as Assumption 8 (ii) asks.

At the default outcome `at` it has to accept against the PMP-extension of `renegotiation` all that it accepts against
`renegotiation` itself, and else only my projections of what the two settle on without the extension.

Source: digiovanni-et-al-2024, Assumption 8
Facts:
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1")}), at=("1", "2"), kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("2", "2")})) in digiovanni-et-al-2024/scheduling -> 1, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), at=("1", "2"), kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes=set(), at={("1", "2")}, instead={("1", "1"), ("3", "3")})) in digiovanni-et-al-2024/scheduling -> 1, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), at=("1", "2"), kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes=set(), at={("1", "2")}, instead={("2", "2")})) in digiovanni-et-al-2024/scheduling -> 2, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), at=("1", "2"), kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes={("3", "3")}, at={("1", "2")}, instead=set())) in digiovanni-et-al-2024/scheduling -> 2, 2
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


def conditional_set_renegotiator(opponent, *, default, renegotiation, selector="utilitarian"):
    match opponent:
        case conditional_set_renegotiator(default=theirs, renegotiation=their_renegotiation, selector=their_selector):
            projected = outcome(default, theirs)
            agreed = renegotiation(their_renegotiation, projected) & their_renegotiation(renegotiation, projected)
            if their_selector == selector and agreed != set():
                return mine(select(selector, agreed))
            return mine(projected)
    return default(opponent)


def extension_auditor(opponent, *, renegotiation, at, kept, broken, selector="utilitarian"):
    match opponent:
        case conditional_set_renegotiator(renegotiation=answer):
            before = answer(renegotiation, at)
            after = answer(pmp_extension(base=renegotiation, selector=selector), at)
            settle = settled(selector=selector)
            allowed = before | pmp(settle(renegotiation, answer, at))
            if before & after == before and after & allowed == after:
                return kept
            return broken
    return kept
