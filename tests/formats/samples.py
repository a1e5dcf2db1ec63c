"""Small files in every dialect, and the ways to spoil them."""

import random
import re

NFG = {
    "counted": 'NFG 1 R "Counted" { "Ann" "Bob" } { 2 3 }\n\n3 3 4 1 1 4\n0.1 1/3 -2 .5 1e3 -7/2\n',
    "named": """NFG 1 D "Named" { "Ann" "Bob" "Cy" }
{ { "a" "b" }
  { "c" "d" } { "e" }
}
"a comment, with \\"quotes\\" and
a second line"

1 2 3   4 5 6
7 8 9   -1 -2.50 +3
""",
    "outcomes": """NFG 1 R "Outcomes, \\"quoted\\"" { "Ann" "Bob" }

{ { "a\\b" "b" }
{ "c, {d}" "e" }
}
""

{
{ "both" 1, 1 }
{ "" 0 2/4 }
{ "none" -1 0.25, }
}
1 2 0 3
""",
    "one line": 'NFG 1 R""{"A"}{3}1 2 3',
}

EFG = {
    "documented": """EFG 2 R "Chance first" { "Ann" "Bob" }
"a comment"
c "" 1 "" { "good" 1/3 "bad" 2/3 } 0
p "" 1 1 "seen" { "H" "L" } 0
p "" 2 1 "blind" { "h" "l" } 0
t "" 1 "one" { 10, 2 }
t "" 2 "two" { 0 10 }
p "" 2 1 0
t "" 1
t "" 0
p "" 1 2 "seen too" { "H" "L" } 3 "on the way" { 1, -1/2 }
p "" 2 1 "blind" { "h" "l" } 0
t "" 2
t "" 2
p "" 2 1 3
t "" 1
t "" 4 "four" { .5, 1e1 }
""",
    "stars": """EFG 2 D "Again" { "A" "B" }
p "start" 1 1 "" { "in" "out" } 0
p "" 2 1 "" { "F" "*" } 0
p "" 1 2 "" { "a b" "c\\"d" } 0
t "" 1 "" { 1 2 }
t "" 2 "" { 2 1 }
p "" 2 2 "" { "x" "y" } 0
t "" 3 "" { 3 3 }
t "" 1
t "" 0
""",
    "forgetful": """EFG 2 R "Neither recall nor mind" { "A" }
p "" 1 1 "" { "left" "right" } 0
p "" 1 2 "" { "u" "d" } 0
t "" 1 "" { 1 }
p "" 1 1 0
t "" 2 "" { 5 }
t "" 3 "" { 7 }
p "" 1 2 0
t "" 4 "" { -1 }
t "" 5 "" { -2 }
""",
    "no move": 'EFG 2 R "" { "A" "B" } t "" 1 "" { 1 2 }',
}

_WORD = re.compile(r'"[^"]*"|[{},]|[^\s{},"]+|\s+')
_PIECES = [
    '"',
    "\\",
    "{",
    "}",
    ",",
    " ",
    "\n",
    "0",
    "1",
    "2",
    "-",
    "/",
    ".",
    "e",
    "é",
    '""',
    '"x"',
    "c",
    "p",
    "t",
    "999999999",
    "1/0",
    "\x00",
]


def spoil(text: str, chance: random.Random) -> str:
    """Delete, insert, replace or duplicate a word or a character, one to three times."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        parts = _WORD.findall(text) if chance.random() < 0.6 else list(text)
        if not parts:
            return text
        k = chance.randrange(len(parts))
        what = chance.choice(["delete", "insert", "replace", "duplicate", "swap"])
        other = chance.choice([chance.choice(_PIECES), chance.choice(parts)])
        if what == "delete":
            del parts[k]
        elif what == "insert":
            parts.insert(k, other)
        elif what == "replace":
            parts[k] = other
        elif what == "duplicate":
            parts.insert(k, parts[k])
        else:
            j = chance.randrange(len(parts))
            parts[j], parts[k] = parts[k], parts[j]
        text = "".join(parts)
    return text
