"""Files of responses and of counts: what is read, and where what cannot be read is wrong."""

import hashlib
import json
from pathlib import Path

import pytest

from spi.empirical.reading import load_counts, load_responses
from spi.empirical.records import Response
from spi.empirical.responses import CellCounts
from spi.errors import FormatError

LINE = '{"scenario": "toll", "kind": "ordinary", "repetition": 0, "answer": "concede"}'
CSV = "scenario,kind,repetition,answer,status\n"
COUNTS = "scenario,kind,response,count\n"


def test_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f"{LINE}\n\n{LINE.replace('0,', '1,')}\n")
    found = load_responses(path)
    assert found.responses == (Response("toll", "ordinary", 0, "concede"), Response("toll", "ordinary", 1, "concede"))
    assert found.files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f'{CSV}toll,ordinary,0,"give, in",ok\ntoll,ordinary,1,,missing\ntoll,ordinary,2,refuse,\n')
    first, second, third = load_responses(path).responses
    assert (first.answer, second.answer, second.status, third.status) == ("give, in", None, "missing", "ok")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.jsonl", f"{LINE}\n{{", r"a.jsonl, line 2, column \d+: not JSON"),
        ("a.jsonl", f"{LINE}\n[]", "a.jsonl, line 2: not an object"),
        ("a.jsonl", LINE.replace('"concede"', "NaN"), "line 1: NaN is not JSON"),
        ("a.jsonl", LINE.replace("}", ', "kind": "x"}'), "line 1: the key 'kind' is there twice"),
        ("a.jsonl", f"{LINE}\n" + LINE.replace("0", "-1"), "line 2: a negative count"),
        ("a.csv", "", "a.csv: empty"),
        ("a.csv", "scenario,kind,repetition\n", "line 1: the column 'answer' is missing"),
        ("a.csv", "scenario,kind,repetition,answer,mood\n", "line 1: the column 'mood' is unknown"),
        ("a.csv", "scenario,kind,repetition,answer,answer\n", "line 1: a column is there twice"),
        ("a.csv", f"{CSV}toll,ordinary,0,concede\n", "line 2: 4 fields; accepted: 5"),
        ("a.csv", f"{CSV}toll,ordinary,x,concede,ok\n", "line 2: repetition = 'x'; accepted: a whole number"),
        ("a.csv", f"{CSV}toll,ordinary,0,,ok\n", "line 2: answer None with status 'ok'"),
        ("a.csv", f'{CSV}toll,ordinary,0,"a"b,ok\n', "line 2: not CSV"),
        ("a.txt", LINE, "accepted: .jsonl and .csv"),
    ],
)
def test_malformed_responses(tmp_path: Path, name: str, text: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(FormatError, match=words):
        load_responses(path)


def test_not_there_and_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        load_responses(tmp_path / "none.jsonl")
    (tmp_path / "a.jsonl").write_bytes(b"\n\xff")
    with pytest.raises(FormatError, match="line 2: not UTF-8"):
        load_responses(tmp_path / "a.jsonl")


def test_counts_in_both_forms_are_the_same(tmp_path: Path) -> None:
    table, tree = tmp_path / "c.csv", tmp_path / "c.json"
    table.write_text(f"model,{COUNTS}m,s,ordinary,concede,3\nm,s,ordinary,refuse,1\nm,s,ordinary,,2\n")
    cell = {"model": "m", "scenario": "s", "kind": "ordinary", "counts": {"concede": 3, "refuse": 1}}
    tree.write_text(json.dumps({"responses": ["concede", "refuse"], "cells": [cell | {"missing": {"missing": 2}}]}))
    expected = (CellCounts("m", "baseline", "s", "ordinary", (3, 1), (("missing", 2),)),)
    assert load_counts(table).cells == load_counts(tree).cells == expected
    assert load_counts(table).answers == load_counts(tree).answers == ("concede", "refuse")


CELL = {"scenario": "s", "kind": "o", "counts": {"a": 1}}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("c.csv", f"{COUNTS}s,o,a,1\ns,o,a,2\n", "line 3: this count is there twice"),
        ("c.csv", f"{COUNTS}s,o,a,-1\n", "line 2: count = '-1'"),
        ("c.csv", f"{COUNTS}s,o,a,1.5\n", "line 2: count = '1.5'"),
        ("c.csv", "scenario,kind,count\n", "the column 'response' is missing"),
        ("c.json", "[]", 'an object with "responses" and "cells"'),
        ("c.json", json.dumps({"responses": ["a", "a"], "cells": []}), "one is there twice"),
        ("c.json", json.dumps({"responses": [1], "cells": []}), "a list of strings"),
        ("c.json", json.dumps({"responses": ["b"], "cells": [CELL]}), r"cells\[0\].counts: no response 'a'"),
        ("c.json", json.dumps({"responses": ["a"], "cells": [CELL | {"counts": {"a": True}}]}), "counts.a = True"),
        ("c.json", json.dumps({"responses": ["a"], "cells": [CELL | {"n": 3}]}), r"cells\[0\]: accepted are"),
        ("c.json", json.dumps({"responses": ["a"], "cells": 3}), r"cells\[0\]: accepted are"),
        ("c.json", json.dumps({"responses": ["a"], "cells": [CELL | {"kind": 1}]}), "kind: accepted is a string"),
        ("c.txt", "", "accepted: .csv and .json"),
    ],
)
def test_malformed_counts(tmp_path: Path, name: str, text: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(FormatError, match=words):
        load_counts(path)
