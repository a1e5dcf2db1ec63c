"""Demand a share, and carry out a threat unless a run of the opponent leaves it: 80 % and a device, say.

Source: clr-agenda-2026, Appendix B.4
Facts:
    ours/always(action="50"), demander(demand="80", leaves="20", threat="device") -> 50, device
    ours/always(action="20"), demander(demand="80", leaves="20", threat="device") -> 20, 80
    demander(demand="80", leaves="20", threat="device"), demander(demand="80", leaves="20", threat="device") -> diverges
"""


def demander(opponent, *, demand, leaves, threat):
    if opponent(me) == leaves:
        return demand
    return threat
