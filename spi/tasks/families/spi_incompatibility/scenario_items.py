"""Items about scenarios: what all questions about them have in common."""

from __future__ import annotations

from hashlib import sha256

from spi.core.commitmentwriting import write_commitments
from spi.tasks.families.spi_incompatibility.scenarios import Scenario
from spi.tasks.items import Item, Proof
from spi.tasks.material.certificates import subject_of_text
from spi.tasks.material.commitment_plans import Plan, graph_of, shape_of_plan
from spi.tasks.material.commitment_words import told

__all__ = ["item_of"]


def item_of(
    scenario: Scenario, plan: Plan, question: str, asked: tuple[str, str], certificate: str, seed: int, difficulty: int
) -> Item:
    """An item without answer and options, which are filled in once they are known.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
        The scenario's, or its twin's.
    question : str
    asked : tuple of (str, str)
        Which kind of question, and about what.
    certificate : str
    seed, difficulty : int

    Returns
    -------
    Item

    Source: ours
    """
    scene, shape = scenario.draft.scene, shape_of_plan(plan)
    return Item(
        family="spi-incompatibility",
        seed=seed,
        difficulty=difficulty,
        knobs=(("commitments", len(plan.commitments)),),
        texts=told(plan, scene, question),
        form="choice",
        answer="",
        options=(),
        asks=(
            ("question", asked[0]),
            ("about", asked[1]),
            ("atom", scenario.story.atom),
            ("subject", subject_of_text(certificate)),
        ),
        files=(("plan.toml", write_commitments(graph_of(plan, title=scenario.story.atom, story=scene))),),
        proofs=(Proof("restoring-clause" if asked[0] == "advice" else "lock-out", certificate),),
        shape=shape if asked[0] != "memo" else sha256(f"{shape}{asked[1]}".encode()).hexdigest(),
        pair=f"spi-incompatibility-{seed}-{difficulty}",
    )
