"""Hostile encounters, with as many steps as there are, or with a tenth of them."""

import json
from functools import partial

import pytest

from spi.checker import Receipt, check, encounters
from spi.checker.machine import MAX_STEPS, Machine
from tests.checker.certificates import Json, text
from tests.checker.encounters import (
    FAIR,
    FALSE,
    FIRST_CALL,
    HERSELF,
    ME,
    ONE,
    OTHER,
    PMP,
    SET,
    TRUE,
    C,
    D,
    build,
    choose,
    define,
    direct,
    function,
    independent,
    later,
    modal,
    points,
    program,
    proves,
    run,
    same,
    say,
    shared,
    square,
    var,
)
from tests.checker.mutants import accepted


def hole(certificate: Json, inside: str) -> str:
    """The certificate, as text, with something in place of the label HOLE."""
    written = text(certificate)
    assert written.count('["label", "HOLE"]') == 1
    return written.replace('["label", "HOLE"]', inside)


HOLE = program(define(choose(same(say("HOLE"), say("C")), "D", "C")))


def test_deep_terms() -> None:
    """Four hundred levels are read wherever they are; beyond a thousand Python's JSON reader refuses."""
    certificate = direct("C D", program(define(choose(["not", say("HOLE")], "C", "D"))), D)
    for depth in (380, 600, 100_000):
        result = check(hole(certificate, '["not", ' * depth + json.dumps(FALSE) + "]" * depth))
        assert depth < 1000 if isinstance(result, Receipt) else (depth > 1000 and result.rule == "nesting")
    value = '["program", [["program", "1", [["a", null]], ["label", "C"]]], [["a", ' * 120 + '"x"' + "]]]" * 120
    one = program(define(say("C"), a=None), a="HOLE")
    assert isinstance(check(text(direct("C D", one, D)).replace('"HOLE"', value)), Receipt)
    boxes = proves(say("HOLE"))
    certificate = modal("D C", 300, program(define(choose(boxes, "C", "D"))), C)
    deep = hole(certificate, '["proves", ' * 300 + json.dumps(FALSE) + "]" * 300)
    assert isinstance(check(deep.replace('"300"', '"301"')), Receipt)
    assert isinstance(check(deep.replace('"300"', '"400"')), Receipt)
    refused = check(deep)
    assert not isinstance(refused, Receipt) and (refused.place, refused.rule) == ("evidence.worlds", "encounter")


def test_deep_values() -> None:
    """Values that programs build are deeper than Python's recursion, and compared and forgotten without it."""
    maps: Json = ME
    for _ in range(20):  # 2 ** 20 times my program, with and without a seat
        maps = ["let", maps, ["map", [say("a"), var(0)], [say("b"), var(0)]]]
    accepted(direct("C C", program(define(choose(same(maps, say("a")), "D", "C"))), C))
    nested: Json = say("C")
    for _ in range(90):
        nested = ["let", build(1, x=var(0), y=var(0)), nested]
    shared = ["let", say("a"), nested]  # 2 ** 90 leaves
    accepted(direct("C D", program(define(shared), define(say("C"), x="a", y="a")), D))


def growing(k: int) -> Json:
    """It runs itself, bound to itself."""
    names = "xyz"[:k]
    body = run(build(0, **dict.fromkeys(names, ME)), OTHER)
    return program(["program", "1", [[name, None] for name in names], body], **dict.fromkeys(names, "a"))


def branching(k: int) -> Json:
    """Calls with all lists of k truth values."""
    definitions = [define(choose(run(build(1)), "C", "D"))]
    for i in range(k):
        given = [["other", str(j)] for j in range(i)]
        two = [run(build(i + 2), *given, value) for value in (TRUE, FALSE)]
        definitions.append(function(same(*two), i))
    return program(*definitions, function(TRUE, k))


def chances(k: int, p: str) -> Json:
    term = TRUE
    for _ in range(k):
        term = ["or", ["and", ["chance", p], FALSE], term]
    return program(define(choose(term, "C", "D")))


def counting(k: int) -> Json:
    """A chain of functions; each of them is a group with all that follow."""
    chain = [function(run(build(i + 2)), 0) for i in range(k)]
    return program(define(run(build(1))), *chain, function(say("C"), 0))


LONG = "1e-3999"


def many_chances(*texts: str) -> Json:
    """It compares an entry with these, and goes on."""
    drawn = ["profile", *(choose(["chance", p], "C", "D") for p in texts)]
    return program(define(choose(same(drawn, ME), "C", later(run(OTHER, ME)))))


def parts(k: int) -> list[str]:
    return [f"{i}/{k}" for i in range(k)]


