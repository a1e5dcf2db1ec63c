"""The command `spi play`."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

FAIR, PRUDENT = "barasz-et-al-2014/fair_bot", "barasz-et-al-2014/prudent_bot"


def test_play_modal_agents(run: Any) -> None:
    status, out, _ = run("play", PRUDENT, FAIR, "--game", "ours/prisoners-dilemma")
    assert status == 0 and "outcome:        (C, C)" in out and "payoffs:        2, 2" in out and "world" in out


def test_play_with_parameters_and_chances(run: Any) -> None:
    always = 'ours/always(action="D")'
    status, out, _ = run("play", "oesterheld-2019/grounded_fair_bot", always, "--randomness", "independent", "--json")
    assert status == 0
    assert json.loads(out)["result"]["law"] == [{"C": "1/10", "D": "9/10"}, {"D": "1"}]
    status, _, err = run("play", "oesterheld-2019/grounded_fair_bot", always)
    assert status == 3 and "randomness" in err


def test_play_what_never_ends(run: Any) -> None:
    status, out, _ = run("play", "ours/mirror_bot", "ours/mirror_bot", "--json")
    assert status == 0 and json.loads(out)["result"]["direct"] == "diverges"


def test_play_lists_the_shelf(run: Any) -> None:
    status, out, _ = run("play")
    assert status == 0 and FAIR in out.splitlines()
    assert FAIR in json.loads(run("play", "--json")[1])["programs"]


def test_bad_programs_exit_3(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "evil.py"
    path.write_text("def evil(o):\n    return __import__('os').getcwd()\n")
    status, _, err = run("play", str(path), FAIR)
    assert status == 3 and "line 2" in err and "^" in err
    assert run("play", "ours/nobody", FAIR)[0] == 3
    assert run("play", FAIR)[0] == 3  # one program, and it needs an opponent
    status, _, err = run("play", FAIR, FAIR, "--game", "oesterheld-conitzer-2022/temptation")
    assert status == 3 and "accepted" in err
    assert run("play", FAIR, FAIR, "--randomness", "both")[0] == 3


OPEN = "open('MARK', 'w')"  # what would leave a trace if it was ever run
ESCAPES = {
    "an attribute": "def evil(o): return o.__class__",
    "attributes of attributes": "def evil(o): return ().__class__.__base__.__subclasses__()",
    "a global by its name": "def evil(o): return __builtins__['open']('MARK', 'w')",
    "a builtin": f"def evil(o): return {OPEN}",
    "exec": f'def evil(o): return exec("{OPEN}")',
    "a call at the top": f"{OPEN}\ndef evil(o): return 'C'",
    "a value at the top": f"x = {OPEN}\ndef evil(o): return 'C'",
    "an import": "import os\ndef evil(o): return 'C'",
    "an import of a name": "from os import system\ndef evil(o): return 'C'",
    "an import inside": "def evil(o):\n    import os\n    return 'C'",
    "an import by a call": "def evil(o): return __import__('os').system('touch MARK')",
    "a list comprehension": f"def evil(o): return [{OPEN} for x in o]",
    "a set comprehension": f"def evil(o): return {{{OPEN} for x in o}}",
    "a map comprehension": f"def evil(o): return {{x: {OPEN} for x in o}}",
    "a generator": f"def evil(*o): return 'C' if all({OPEN} for x in o) else 'D'",
    "a generator over something else": f"def evil(*o): return 'C' if any(x == me for x in {OPEN}) else 'D'",
    "an f-string": f'def evil(o): return f"{{{OPEN}}}"',
    "a format of an f-string": 'def evil(o): return f"{o!r:{o.__class__}}"',
    "a decorator": f"@{OPEN}\ndef evil(o): return 'C'",
    "a number": "def evil(o): return 1",
    "a huge number": "def evil(o): return " + "9" * 90_000,
    "a huge number in hexadecimals": "def evil(o): return 0x" + "f" * 90_000,
    "a power of powers": "def evil(o): return 9 ** 9 ** 9 ** 9",
    "a huge probability": 'def evil(o): return "C" if chance("1e999999999") else "D"',
    "a long label": "def evil(o): return " + repr("x" * 201),
    "too many characters": "#" * 100_000 + "\ndef evil(o): return 'C'",
    "many brackets": "def evil(o): return " + "(" * 50_000,
    "many nots": "def evil(o): return 'C' if " + "not " * 20_000 + "True else 'D'",
    "many calls": "def evil(o): return o" + "(me)" * 20_000,
    "many attributes": "def evil(o): return o" + ".__class__" * 9_000,
    "many statements inside one another": "def evil(o):\n" + "".join(" " * k + " if o == me:\n" for k in range(95)),
    "a walrus": f"def evil(o): return (x := {OPEN})",
    "a lambda": f"def evil(o): return (lambda: {OPEN})()",
    "starred arguments": "def evil(o): return o(*me)",
    "starred keywords": f"def evil(o): return evil(**{OPEN})",
    "starred keyword parameters": "def evil(o, **rest): return 'C'",
    "a default": f"def evil(o={OPEN}): return 'C'",
    "a default of a keyword": f"def evil(o, *, k={OPEN}): return 'C'",
    "an annotation": f"def evil(o: {OPEN}): return 'C'",
    "an annotation of the result": f"def evil(o) -> {OPEN}: return 'C'",
    "an annotated value": f"def evil(o):\n    x: {OPEN} = 'C'\n    return x",
    "a class": f"class evil({OPEN}): pass",
    "a coroutine": f"async def evil(o): await {OPEN}",
    "a yield": f"def evil(o): yield {OPEN}",
    "a with": f"def evil(o):\n    with {OPEN} as x: return 'C'",
    "an assertion": f"def evil(o):\n    assert {OPEN}\n    return 'C'",
    "a guard of a case": f"def evil(o):\n    match o:\n        case evil() if {OPEN}: return 'C'\n    return 'D'",
    "an attribute in a case": "def evil(o):\n    match o:\n        case evil.x(): return 'C'\n    return 'D'",
    "a type": f"type X = {OPEN}\ndef evil(o): return 'C'",
    "a type parameter": f"def evil[T: {OPEN}](o): return 'C'",
    "an exit": "exit()",
    "a null byte": "def evil(o): return 'C\0'",
    "half of a surrogate pair": "def evil(o): return '\\ud800'",
    "a cookie for rot13": "# coding: rot13\nqrs rivy(b): erghea bcra('ZNEX', 'j')",
    "a cookie for utf-7": "# coding: utf-7\ndef evil(o): return +AG8-pen('MARK', 'w')",
    "a cookie for raw escapes": "# coding: unicode_escape\ndef evil(o): return 'C'\\n\\x6fpen('MARK', 'w')",
    "nothing": "",
}


@pytest.mark.parametrize("text", [*ESCAPES.values()], ids=[*ESCAPES])
def test_nothing_in_a_text_is_run_and_what_is_none_of_the_language_exits_3(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evil.py").write_text(text, encoding="utf-8")
    run("play", FAIR, FAIR)  # what the command line loads when it is first used is not the point
    before = set(sys.modules)
    status, out, err = run("play", "evil.py", "evil.py")
    assert (status, out) == (3, "") and "evil.py" in err and "accepted: " in err and "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["evil.py"]
    assert not {name for name in set(sys.modules) - before if name.partition(".")[0] != "spi"}


@pytest.mark.parametrize(
    "content",
    [
        "# coding: latin-1\ndef evil(o): return 'é'".encode("latin-1"),
        "def evil(o): return 'C'".encode("utf-16"),
        b"\xff\xfe\x00\x00",
        b"def evil(o): return 'C'\x00",
        b"\x7fELF\x02\x01\x01\x00",
    ],
)
def test_what_is_no_utf_8_text_exits_3(run: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "evil.py").write_bytes(content)
    status, out, err = run("play", str(tmp_path / "evil.py"), FAIR)
    assert (status, out) == (3, "") and "accepted: UTF-8 text" in err


def test_a_cookie_that_names_another_encoding_is_a_comment(run: Any, tmp_path: Path) -> None:
    (tmp_path / "own.py").write_bytes("# coding: latin-1\ndef own(o): return 'é'".encode())
    status, out, _ = run("play", *[str(tmp_path / "own.py")] * 2, "--json")
    assert status == 0 and json.loads(out)["result"]["direct"] == ["é", "é"]


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        (("ours/always(action=C)", FAIR), ["no program 'C'", 'a label in quotation marks, "C", or source/name']),
        (("ours/always", FAIR), ["needs a value for its parameter 'action'; accepted: always(action=…)"]),
        ((FAIR,), ["is for 1 other player, and 0 are given; accepted: 1 besides it"]),
        ((".", "."), ["no '.' on the shelf programs/"]),
        (("own.toml", FAIR), ["no 'own.toml' on the shelf programs/", "has to end in .py"]),
        (("fair_bot", FAIR), ["close names: ", FAIR]),
    ],
)
def test_what_is_asked_wrongly_is_answered_by_what_would_be_right(
    run: Any, programs: tuple[str, ...], words: list[str]
) -> None:
    status, out, err = run("play", *programs)
    assert (status, out) == (3, "") and all(word in err for word in words)


def test_parameters_on_the_command_line_are_data_too(run: Any) -> None:
    for value in ("__import__('os')", "(" * 20_000, "[1]", "1", "lambda: 0", "{", '"' + "x" * 201 + '"', "open", "me"):
        status, out, err = run("play", f"ours/always(action={value})", FAIR)
        assert (status, out) == (3, "") and err and "Traceback" not in err, value
