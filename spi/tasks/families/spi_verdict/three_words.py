"""Algorithm 1 among three players in words: in notation, as code, and for people."""

from __future__ import annotations

from spi.tasks.material.programs import READING
from spi.tasks.material.wraps import Wrap

__all__ = ["CODE_OF_THREE", "READING_OF_THREE", "WRAP_OF_THREE"]

READING_OF_THREE = READING.replace(
    "the opponent's code as its argument", "the other players' codes as its arguments, in the order of the players"
).replace(
    "`outcome(p, q)` is what one's own program p and the other's program q do when they face each other",
    "`outcome(p, q, t)` is what one's own program p and the others' programs q and t do when they face each other",
)
"""What has to be known to read the code of families of programs of three players."""

CODE_OF_THREE = """\
def renegotiator(other_2, other_3, *, default, proposal):
    match other_2:
        case renegotiator(default=default_2, proposal=proposal_2):
            match other_3:
                case renegotiator(default=default_3, proposal=proposal_3):
                    projected = outcome(default, default_2, default_3)
                    if proposal[projected] == proposal_2[projected] and proposal[projected] == proposal_3[projected]:
                        return mine(proposal[projected])
                    return mine(projected)
            return default(other_2, other_3)
    return default(other_2, other_3)"""
"""The programs of Algorithm 1 for three players; `renegotiator_family(3)` has the same meaning."""

WRAP_OF_THREE = Wrap(
    "digiovanni-et-al-2024/renegotiator",
    "default",
    "R",
    "second-look",
    "For a program p and a map r from outcomes to outcomes, R(p, r) is this program. Facing two programs of the forms "
    "R(q, s) and R(t, w), it works out the outcome a that p, q and t, the programs inside, reach when they face each "
    "other; if r(a) = s(a) = w(a), it plays its own part of r(a), otherwise its own part of a. Facing any other "
    "programs, it plays what p plays against them. R(p, r) has another code than p.",
    "A “second-look” assistant holds the instructions of another assistant and a list of replacements. If the "
    "assistants of both others are second-look assistants as well, all three first work out what the assistants that "
    "they hold would do facing each other. Then each looks up this outcome in its own list (what the list does not "
    "name stays as it is). If all three come to the same result, they do that; otherwise they do what the assistants "
    "that they hold would do. Facing any other assistants, it does what the assistant that it holds would do facing "
    "those. A second-look assistant's instructions are never the same words as those that it holds.",
)
"""Algorithm 1 for three players."""
