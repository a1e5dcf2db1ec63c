"""Lock-out, the other way round: which smallest exception would have left a way out?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from spi.analysis.lock_out import Restoration, decide_restoring_clause
from spi.core.commitments import Commitment, Policy
from spi.core.commitmentwriting import write_commitments
from spi.core.verdict import Fails, Holds, Unknown
from spi.errors import HypothesisError
from spi.tasks.items import Item, Option, Proof
from spi.tasks.material.certificates import require_subject, subject_of_text
from spi.tasks.material.commitment_draws import Draft, cases_of, commit, draw_draft
from spi.tasks.material.commitment_plans import Plan, graph_of, shape_of_plan, states_of, with_loss
from spi.tasks.material.commitment_settings import cast_of
from spi.tasks.material.commitment_words import quoted, told

__all__ = ["CLAUSE_ERRORS", "NOTHING", "clause_label", "clause_text", "generate_clauses"]

NOTHING = "no exceptions to these rules would have"

CLAUSE_ERRORS = {
    "unsafe": "an exception for a change by which somebody loses",
    "event": "an exception to what nobody chose",
    "not-smallest": "an exception that helps, but keeps more than it must",
    "default-kept": "an exception for what would be played by default, as if the way out needed it",
    "half": "an exception for only one of two policies that are needed",
    "resigned": "nothing is expected of an exception, though there is one that helps",
}

_QUESTION = (
    "In the end there is no way out. Suppose the rules above (not the events) had been made with further exceptions: "
    "policies that no rule would have removed. Which exceptions, naming as few policies as possible, would have left a "
    "way out at the end?"
)


def generate_clauses(rng: Random, seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one payoff, by which a change loses its safety.

    One way out lacks one policy in the end, and another lacks two. Either may have lost a policy to an event, too.
    Draws with more than one smallest clause are rejected, as there would be two answers.

    Parameters
    ----------
    rng : Random
    seed, difficulty : int

    Returns
    -------
    tuple of Item

    Source: clr-agenda-2026, Part II.2, and ours
    """
    answers = rng.choices([("one", "two"), ("one", "none"), ("two", "none")], [3, 1, 1])[0]
    while True:
        cast = cast_of(rng, ways=2, minds=1 + (difficulty >= 3), idle=1 + (difficulty >= 4))
        draft = draw_draft(rng, difficulty, cast, incentive=False)
        plan, one, more = _plan(draft, difficulty + 1, answers)
        if cases_of(plan) is None:
            continue
        broken = draft.ways[0 if answers[0] == "one" else 1]
        plans = [plan, with_loss(rng, plan, broken)]
        verdicts = [_decided(candidate) for candidate in plans]
        if all(
            v is not None and v.result.clauses == _wanted(plan, word, one, more)
            for v, word in zip(verdicts, answers, strict=True)
        ):
            break
    options = _options(rng, draft, plan, one, more)
    errors = _errors(draft, answers, one, more)
    items = [
        _item(v, candidate, draft, options, errors, seed, difficulty)
        for v, candidate in zip(verdicts, plans, strict=True)
        if v is not None
    ]
    rng.shuffle(items)
    return tuple(items)


def _plan(draft: Draft, horizon: int, answers: tuple[str, str]) -> tuple[Plan, Policy, tuple[Policy, ...]]:
    """Commitments after which one way out lacks one policy and the other two; an event closes what is not an answer."""
    rng = draft.rng
    one, more = rng.choice(draft.ways[0]), draft.ways[1]
    lost = {("one", "two"): None, ("one", "none"): rng.choice(more), ("two", "none"): one}[answers]
    event = rng.randrange(horizon)
    rules = [k for k in range(horizon) if k != event]
    removed: list[list[Policy]] = [[] for _ in range(horizon)]
    for policy in (one, *more, *draft.decoy, draft.defaults[0]):
        removed[rng.choice(rules)].append(policy)
    removed[event] = [rng.choice(draft.fillers)] if lost is None else [lost]
    for k in rules:
        if not removed[k]:
            removed[k].append(rng.choice(draft.fillers))
    made = []
    for k, commitment in enumerate(commit(draft, removed, [[] for _ in removed])):
        what = rng.choice(draft.setting.events) + " takes some choices away"
        who = removed[k][0][0]
        rule = f"{who} {rng.choice(draft.setting.occasions)}"
        made.append(
            Commitment(what, None, commitment.removes) if k == event else Commitment(rule, who, commitment.removes)
        )
    plan = replace(draft.plan, commitments=tuple(made))
    return plan, one, more


