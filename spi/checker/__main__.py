"""Check certificates from the command line: `python -S -m spi.checker PATH [PATH ...]`."""

import os
import sys

from spi.checker import Refused, check
from spi.checker.reader import MAX_BYTES

USAGE = """usage: python -S -m spi.checker PATH [PATH ...]
Checks certificates: files, and folders with all *.json files in them. One line is printed for each certificate.
Exit status: 0 if all are accepted, 1 if any is refused, 3 if there is nothing to check or a path cannot be read."""


def main(arguments: list[str]) -> int:
    """Run the command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):  # names in certificates need not exist in the terminal's encoding
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    if not arguments or any(argument.startswith("-") for argument in arguments):
        asked = "-h" in arguments or "--help" in arguments
        print(USAGE, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 3
    files: list[str] = []
    unreadable: list[object] = []
    for path in arguments:
        walk = os.walk(path, onerror=unreadable.append) if os.path.isdir(path) else ()
        found = [os.path.join(folder, name) for folder, _, names in walk for name in names if name.endswith(".json")]
        files += sorted(found) if os.path.isdir(path) else [path]
    accepted = refused = 0
    for file in files:
        try:
            with open(file, "rb") as stream:
                result = check(stream.read(MAX_BYTES + 1), name=file)
        except OSError as error:
            unreadable.append(error)
            continue
        refused += isinstance(result, Refused)
        accepted += not isinstance(result, Refused)
        print(result if isinstance(result, Refused) else f"accepted  {file}  {result.claim}")
    for problem in unreadable:
        print(f"unreadable  {problem}", file=sys.stderr)
    print(f"{accepted} accepted, {refused} refused, {len(unreadable)} unreadable")
    return 1 if refused else 3 if unreadable or not accepted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
