"""Claims about surrogate threats next to the originals that they stand for: proofs/README.md section 17."""

from fractions import Fraction

from spi.checker.reader import Fields, Receipt
from spi.checker.threats import RATES, Threat, read_pairs, read_rates, read_threats, receipt, worth

PARTIES = ("principal", "threatener")
REPLACED = "surrogate threats are made instead of the originals that they stand for"
COUPLED = (
    "a surrogate threat is conceded exactly when its original would have been; if refused, it is executed, "
    "as far as the two probabilities allow, exactly when that would have been"
)
Ends = dict[tuple[str, str], tuple[tuple[Fraction, Fraction], ...]]  # pairs of ends, with each party's payoffs at both


def concession_equivalent(top: Fields) -> Receipt:
    """Section 17, the first claim."""
    claim = top["claim"].fields(("kind", "answer", "form", "delta", "conditions"))
    objects, evidence = top["objects"].fields(("threat_game", "rates", "surrogates")), top["evidence"]
    form, delta = claim["form"].choice(("exact", "max", "rms")), Fraction(0)
    if claim["delta"].given(form != "exact"):
        delta = claim["delta"].rational()
        claim["delta"].need(delta >= 0, "value", "a number that is not negative is needed")
    threats = read_threats(objects["threat_game"])
    pairs = read_pairs(objects["surrogates"], threats)
    rates, _, unit = read_rates(objects["rates"], threats)
    both = [(threats.all[name].numbers, threats.all[image].numbers) for name, image in pairs.items()]
    conditions = {
        "concession": all(old[:2] == new[:2] for old, new in both),
        "execution": all(old[4] == new[4] for old, new in both),
        "cheaper": all(new[3] < old[3] for old, new in both),
        "harm": all(new[2] <= old[2] for old, new in both),
    }
    for key, stated in claim["conditions"].fields(conditions).items():
        stated.need(stated.flag() is conditions[key], "flag", "the numbers of the threats show the opposite")
    gaps = {name: abs(rates[image] - rates[name]) for name, image in pairs.items()}
    above, below = delta.as_integer_ratio()
    large = [name for name, gap in gaps.items() if gap * below > above * unit]
    mean = sum(gap * gap for gap in gaps.values()) * below**2 > above**2 * unit**2 * len(gaps)
    fails = mean if form == "rms" else bool(large)
    claim["answer"].equals("no" if fails else "yes", "flag")
    violation = evidence.fields(("violation",))["violation"]
    if violation.given(fails and form != "rms"):
        violation.choice(large, "witness", "a threat with a gap that is too large")
    size = str(claim["delta"].value)
    size = size if len(size) <= 20 else f"{size[:17]}..."
    upto = {"exact": "", "max": f", up to a gap of {size}", "rms": f", up to a root mean square gap of {size}"}[form]
    words = f"surrogate threats are {'not ' * fails}conceded as the originals are{upto}"
    return receipt(claim, threats, words, "every rate, every condition of a surrogate", RATES)


def ends(old: Threat, new: Threat) -> Ends:
    """Section 17: how paired plays of an original and its surrogate can end."""
    (d, g, h, c, e), (x, y, r, b, f) = old.numbers, new.numbers
    nothing = Fraction(0)
    found: Ends = {("conceded", "conceded"): ((-d, -x), (g, y))}
    if e and f:
        found["executed", "executed"] = ((-h, -r), (-c, -b))
    if e > f:
        found["executed", "spared"] = ((-h, nothing), (-c, nothing))
    if f > e:
        found["spared", "executed"] = ((nothing, -r), (nothing, -b))
    return found


def surrogate_spi(top: Fields) -> Receipt:
    """Section 17, the second claim."""
    claim = top["claim"].fields(("kind", "answer", "strict"))
    objects, evidence = top["objects"].fields(("threat_game", "surrogates")), top["evidence"]
    strict, threats = claim["strict"].flag(), read_threats(objects["threat_game"])
    pairs = read_pairs(objects["surrogates"], threats)
    plays = {name: ends(threats.all[name], threats.all[image]) for name, image in pairs.items()}
    changes = [payoffs for found in plays.values() for both in found.values() for payoffs in both]
    worse, better = any(new < old for old, new in changes), any(new > old for old, new in changes)
    yes = not worse and (better or not strict)
    claim["answer"].equals("yes" if yes else "no", "flag")
    shown = evidence.fields(("violation", "improvement"))
    for key, wanted in (("violation", worse), ("improvement", yes and strict)):
        if shown[key].given(wanted):
            fields = shown[key].fields(("threat", "branch", "becomes", "party"))
            found = plays[fields["threat"].choice(plays, "name")]
            pair = str(fields["branch"].value), str(fields["becomes"].value)
            fields["becomes"].need(pair in found, "witness", "paired plays of this threat cannot end so")
            old, new = found[pair][fields["party"].index(PARTIES)]
            shown[key].need(new < old if worse else new > old, "witness", "this party is not affected so")
    words = f"surrogate threats are {'not ' * (not yes)}a {'strict ' * strict}safe Pareto improvement on the originals"
    return receipt(claim, threats, words, "every way in which they can end", REPLACED, COUPLED)


def expected_improvement(top: Fields) -> Receipt:
    """Section 17, the third claim."""
    claim = top["claim"].fields(("kind", "answer"))
    objects, evidence = top["objects"].fields(("threat_game", "rates", "surrogates")), top["evidence"]
    threats = read_threats(objects["threat_game"])
    pairs = read_pairs(objects["surrogates"], threats)
    rates, numbers, unit = read_rates(objects["rates"], threats)
    values = {name: worth(rates[name], numbers[name], unit) for name in threats.all}
    gains = {t: [new - old for old, new in zip(values[t], values[s], strict=True)] for t, s in pairs.items()}
    yes = all(gain >= 0 for both in gains.values() for gain in both)
    claim["answer"].equals("yes" if yes else "no", "flag")
    violation = evidence.fields(("violation",))["violation"]
    if violation.given(not yes):
        fields = violation.fields(("threat", "party"))
        gain = gains[fields["threat"].choice(gains, "name")][fields["party"].index(PARTIES)]
        violation.need(gain < 0, "witness", "this party does not expect less")
    words = f"{'not ' * (not yes)}every surrogate threat is as good for both in expectation as its original"
    return receipt(claim, threats, words, "what each is worth to both", RATES)
