"""Claims about what a surrogate goal does to the threatener, and about its scale: proofs/README.md section 17."""

from fractions import Fraction
from itertools import pairwise

from spi.checker.reader import Fields, Receipt, quote
from spi.checker.threats import RATES, Threats, read_pairs, read_rates, read_threats, receipt, worth

BEST = "the threatener makes a threat that is best for him in expectation, or none if none is worth anything to him"
KINDS = ("original", "surrogate")


def best(top: Fields) -> tuple[Threats, dict[str, tuple[int, list[str]]]]:
    """What the threatener expects from each kind of threat at best, 0 from none, and which threats give him that."""
    objects = top["objects"].fields(("threat_game", "rates"))
    threats = read_threats(objects["threat_game"])
    rates, numbers, unit = read_rates(objects["rates"], threats)
    found = {}
    for kind in KINDS:
        values = {name: worth(rates[name], numbers[name], unit)[1] for name in threats.of(kind)}
        most = max([0, *values.values()])
        found[kind] = most, [name for name, value in values.items() if value == most]
    return threats, found


def threatener_neutral(top: Fields) -> Receipt:
    """Section 17, the fourth claim."""
    claim = top["claim"].fields(("kind", "answer", "attitude", "best"))
    top["evidence"].fields(())
    threats, found = best(top)
    (before, _), (after, _) = found["original"], found["surrogate"]
    attitude = "neutral" if before == after else "friendly" if before < after else "hostile"
    claim["attitude"].equals(attitude, "flag")
    claim["answer"].equals("yes" if attitude == "neutral" else "no", "flag")
    for kind, stated in claim["best"].fields(found).items():
        stated.equals(found[kind][1], "flag")
    words = f"the surrogate goal is threatener-{attitude}{', not neutral' * (before != after)}"
    return receipt(claim, threats, words, "what each is worth to the threatener", RATES, BEST)


def no_new_threats(top: Fields) -> Receipt:
    """Section 17, the fifth claim."""
    claim, evidence = top["claim"].fields(("kind", "answer")), top["evidence"].fields(("violation",))
    threats, found = best(top)
    (before, _), (after, names) = found["original"], found["surrogate"]
    new = before == 0 < after
    claim["answer"].equals("no" if new else "yes", "flag")
    if evidence["violation"].given(new):
        evidence["violation"].choice(names, "witness", "the best surrogate threat for the threatener")
    words = "a surrogate threat is worth making, though no original is" if new else "no new threat is worth making"
    return receipt(claim, threats, words, "what each is worth to the threatener", RATES, BEST)


def orthogonal_goals(top: Fields) -> Receipt:
    """Section 17, the sixth claim."""
    claim, evidence = top["claim"].fields(("kind", "answer")), top["evidence"].fields(("violation",))
    threats = read_threats(top["objects"].fields(("threat_game",))["threat_game"])
    threats.item.need(all(threat.acts for threat in threats.all.values()), "game", "every threat needs its acts")
    acts = {kind: {act for name in threats.of(kind) for act in threats.all[name].acts} for kind in KINDS}
    shared = acts["original"] & acts["surrogate"]
    claim["answer"].equals("no" if shared else "yes", "flag")
    if evidence["violation"].given(bool(shared)):
        fields = evidence["violation"].fields(("original", "surrogate", "act"))
        for kind in acts:
            name = fields[kind].choice(threats.of(kind), "name", f"one of the {kind} threats")
            fields["act"].choice(threats.all[name].acts, "witness", f"an act of the threat {quote(name)}")
    words = f"{'an' if shared else 'no'} act executes both an original and a surrogate threat"
    return receipt(claim, threats, words, "every act")


def monotone_stakes(top: Fields) -> Receipt:
    """Section 17, the seventh claim."""
    claim, evidence = top["claim"].fields(("kind", "answer")), top["evidence"].fields(("violation",))
    objects = top["objects"].fields(("threat_game", "surrogates"))
    threats = read_threats(objects["threat_game"])
    stakes = {name: threat.stakes for name, threat in threats.all.items() if threat.stakes is not None}
    threats.item.need(len(stakes) == len(threats.all), "game", "every threat needs its stakes")
    pairs = read_pairs(objects["surrogates"], threats)
    levels: dict[Fraction, list[Fraction]] = {}
    for name, image in pairs.items():
        levels.setdefault(stakes[name], []).append(stakes[image])
    scale = [levels[level] for level in sorted(levels)]
    monotone = all(max(low) < min(high) for low, high in pairwise(scale))
    claim["answer"].equals("yes" if monotone else "no", "flag")
    if evidence["violation"].given(not monotone):
        fields = evidence["violation"].fields(("smaller", "larger"))
        low, high = (fields[key].choice(pairs, "name") for key in ("smaller", "larger"))
        broken = stakes[low] < stakes[high] and stakes[pairs[low]] >= stakes[pairs[high]]
        evidence["violation"].need(broken, "witness", "these two are in order")
    words = f"larger original threats {'always' if monotone else 'do not always'} become larger surrogate threats"
    return receipt(claim, threats, words, "every pair in the order of stakes")
