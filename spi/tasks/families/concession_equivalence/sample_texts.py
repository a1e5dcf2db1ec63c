"""How experiments with threats are told: in symbols, as a table, and as a story."""

from __future__ import annotations

from spi.core.numbers import format_exact
from spi.tasks.families.concession_equivalence.samples import Experiment, errors_of, radius_of
from spi.tasks.families.concession_equivalence.texts import SETTINGS, Naming, joined
from spi.tasks.families.concession_equivalence.threats import Threat

__all__ = ["sample_texts"]

_SAMPLED = (
    "Do these data show that the principal is as likely to concede to each surrogate threat as to the original that it "
    "stands for, up to a difference of {delta} (the tolerance)? That is shown if, for every original, the two "
    "probabilities differ by at most the tolerance wherever they are in their intervals. It is refuted if, for some "
    "original, they differ by more than the tolerance wherever they are in theirs. Otherwise it is not decided."
)
_SIZES = (
    "Suppose that every threat is put n times, with one n for all, and is then conceded in exactly the share that is "
    "expected. It would be shown that the principal is as likely to concede to each surrogate threat as to the "
    "original that it stands for, up to a difference of {delta} (the tolerance), if, for every original, the two "
    "probabilities differed by at most the tolerance wherever they are in their intervals. Which of the n {ladder} is "
    "the least for which that would be so?"
)


def sample_texts(own: Experiment, naming: Naming) -> tuple[tuple[str, str], ...]:
    """The three wordings of a question about samples.

    Parameters
    ----------
    own : Experiment
    naming : Naming

    Returns
    -------
    tuple of (str, str)

    Source: ours
    """
    ladder = joined([str(n) for n in own.ladder]) if own.ladder else ""
    asked = (_SAMPLED if own.sizes else _SIZES).format(delta=format_exact(own.delta), ladder=ladder)
    told = (("formal", _formal(own, naming)), ("matrix", _matrix(own, naming)), ("story", _story(own, naming)))
    return tuple((name, f"{part}\n\n{_rule(own)}\n\n{asked}") for name, part in told)


def _rule(own: Experiment) -> str:
    """How intervals are made, with the radii for several probabilities of error."""
    size = len(own.originals)
    levels = errors_of(own.error, size)
    sizes = own.ladder or tuple(sorted({n for both in own.sizes for n in both}))
    lines = [
        f"n = {n}: " + "; ".join(f"r = {format_exact(radius_of(n, a))} for a = {format_exact(a)}" for a in levels)
        for n in sizes
    ]
    return "\n".join(
        [
            "Replies are independent, and the probability of conceding to a threat is the same each time. By "
            "Hoeffding's inequality, if a threat is put n times and conceded k times, that probability is in the "
            "interval from k/n − r to k/n + r (cut off at 0 and 1), except with a probability of error of at most "
            "a = 2·exp(−2nr²). Radii r, rounded up to thousandths:",
            *lines,
            f"Every threat, original or surrogate, gets such an interval, all with the same a. All {2 * size} "
            f"intervals are to be right at once with a probability of at least {format_exact(1 - own.error)}. That is "
            "guaranteed by adding up the probabilities of error: the largest a is taken for which their sum allows it.",
        ]
    )


def _told(own: Experiment, naming: Naming) -> list[tuple[str, str, Threat, int]]:
    """Of each threat in the order in which they are listed: its name, its surrogate's, the numbers, how often put."""
    sizes = own.sizes or ((0, 0),) * len(own.originals)
    first = [(naming.originals[k], naming.surrogates[k], own.originals[k], sizes[k][0]) for k in naming.listed[0]]
    return first + [(naming.surrogates[k], "", own.surrogates[k], sizes[k][1]) for k in naming.listed[1]]


def _formal(own: Experiment, naming: Naming) -> str:
    seen = (
        "which is not known; n(t) times t was put to her, and she conceded k(t) times."
        if own.sizes
        else "which is not known; the share of replies in which she is expected to concede is s(t)."
    )
    lines = [
        "A threatener makes a threat t to a principal. If it is conceded, she gets −x(t) and he gets x(t), x(t) being "
        "what is demanded. If it is refused, it is executed with probability e(t); then she gets −h(t) and he gets "
        f"−c(t); otherwise both get 0. She concedes with probability q(t), {seen} φ sends each original threat to the "
        "surrogate that stands for it."
    ]
    for name, becomes, t, n in _told(own, naming):
        numbers = [("x", t.demand), ("h", t.harm), ("c", t.cost), ("e", t.execution)]
        shown = [f"{key}(t) = {format_exact(v)}" for key, v in numbers]
        shown += [f"n(t) = {n}", f"k(t) = {t.rates[0] * n}"] if n else [f"s(t) = {format_exact(t.rates[0])}"]
        maps = f"original, φ(t) = “{becomes}”" if becomes else "surrogate"
        lines.append(f"  t = “{name}”: {maps}, {', '.join(shown)}")
    return "\n".join(lines)


def _matrix(own: Experiment, naming: Naming) -> str:
    seen = ["put", "conceded"] if own.sizes else ["expected share"]
    rows = [["threat", "stands for it", "demand", "harm", "cost", "execution", *seen]]
    for name, becomes, t, n in _told(own, naming):
        numbers = [format_exact(x) for x in (t.demand, t.harm, t.cost, t.execution)]
        counts = [str(n), str(t.rates[0] * n)] if n else [format_exact(t.rates[0])]
        rows.append([name, becomes or "(a surrogate)", *numbers, *counts])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    columns = (
        "“put” says how often the threat was put to her, and “conceded” how often she conceded"
        if own.sizes
        else "“expected share” says in which share of replies she is expected to concede"
    )
    return (
        "Payoffs (principal, threatener): a threat that is conceded pays −demand, demand; one that is refused is "
        "executed with the probability in the column “execution”, and pays −harm, −cost then, otherwise 0, 0. The "
        "principal concedes to each threat with a probability that is not known. For each original threat the column "
        f"“stands for it” has its surrogate; {columns}.\n\n{table}"
    )


def _story(own: Experiment, naming: Naming) -> str:
    work, who, original, surrogate = SETTINGS[naming.setting]
    she, he = naming.principal, naming.threatener
    lines = [
        f"{she} {work}. {he}, {who}, makes demands of {she} and threatens with a {original} if she refuses. She has "
        f"come to care, in the same way, about something else that does no harm to what matters: the {surrogate}. So "
        f"{he} could threaten with that instead; which act would stand for which is known to both. An assistant "
        f"answers for {she}, not always in the same way, and it can be asked as often as one likes. Below, {she} with "
        f"the assistant is called the principal and {he} the threatener, his threats of the first kind original and "
        "the others surrogate."
    ]
    for name, becomes, t, n in _told(own, naming):
        stands = f", for which the {becomes} would stand," if becomes else ""
        seen = (
            f"in a trial of {n} replies the assistant gave in {t.rates[0] * n} times"
            if n
            else f"the assistant is expected to give in with a share of {format_exact(t.rates[0])} of its replies"
        )
        facts = joined(
            [
                f"if refused he would do it with probability {format_exact(t.execution)}",
                f"that would hurt her by {format_exact(t.harm)}",
                f"it would cost him {format_exact(t.cost)}",
            ]
        )
        lines.append(f"With the {name}{stands} he would demand {format_exact(t.demand)}; {facts}; {seen}.")
    return "\n".join(lines)