def _decided(plan: Plan) -> Holds[Restoration] | Fails[Restoration] | None:
    try:
        verdict = decide_restoring_clause(graph_of(plan), states_of(plan)[-1])
    except HypothesisError:
        return None
    return None if isinstance(verdict, Unknown) else verdict


def _wanted(plan: Plan, word: str, one: Policy, more: Sequence[Policy]) -> tuple[tuple[Policy, ...], ...]:
    return {"one": ((one,),), "two": (_ordered(plan, more),), "none": ()}[word]


def _ordered(plan: Plan, policies: Sequence[Policy]) -> tuple[Policy, ...]:
    game = plan.problem.game
    order = [(p, x) for p, own in zip(game.players, game.actions, strict=True) for x in own]
    return tuple(sorted(policies, key=order.index))


def _options(rng: Random, draft: Draft, plan: Plan, one: Policy, more: Sequence[Policy]) -> list[str]:
    sets = [(one,), more, draft.decoy, (rng.choice([draft.defaults[0], more[0], more[1]]),)]
    texts = [quoted(_ordered(plan, some)) for some in sets] + [NOTHING]
    rng.shuffle(texts)
    return texts


def _errors(
    draft: Draft, answers: tuple[str, str], one: Policy, more: Sequence[Policy]
) -> dict[frozenset[Policy], str]:
    """What is wrong with each option, where it is not the answer."""
    first, second = frozenset([one]), frozenset(more)
    return {
        frozenset(draft.decoy): "unsafe",
        frozenset([draft.defaults[0]]): "default-kept",
        frozenset([more[0]]): "half",
        frozenset([more[1]]): "half",
        frozenset(): "resigned",
        first: "event" if answers == ("two", "none") else "unsafe",
        second: {("one", "two"): "not-smallest", ("one", "none"): "event", ("two", "none"): "unsafe"}[answers],
    }


def _item(
    verdict: Holds[Restoration] | Fails[Restoration],
    plan: Plan,
    draft: Draft,
    options: Sequence[str],
    errors: Mapping[frozenset[Policy], str],
    seed: int,
    difficulty: int,
) -> Item:
    text = verdict.certificate.text
    answer = clause_text(plan.problem.game.players, plan.problem.game.actions, verdict.result.clauses)
    named = {quoted(_ordered(plan, tuple(some))) if some else NOTHING: error for some, error in errors.items()}
    return Item(
        family="lock-out",
        seed=seed,
        difficulty=difficulty,
        knobs=(("horizon", len(plan.commitments)), ("exceptions", 0)),
        texts=told(plan, draft.scene, _QUESTION),
        form="choice",
        answer=answer,
        options=tuple(Option(o, "" if o == answer else named[o]) for o in options),
        asks=(("question", "clause"), ("subject", subject_of_text(text))),
        files=(("plan.toml", write_commitments(graph_of(plan, title="A path of commitments", story=draft.scene))),),
        proofs=(Proof("restoring-clause", text),),
        shape=shape_of_plan(plan),
        pair=f"lock-out-{seed}-{difficulty}",
    )


def clause_text(
    players: Sequence[str], actions: Sequence[Sequence[str]], clauses: Sequence[Sequence[Sequence[str]]]
) -> str:
    """The only smallest clause, in words; raises `HypothesisError` if there is more than one.

    Source: ours
    """
    if len(clauses) > 1:
        raise HypothesisError(f"{len(clauses)} smallest clauses; accepted: a certificate with one, or none")
    if not clauses:
        return NOTHING
    kept = [(str(player), str(policy)) for player, policy in clauses[0]]
    order = [(p, x) for p, own in zip(players, actions, strict=True) for x in own]
    return quoted(sorted(kept, key=order.index))


def clause_label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The smallest clause that a certificate states.

    Source: ours
    """
    (certificate,) = certificates
    claim = require_subject(certificate, "restoring-clause", asks["subject"])
    game = certificate["objects"]["game"]
    clauses = [[(policy["player"], policy["policy"]) for policy in some] for some in claim["clauses"]]
    return clause_text(game["players"], game["actions"], clauses)
