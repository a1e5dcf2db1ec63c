"""Bargain harder with whoever renegotiates by sets, and perhaps harder still with whoever extends what she accepts.

Source: ours
Facts:
    set_hardener(soft="1", hard="2", harder="3"), always(action="1") -> 1, 1
    set_hardener(soft="1", hard="2", harder="3"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set())) in digiovanni-et-al-2024/scheduling -> 2, 1
    set_hardener(soft="1", hard="2", harder="3"), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=digiovanni-et-al-2024/pmp_extension(base=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes=set()))) in digiovanni-et-al-2024/scheduling -> 3, 1
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


def set_hardener(opponent, *, soft, hard, harder):
    match opponent:
        case conditional_set_renegotiator(renegotiation=function):
            match function:
                case pmp_extension():
                    return harder
            return hard
    return soft
