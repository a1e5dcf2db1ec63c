"""Simulationist: play a base action if the random string says so, else drop its entry, simulate everybody, and reply.

All read one string (randomness="shared"), so that all stop at the same entry, however many they are. My part in a
simulated profile is repeated if the profile is `trusted`; else I play `otherwise`, for as long as it was simulated: a
grim trigger. The paper's programs may look back over the whole history.

Source: cooper-et-al-2025, section 3
"""


def simulationist(*others, base, trusted, otherwise):
    if chance("1/10"):
        return base
    seen = simulate(outcome(me, *others), back=1)
    if seen in trusted:
        return mine(seen)
    return otherwise
