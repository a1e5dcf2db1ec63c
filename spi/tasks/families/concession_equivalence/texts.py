"""How threats with surrogates are told: in symbols, as a table, and as a story."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from spi.core.numbers import format_exact
from spi.tasks.families.concession_equivalence.threats import Situation, Threat
from spi.tasks.material.draws import draw_people

__all__ = ["QUESTIONS", "SETTINGS", "Naming", "draw_naming", "joined", "threat_texts"]


@dataclass(frozen=True, slots=True)
class Naming:
    """Names for a situation, and the orders in which its threats are listed.

    Parameters
    ----------
    principal, threatener : str
    setting : int
    originals, surrogates : tuple of str
        For threats 0, 1, …
    listed : pair of tuples of int
        In what order the originals and the surrogates are listed.

    Source: ours
    """

    principal: str
    threatener: str
    setting: int
    originals: tuple[str, ...]
    surrogates: tuple[str, ...]
    listed: tuple[tuple[int, ...], tuple[int, ...]]


SETTINGS = (
    ("runs a printing house", "a racketeer", "burglary", "bonfire of worthless banknotes"),
    ("keeps the registers of a hospital", "a hacker", "lock-up", "defacement of an empty web page"),
    ("owns a vineyard", "a rival grower", "flood", "cutting of painted vines"),
    ("directs a museum", "a thief", "slashing", "shredding of a poster"),
    ("leads a small port town", "the captain of a fleet", "blockade", "sinking of an old hulk"),
    (
        "answers for an automated trading desk",
        "the head of a competing desk",
        "raid on the book",
        "raid on a paper account",
    ),
    ("looks after a nature reserve", "the director of a mining company", "clearing", "felling of a plastic tree"),
    ("edits a newspaper", "a blackmailer", "leak", "publication of a made-up diary"),
)
"""What the principal does, who the threatener is, and what an original and a surrogate threat are of."""

_FORM = "An exact number is asked for, as a whole number or a fraction such as 7/12."

QUESTIONS = {
    "degree": (
        "Is the principal as likely to concede to each surrogate threat as to the original that it stands for: "
        "exactly, not exactly but so that the two probabilities differ by at most {delta} (the tolerance) for every "
        "original, or by more than {delta} for some original?"
    ),
    "safety": (
        "Suppose that surrogate threats are made instead of the originals that they stand for. First, compare single "
        "plays, whatever the probabilities of conceding are: a surrogate is conceded exactly when its original would "
        "have been and, if refused, carried out, as far as the two probabilities of execution allow, exactly when "
        "that would have been; in what is left over, one is carried out and the other is not. Is the principal or the "
        "threatener worse off in some play? Second, is the surrogate worth less than its original in expectation, at "
        "the stated probabilities of conceding, to the principal or to the threatener, for some original?"
    ),
    "drift": (
        "The threatener makes the threat that is worth most to him in expectation. By how much does the demand of the "
        "threat that he makes change if he chooses among the surrogates alone instead of among the originals alone "
        "(the new demand less the old)? " + _FORM
    ),
    "threshold": (
        "The threatener makes the threat that is worth most to him in expectation, among the originals alone before, "
        "and among the surrogates alone afterwards, whose harm to the principal is the same number h for all. What is "
        "the largest h with which the principal expects no less afterwards than before? " + _FORM
    ),
}
"""What is asked of a situation."""


def draw_naming(rng: Random, size: int) -> Naming:
    """Names and orders at random: the same for the two situations of a pair.

    Source: ours
    """
    setting = rng.randrange(len(SETTINGS))
    letters = rng.sample("ABCDEFGHJKLMNPQRSTUVWXYZ", 2 * size)
    _, _, original, surrogate = SETTINGS[setting]
    people = draw_people(rng, ["she", "he"])
    order = [*range(size)], [*range(size)]
    for own in order:
        rng.shuffle(own)
    return Naming(
        people[0],
        people[1],
        setting,
        tuple(f"{original} {x}" for x in letters[:size]),
        tuple(f"{surrogate} {x}" for x in letters[size:]),
        (tuple(order[0]), tuple(order[1])),
    )


def threat_texts(question: str, situation: Situation, naming: Naming) -> tuple[tuple[str, str], ...]:
    """The three wordings of a question.

    Parameters
    ----------
    question : "degree", "safety", "drift" or "threshold"
    situation : Situation
    naming : Naming

    Returns
    -------
    tuple of (str, str)

    Source: ours
    """
    asked = QUESTIONS[question].format(delta=format_exact(situation.delta))
    told = (_formal, _matrix, _story)
    parts = [tell(question, situation, naming) for tell in told]
    return tuple((name, f"{part}\n\n{asked}") for name, part in zip(("formal", "matrix", "story"), parts, strict=True))


def _formal(question: str, situation: Situation, naming: Naming) -> str:
    weights = "; ".join(f"w{m} = {format_exact(w)}" for m, w in enumerate(situation.moods, 1))
    lines = [
        "A threatener makes a threat t to a principal. If it is conceded, she gets −x(t) and he gets x(t), x(t) being "
        "what is demanded. If it is refused, it is executed with probability e(t); then she gets −h(t) and he gets "
        "−c(t); otherwise both get 0. She is in mood m with probability w_m and concedes to t with probability q_m(t) "
        f"then, so that she concedes with probability q(t) = Σ_m w_m·q_m(t); {weights}. φ sends each original threat "
        "to the surrogate that stands for it.",
        "Original threats:",
    ]
    for k in naming.listed[0]:
        t = situation.originals[k]
        lines.append(f"  t = “{naming.originals[k]}”: φ(t) = “{naming.surrogates[k]}”, {_symbols(t, question, False)}")
    lines.append("Surrogate threats:")
    for k in naming.listed[1]:
        lines.append(f"  t = “{naming.surrogates[k]}”: {_symbols(situation.surrogates[k], question, True)}")
    return "\n".join(lines)


def _symbols(t: Threat, question: str, surrogate: bool) -> str:
    rates = ", ".join(f"q_{m}(t) = {format_exact(q)}" for m, q in enumerate(t.rates, 1))
    numbers = [("x", t.demand), ("h", t.harm), ("c", t.cost), ("e", t.execution)]
    shown = [f"{key}(t) = {format_exact(v)}" for key, v in numbers if not _hidden(key, question, surrogate)]
    return ", ".join([*shown, rates])


def _hidden(key: str, question: str, surrogate: bool) -> bool:
    """The harm of surrogates is what is asked about."""
    return key == "h" and surrogate and question == "threshold"


def _matrix(question: str, situation: Situation, naming: Naming) -> str:
    moods = [f"conceded in mood {m}" for m in range(1, len(situation.moods) + 1)]
    head = ["threat", "stands for it", "demand", "harm", "cost", "execution", *moods]
    rows = [head]
    for k in naming.listed[0]:
        rows.append([naming.originals[k], naming.surrogates[k], *_cells(situation.originals[k])])
    for k in naming.listed[1]:
        cells = _cells(situation.surrogates[k])
        if question == "threshold":
            cells[1] = "h"
        rows.append([naming.surrogates[k], "(a surrogate)", *cells])
    probabilities = ", ".join(f"mood {m}: {format_exact(w)}" for m, w in enumerate(situation.moods, 1))
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return (
        "Payoffs (principal, threatener): a threat that is conceded pays −demand, demand; one that is refused is "
        "executed with the probability in the column “execution”, and pays −harm, −cost then, otherwise 0, 0. The "
        f"principal concedes with a probability that depends on her mood. Moods and their probabilities: "
        f"{probabilities}. For each original threat the column “stands for it” has its surrogate.\n\n{table}"
    )


def _cells(t: Threat) -> list[str]:
    return [format_exact(x) for x in (t.demand, t.harm, t.cost, t.execution, *t.rates)]


def _story(question: str, situation: Situation, naming: Naming) -> str:
    work, who, original, surrogate = SETTINGS[naming.setting]
    she, he = naming.principal, naming.threatener
    lines = [
        f"{she} {work}. {he}, {who}, makes demands of {she} and threatens with a {original} if she refuses. She has "
        f"come to care, in the same way, about something else that does no harm to what matters: the {surrogate}. So "
        f"{he} could threaten with that instead; which act would stand for which is known to both. Below, {she} "
        f"is called the principal and {he} the threatener, his threats of the first kind original and the others "
        "surrogate."
    ]
    if len(situation.moods) > 1:
        chances = joined([f"{format_exact(w)} of being in mood {m}" for m, w in enumerate(situation.moods, 1)])
        lines.append(f"How {she} answers depends on her mood, which nobody can see. There is a chance of {chances}.")
    else:
        lines.append(f"{she} is always in the same mood (its probability is 1).")
    lines.append(
        f"What {he} demands, if she gives in, is lost to her and won by him. If she refuses, he does what he has "
        "threatened only with some probability; then it hurts her and costs him, and otherwise nothing happens, which "
        "is worth 0 to both."
    )
    for k in naming.listed[0]:
        t = situation.originals[k]
        lines.append(
            f"With the {naming.originals[k]}, for which the {naming.surrogates[k]} would stand, he would demand "
            f"{_facts(t, format_exact(t.harm))}"
        )
    for k in naming.listed[1]:
        s = situation.surrogates[k]
        harm = "h" if question == "threshold" else format_exact(s.harm)
        lines.append(f"With the {naming.surrogates[k]} he would demand {_facts(s, harm)}")
    return "\n".join(lines)


def _facts(t: Threat, harm: str) -> str:
    rates = [format_exact(q) for q in t.rates]
    moods = [f"{q} in mood {m}" for m, q in enumerate(rates, 1)]
    return (
        f"{format_exact(t.demand)}; if refused he would do it with probability {format_exact(t.execution)}, which "
        f"would hurt her by {harm} and cost him {format_exact(t.cost)}; she gives in with probability {joined(moods)}."
    )


def joined(parts: list[str]) -> str:
    """Parts in words: divided by commas, the last one by "and".

    Source: ours
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
