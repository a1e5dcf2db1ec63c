"""Whatever a text holds, reading it opens, imports, runs and starts nothing: an audit hook watches."""

import ast
import json
import subprocess
import sys

WATCH = """
import json, sys
from spi.errors import FormatError, ProgramError
from spi.programs.printer import print_group
from spi.programs.reader import read_program_file
from spi.programs.members import program

texts = json.loads(sys.stdin.read())
read_program_file('def f(o, *, k="C"): return k')  # what is loaded when it is first used, is loaded
try:
    read_program_file("def f(o): return 1")
except FormatError:
    pass
events, watching = [], False


def watch(event, arguments):
    if watching:
        events.append((event, repr(arguments[0])[:60] if arguments else ""))


sys.addaudithook(watch)
outcomes = []
for text in texts:
    watching = True
    try:
        read = read_program_file(text)
        outcome = "read"
        for whole in read.groups.values():
            print_group(whole)
    except (FormatError, ProgramError):
        outcome = "refused"
    except BaseException as error:
        outcome = repr(error)
    watching = False
    outcomes.append(outcome)
allowed = {"compile", "builtins.id"}  # ast.parse; and where a term stands
nowhere = ("open", "'/dev/null/program'")  # where Python's parser looks for a line with an error: not a folder
foreign = sorted({event for event in events if event[0] not in allowed and event != nowhere})
sources = [source for event, source in events if event == "compile"]
print(json.dumps([outcomes, foreign, len(sources)]))
"""

READ = [
    "def f(o): return \"__import__('os')\"",
    '"""exec(open(\'/etc/passwd\').read())"""\ndef f(o): return "C"',
    '# coding: rot13\ndef f(o): return "C"',
    "def f(o, *, exec, open): return open(o) if exec == open else o(me)",
    "def compile(o): return o(compile)",
    "def f(été): return '\\N{LATIN SMALL LETTER A}'",  # Python's parser imports unicodedata for these
    'def __init__(o): return "C"\ndef __getattr__(o): return __init__(o)',
]
REFUSED = [
    "import os",
    "from os import system",
    "import os\ndef f(o): return os.system('true')",
    "def f(o): return __import__('os').system('true')",
    "def f(o): return __builtins__['open']('/etc/passwd')",
    "def f(o): return o.__class__.__mro__[1].__subclasses__()",
    "def f(o): return ().__class__",
    "def f(o): return open('/etc/passwd').read()",
    "def f(o): return exec('1')",
    "def f(o): return eval('1')",
    "def f(o): return compile('1', '', 'exec')",
    "def f(o): return print('x')",
    "def f(o): return breakpoint()",
    "def f(o): return globals()['x']",
    "def f(o): return getattr(o, 'group')",
    "def f(o=open('/etc/passwd')): return 'C'",
    "def f(o, *, k=open('/etc/passwd')): return 'C'",
    "def f(o: open('/etc/passwd')): return 'C'",
    "def f(o) -> open('/etc/passwd'): return 'C'",
    "@open('/etc/passwd')\ndef f(o): return 'C'",
    "class A(open('/etc/passwd')): pass",
    "def f(o): return [open(x) for x in ('/etc/passwd',)]",
    "def f(o): return {open(x) for x in ('/etc/passwd',)}",
    "def f(o): return all(open(x) for x in ('/etc/passwd',))",
    "def f(*o): return 'C' if all(open(j) for j in o) else 'D'",
    "def f(o): return f\"{open('/etc/passwd')}\"",
    'def f(o): return f"{o!r:{o.__class__}}"',
    "def f(o): return (lambda: open('/etc/passwd'))()",
    "def f(o): return (x := open('/etc/passwd'))",
    "def f(o):\n    import socket\n    return 'C'",
    "def f(o):\n    with open('/etc/passwd') as x: return 'C'",
    "def f(o):\n    x = __import__('subprocess').run('true')\n    return 'C'",
    "def f(o):\n    match o:\n        case f.__class__(): return 'C'\n    return 'D'",
    "def f(o):\n    match o:\n        case f() if open('/etc/passwd'): return 'C'\n    return 'D'",
    "def f(o): return 'C' if chance(open('/etc/passwd')) else 'D'",
    "def f(o): return mix(open('/etc/passwd'))",
    "def f(o): return delegate(open('/etc/passwd'))",
    "def f(o): return " + "9" * 90_000,
    "def f(o): return " + "9" * 4000 + " ** " + "9" * 4000,
    "def f(o): return 0x" + "f" * 90_000,
    "def f(o): return 1e999999999",
    "def f(o): return '1' * 10 ** 9",
    'def f(o): return "C" if chance("1e999999999") else "D"',
    'def f(o): return mix({"C": "1e-999999999"})',
    "def f(o): return " + "(" * 50_000,
    "def f(o): return " + "not " * 20_000 + "True",
    "def f(o): return o" + ".__class__" * 9_000,
    "def f(o): return o" + "(me)" * 20_000,
    "def f(o): return " + "[" * 90 + "]" * 90,
    "\0",
    "\ud800",
    "\x1a",
    "def f(o): return '\\N{LATIN SMALL LETTER A}'.x",
    "from __future__ import annotations\ndef f(o): return 'C'",
    "type X = open('/etc/passwd')",
    "def f[T: open('/etc/passwd')](o): return 'C'",
    "async def f(o): await o",
    "def f(o): yield o",
    "exit()",
]


def test_reading_touches_nothing() -> None:
    texts = [*READ, *REFUSED]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WATCH],
        input=json.dumps(texts),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    outcomes, foreign, parsed = json.loads(done.stdout)
    wrong = [(text[:80], outcome) for text, outcome in zip(READ, outcomes, strict=False) if outcome != "read"]
    wrong += [(t[:80], found) for t, found in zip(REFUSED, outcomes[len(READ) :], strict=True) if found != "refused"]
    assert wrong == []
    assert foreign == []
    assert parsed <= len(texts)  # each text is parsed once, and nothing else is


def test_the_hook_sees_what_it_looks_for() -> None:
    code = WATCH.replace("read = read_program_file(text)", "read = eval(compile(text, '', 'eval'))")
    opened = "open('/dev/null').close() or __import__('colorsys') and read_program_file('def f(o): return o(me)')"
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps([opened]), check=False, capture_output=True, text=True
    )
    outcomes, foreign, _ = json.loads(done.stdout)
    assert outcomes == ["read"] and {"open", "import", "exec"} <= {event for event, _ in foreign}


def test_reading_from_far_down_a_stack() -> None:
    # where Python's own stack ends, a text is refused in words
    code = """
from spi.errors import FormatError
from spi.programs.reader import read_program_file
def down(n):
    if n:
        return down(n - 1)
    try:
        read_program_file("def f(o): return " + "(" * 50 + '"C"' + ' if True else "D")' * 50)
        return "read"
    except FormatError:
        return "refused"
print([down(depth) for depth in range(0, 980, 20)])
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-500:]
    found = ast.literal_eval(done.stdout)
    assert found[:20] == ["read"] * 20 and found == sorted(found) and found[-1] == "refused"