WIDE = program(  # three values at each of nineteen entries
    define(
        choose(["chance", "1/2"], "C", choose(later(HERSELF), "D", choose(later(HERSELF, "19"), "D", "C"))),
    )
)
# A question about whoever asks the question, and so on without end.
DEEPER = ["program", "1", [["a", None]], choose(["chance", "1/2"], "C", later(run(build(0, a=ME), OTHER)))]


def many_names(k: int) -> Json:
    """Proofs about a case with so many variables, and in it a proof about two of them."""
    asked = ["match", ME, [["0", ["a"] * k, proves(same(var(0), var(k - 1)))]], FALSE]
    return program(["program", "1", [["a", None]], choose(proves(asked), "C", "D")], a="x")


SLOW = {
    "many names": (modal("C C", 300, many_names(30_000), many_names(30_000)), None),
    "many numerals": (
        independent(
            "C | C", program(define(["mix", ["map", *([say(str(k)), say("0e4299")] for k in range(9000))]])), C
        ),
        f"{FIRST_CALL}.call",
    ),
    "far down and near": (
        shared("C,C", "1", program(define(choose(same(later(say("C"), "99999999"), later(say("D"))), "C", "C"))), C),
        None,
    ),
    "many states": (shared("C,C", "1", WIDE, C), None),
    "many questions": (shared("C,C", "1", program(DEEPER, a="x"), C), None),
    "many cuts": (shared("C,C", "1", many_chances(*parts(2000)), C), None),
    "many long comparisons": (shared("C,C", "1", many_chances(*[LONG, "1e-3998"] * 600), C), None),
    "growth": (direct("C C", growing(1), C), ONE),
    "growth in threes": (direct("C C", growing(3), growing(3)), ONE),
    "many calls": (direct("C C", branching(20), C), ONE),
    "many worlds": (modal("C C", 10**8, program(define(choose(proves(TRUE), "C", "D"))), C), ONE),
    "many members": (direct("C C", counting(1500), C), ONE),
    "many players": (direct("C " * 3000, *[C] * 3000), None),
    "many ways": (independent("C | C", chances(20, "1/2"), C), f"{FIRST_CALL}.call"),
    "endless draws": (
        independent(
            "C | C",
            program(define(choose(run(build(1)), "C", "D")), function(["or", ["chance", "1/2"], run(build(1))], 0)),
            C,
        ),
        f"{FIRST_CALL}.call",
    ),
    "long numbers": (independent("C | C", chances(10, LONG), C), f"{FIRST_CALL}.call"),
    "endless functions": (
        independent("C | C", program(define(run(build(1))), function(run(build(1)), 0)), C),
        f"{FIRST_CALL}.call",
    ),
    "many projections": (direct("C C", *[program(define(choose(same(PMP, SET), "C", "0")))] * 2, game=square(33)), ONE),
    "much to read": (
        hole(direct("C C", HOLE, C), '["profile", ' + '["me"], ' * 200_000 + '["me"]]'),
        "objects.programs[0]",
    ),
    "a large set": (
        text(direct("C C", program(define(say("C"), a=None), a="HOLE"), C)).replace(
            '"HOLE"', json.dumps(["set", *(["profile", f"{k:06}"] for k in range(200_000))])
        ),
        "objects.programs[0]",
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_takes_too_long(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, place = SLOW[name]
    if name not in FULL:
        monkeypatch.setattr(encounters, "Machine", partial(Machine, left=MAX_STEPS // 10))
    written = certificate if isinstance(certificate, str) else text(certificate)
    result = check(written)
    assert not isinstance(result, Receipt) and result.rule == "size"
    assert result.place == place if place else result.place.startswith("objects.programs[")


FULL = ["growth", "many ways", "many projections", "many numerals"]


def test_what_does_not_take_too_long() -> None:
    accepted(direct("C C", branching(9), C))
    accepted(direct("C C", counting(100), C))
    accepted(direct("C " * 100, *[C] * 100))
    accepted(modal("C C", 2000, FAIR, FAIR))
    accepted(independent("C | C", chances(7, "1/2"), C))
    accepted(independent("C | C", chances(2, LONG), C))
    accepted(shared("C,C", "0 1", many_chances(*parts(100)), C))
    at_once = program(define(choose(["chance", LONG], "C", later(say("C"), "999999999"))))
    accepted(shared("C,C", "0 1", at_once, C))
    wide, long = square(30), square(2, f"{10**3999 + 7}/{10**3999 + 1}", f"{10**3999 + 9}/{10**3998 + 1}")
    accepted(direct("0 0", *[program(define(choose(same(PMP, SET), "C", "0")))] * 2, game=wide))
    chosen = program(define(["mine", ["select", say("leximin"), points("0,0", "0,1", "1,0", "1,1")]]))
    accepted(direct("0 1", chosen, chosen, game=long))  # as much as (1, 0), which comes later
