"""A renegotiation function that accepts some outcomes against one function exactly, and others against every other.

Source: ours
Facts:
    digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=code_response(known=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1")}), outcomes={("1", "1")}, otherwise={("3", "3")})), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1")})) in digiovanni-et-al-2024/scheduling -> 1, 1
    digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="1"), renegotiation=code_response(known=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1")}), outcomes={("1", "1")}, otherwise={("3", "3")})), digiovanni-et-al-2024/conditional_set_renegotiator(default=always(action="2"), renegotiation=digiovanni-et-al-2024/conditional_set_renegotiator.accepts(outcomes={("1", "1"), ("2", "2")})) in digiovanni-et-al-2024/scheduling -> 1, 2
"""


def code_response(theirs, projected, *, known, outcomes, otherwise):
    return outcomes | set() if theirs == known else otherwise | set()
