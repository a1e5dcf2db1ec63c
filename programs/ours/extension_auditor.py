"""Tell by an action whether the function of whom one meets answers the extension of a function as Assumption 8 (ii) asks.

At each of some default outcomes, which are `start` and what `following` leads to from there, it has to accept against the
PMP-extension of `renegotiation` all that it accepts against `renegotiation` itself, and else only my projections of what
the two settle on without the extension.

Source: digiovanni-et-al-2024, Assumption 8
Facts:
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1")}), start=("1", "2"), following={}, kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("2", "2")})) in digiovanni-et-al-2024/scheduling -> 1, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), start=("1", "2"), following={}, kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes=set(), at={("1", "2")}, instead={("1", "1"), ("3", "3")})) in digiovanni-et-al-2024/scheduling -> 1, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), start=("1", "2"), following={}, kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes=set(), at={("1", "2")}, instead={("2", "2")})) in digiovanni-et-al-2024/scheduling -> 2, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), start=("1", "2"), following={}, kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes={("3", "3")}, at={("1", "2")}, instead=set())) in digiovanni-et-al-2024/scheduling -> 2, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), start=("1", "1"), following={("1", "1"): ("1", "2"), ("1", "2"): ("2", "1")}, kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes={("3", "3")}, at={("2", "1")}, instead=set())) in digiovanni-et-al-2024/scheduling -> 2, 2
    extension_auditor(renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()), start=("1", "1"), following={("1", "1"): ("1", "2"), ("1", "2"): ("2", "1")}, kept="1", broken="2"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=extension_response(outcomes={("3", "3")}, at={("2", "2")}, instead=set())) in digiovanni-et-al-2024/scheduling -> 1, 2
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


def answers_extension(answer, projected, *, renegotiation, following, selector):
    extended = pmp_extension(base=renegotiation, selector=selector)
    before = answer(renegotiation, projected)
    after = answer(extended, projected)
    settle = settled(selector=selector)
    allowed = before | pmp(settle(renegotiation, answer, projected))
    further = answers_extension(renegotiation=renegotiation, following=following, selector=selector)
    if before & after == before and after & allowed == after:
        return following[projected] == projected or further(answer, following[projected])
    return False


def extension_auditor(opponent, *, renegotiation, start, following, kept, broken, selector="utilitarian"):
    audit = answers_extension(renegotiation=renegotiation, following=following, selector=selector)
    match opponent:
        case conditional_set_renegotiator(renegotiation=answer):
            return kept if audit(answer, start) else broken
    return kept
