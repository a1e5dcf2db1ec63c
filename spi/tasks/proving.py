"""Is an item what it says? Its label from its certificates, its files from their digests, its form from its parts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Any

from spi.checker import Refused, check
from spi.core.game import Game, profiles
from spi.core.gamefile import read_game
from spi.core.numbers import format_exact
from spi.core.parametric_game import ParametricGame
from spi.core.parametricfile import read_parametric_game
from spi.core.threat_game import ThreatGame
from spi.core.threatfile import read_threat_file
from spi.errors import SpiError
from spi.tasks.answers import read_answer
from spi.tasks.asking import target
from spi.tasks.items import Family, Item
from spi.tasks.numerals import read_number

__all__ = ["item_faults"]

Fault = tuple[str, str]
"""Which part of an item, and what is wrong with it."""


def item_faults(item: Item, family: Family) -> list[Fault]:
    """What is wrong with an item; nothing, if its answer is proved.

    The checker reads every certificate; the family derives the answer from these and from what is asked; and each file
    of a game is of a game that a certificate is about, as a game or as the table of a negotiation. Families take no
    part in the search for an answer here.

    Parameters
    ----------
    item : Item
    family : Family
        That of the item.

    Returns
    -------
    list of (str, str)
        Parts are `"form"`, `"label"`, and names of proofs and files.

    Source: ours
    """
    return [*_form_faults(item, family), *_label_faults(item, family), *_file_faults(item)]


def _form_faults(item: Item, family: Family) -> Iterator[Fault]:
    texts = [option.text for option in item.options]
    if len(set(texts)) < len(texts):
        yield "form", "two options are the same"
    if unknown := [option.error for option in item.options if option.error and option.error not in family.errors]:
        yield "form", f"an option has the error {unknown[0]!r}, which is none of the family's"
    if item.form in ("choice", "ranking") and len(texts) < 2:
        yield "form", f"{len(texts)} options; accepted: two at least"
    if not item.graded:
        return
    if item.form == "choice" and [option.text for option in item.options if not option.error] != [item.answer]:
        yield "form", f"the answer is {item.answer!r}, and the only option without an error has to be it"
    number = read_number(item.answer) if item.form == "number" else None
    if item.form == "number" and (number is None or format_exact(number) != item.answer):
        yield "form", f"the answer {item.answer!r} is no number in lowest terms"
    if item.form == "witness":
        if family.accepts is not None and family.accepts(item, item.answer) != "right":
            yield "form", f"the answer {item.answer!r} is no witness that the family accepts"
    else:
        try:
            read = read_answer(item, f"ANSWER: {target(item)}")
        except SpiError as error:
            read = str(error)
        if read != item.answer:
            yield "form", f"the answer {item.answer!r}, given as asked, is read as {read!r}"


def _label_faults(item: Item, family: Family) -> Iterator[Fault]:
    refused = False
    for proof in item.proofs:
        verdict = check(proof.text, name=proof.name)
        if isinstance(verdict, Refused):
            refused = True
            yield proof.name, f"refused at {verdict.place} ({verdict.rule}): {verdict.why}"
    if not item.graded or refused:
        return
    if not item.proofs:
        yield "label", "it is graded, and no certificate proves it"
        return
    try:
        label = family.label([json.loads(proof.text) for proof in item.proofs], dict(item.asks))
    except (SpiError, LookupError, TypeError, ValueError) as error:  # certificates of another kind, accepted as such
        yield "label", f"the family derives no answer from these certificates: {error}"
        return
    if label != item.answer:
        yield "label", f"the certificates prove {label!r}, stated is {item.answer!r}"


def _file_faults(item: Item) -> Iterator[Fault]:
    documents = []
    for proof in item.proofs:
        try:
            documents.append(json.loads(proof.text))
        except ValueError:
            continue  # the checker has refused it
    named = {digest for document in documents for digest in _digests(document)}
    for name, text in item.files:
        try:
            game = _game_in(name, text)
        except SpiError as error:
            yield name, str(error)
            continue
        if game is None or not item.proofs or game.digest in named:
            continue
        if not (isinstance(game, Game) and any(_lists(document, game) for document in documents)):
            yield name, f"no certificate is about this game, whose digest is {game.digest[:12]}"


def _game_in(name: str, text: str) -> Game | ParametricGame | ThreatGame | None:
    """The game in a file; None if it is a file of another kind."""
    if not name.endswith(".toml"):
        return None
    try:
        kind = tomllib.loads(text).get("kind")
    except tomllib.TOMLDecodeError as error:
        raise SpiError(f"not TOML: {error}") from None
    match kind:
        case "strategic":
            return read_game(text, file=name)
        case "parametric":
            return read_parametric_game(text, file=name)
        case "threat":
            return read_threat_file(text, file=name).game
    return None


def _lists(document: Any, game: Game) -> bool:
    """Is it about a negotiation whose options are the outcomes of this game, with its payoffs?"""
    wanted = {f"({', '.join(a)})": list(map(format_exact, game[a])) for a in profiles(game)}
    try:
        talks = document["objects"]["negotiation"]
        [issue] = talks["issues"]
        listed = {option["option"]: option["adds"] for option in issue["options"]}
        return bool(talks["sides"] == list(game.players) and set(talks["offset"]) == {"0"} and listed == wanted)
    except (TypeError, KeyError, ValueError):
        return False


def _digests(value: Any) -> Iterator[str]:
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if isinstance(digest := value.get("digest"), str):
                yield digest
            stack += value.values()
        elif isinstance(value, list):
            stack += value
