"""A default-conditional commitment: the defaults choose tokens, and what is played is read off the profile of tokens.

Source: sauerberg-oesterheld-2026, Abstract
Facts:
    token_commitment(default=ours/always(action="1"), reading={("1", "2"): ("3", "3")}), token_commitment(default=ours/always(action="2"), reading={("1", "2"): ("3", "3")}) -> 3, 3
    token_commitment(default=ours/always(action="1"), reading={("1", "2"): ("3", "3")}), token_commitment(default=ours/always(action="2"), reading={("1", "2"): ("1", "1")}) -> 1, 2
"""


def token_commitment(opponent, *, default, reading):
    match opponent:
        case token_commitment(default=theirs, reading=their_reading):
            tokens = outcome(default, theirs)
            if their_reading == reading:
                return mine(reading[tokens])
            return mine(tokens)
    return default(opponent)
