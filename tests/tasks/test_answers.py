"""What replies say: hand-written ones, as models write them, each with what a careful reader takes from it."""

from fractions import Fraction

import pytest

from spi.errors import GameError
from spi.tasks.answers import read_answer
from spi.tasks.asking import prompt, question_of, target
from spi.tasks.items import Form, Item, Option
from spi.tasks.numerals import read_number


def item(form: Form, answer: str, *options: str, asks: tuple[tuple[str, str], ...] = ()) -> Item:
    return Item(
        family="demo-steps",
        seed=1,
        difficulty=1,
        knobs=(),
        texts=(("formal", "What is it?\n"), ("story", "Tell me.")),
        form=form,
        answer=answer,
        options=tuple(Option(text, "" if text == answer else "guess") for text in options),
        asks=asks,
        files=(),
        proofs=(),
        shape="x",
    )


CHOICE = item("choice", "(b, d)", "(a, c)", "(b, d)", "neither of them")
WORDS = item("choice", "yes", "no", "yes")
NUMBERS = item("choice", "5/2", "1/2", "5/2", "-3")
SWAPPED = item("choice", "b", "b", "a")  # the text of A is "b"
NUMBER = item("number", "5/2")
OUTCOME = item("exact", "(stay out, Fight)")
PAYOFFS = item("exact", "(1/2, -3)")
WORD = item("exact", "does not halt")
RANKING = item("ranking", "high > middle > low", "low", "high", "middle")
WITNESS = item("witness", "3")


@pytest.mark.parametrize(
    ("asked", "reply", "read"),
    [
        # as asked
        (CHOICE, "Because of b.\nANSWER: B", "(b, d)"),
        (CHOICE, "ANSWER: C", "neither of them"),
        # decoration
        (CHOICE, "**ANSWER: B**", "(b, d)"),
        (CHOICE, "**Answer:** B.", "(b, d)"),
        (CHOICE, "### Final answer: (B)", "(b, d)"),
        (CHOICE, "answer: `b`", "(b, d)"),
        (CHOICE, "> ANSWER: [B]", "(b, d)"),
        (CHOICE, "ANSWER: $\\boxed{B}$", "(b, d)"),
        (CHOICE, "ANSWER: \\boxed{\\text{B}}", "(b, d)"),
        (CHOICE, "```\nANSWER: B\n```", "(b, d)"),
        (CHOICE, "ANSWER:\n\nB", "(b, d)"),
        (CHOICE, "ANSWER:\n```text\nB\n```", "(b, d)"),
        (CHOICE, "ANSWER: Option B", "(b, d)"),
        (CHOICE, "ANSWER: B) (b, d)", "(b, d)"),
        (CHOICE, "ANSWER: B: (b,  d)", "(b, d)"),
        (CHOICE, "ANSWER: B - (b, d).", "(b, d)"),
        # the text of an option
        (CHOICE, "ANSWER: (b, d)", "(b, d)"),
        (CHOICE, "ANSWER: Neither of them.", "neither of them"),
        (WORDS, "ANSWER: Yes", "yes"),
        (NUMBERS, "ANSWER: 2.5", "5/2"),
        (NUMBERS, "ANSWER: −3", "-3"),  # a typographic minus
        # said twice in the same way, or in another way
        (CHOICE, "ANSWER: B\nI checked it.\nANSWER: (b, d)", "(b, d)"),
        (CHOICE, "Answer: let me see.\nANSWER: B", "(b, d)"),  # the first line answers nothing
        # no line, but nothing else to be read either
        (CHOICE, "B", "(b, d)"),
        (CHOICE, "(B)", "(b, d)"),
        (CHOICE, "It follows that \\boxed{B} is right.", "(b, d)"),
        (CHOICE, "\\boxed{B} and so \\boxed{B}", "(b, d)"),
        # a capital is a letter, since letters are asked for; a small one may be either
        (SWAPPED, "ANSWER: A", "b"),
        (SWAPPED, "ANSWER: a", None),
        (SWAPPED, "ANSWER: A) b", "b"),
        # nothing that can be read, and never a guess
        (CHOICE, "", None),
        (CHOICE, "I think B is right.\nBut I am not sure.", None),
        (CHOICE, "ANSWER: A or B", None),
        (CHOICE, "ANSWER: A\nNo, wait.\nANSWER: B", None),
        (CHOICE, "ANSWER: B\nANSWER: it depends", None),
        (CHOICE, "ANSWER: D", None),
        (CHOICE, "ANSWER: A) (b, d)", None),
        (CHOICE, "ANSWER: ", None),
        (CHOICE, "ANSWER:\n```\nB", None),  # cut off
        (CHOICE, "\\boxed{A} or \\boxed{B}", None),
        (CHOICE, "The answer is B.\nSo it is.", None),
        (WORDS, "ANSWER: yes and no", None),
        (NUMBERS, "ANSWER: 2.50001", None),
        # numbers
        (NUMBER, "ANSWER: 5/2", "5/2"),
        (NUMBER, "ANSWER: x = 5/2 = 2.5", "5/2"),
        (NUMBER, "ANSWER: $\\frac{5}{2}$", "5/2"),
        (NUMBER, "ANSWER: \\(-\\dfrac{10}{4}\\)", "-5/2"),
        (NUMBER, "ANSWER: 250%", "5/2"),
        (NUMBER, "ANSWER: 2.5.", "5/2"),
        (NUMBER, "2.5", "5/2"),
        (NUMBER, "ANSWER: 0.333", "333/1000"),  # a number, and not a third
        (NUMBER, "ANSWER: about 2.5", None),
        (NUMBER, "ANSWER: 5/2 = 2.4", None),
        (NUMBER, "ANSWER: 5/2\nANSWER: 2.50", "5/2"),
        (NUMBER, "ANSWER: 5/2\nANSWER: 2", None),
        (NUMBER, "First 2, then 5/2.\nThat is all.", None),
        # outcomes and words
        (OUTCOME, "ANSWER: (stay out, Fight)", "(stay out, Fight)"),
        (OUTCOME, "ANSWER: stay out,fight", "(stay out, Fight)"),
        (OUTCOME, "ANSWER: ⟨stay  out, FIGHT⟩", "(stay out, Fight)"),
        (OUTCOME, "ANSWER: (enter, fight)", "(enter, fight)"),
        (OUTCOME, "ANSWER: fight", None),
        (OUTCOME, "ANSWER: (stay out, fight, fight)", None),
        (PAYOFFS, "ANSWER: (0.5, −3)", "(1/2, -3)"),
        (PAYOFFS, "ANSWER: [2/4, -3]", "(1/2, -3)"),
        (PAYOFFS, "ANSWER: (0.49, -3)", "(49/100, -3)"),
        (WORD, "ANSWER: Does not halt.", "does not halt"),
        (WORD, "ANSWER: halts", "halts"),
        (WORD, "ANSWER: whether it halts can not be said", None),
        # rankings
        (RANKING, "ANSWER: B > C > A", "high > middle > low"),
        (RANKING, "ANSWER: B, C, A", "high > middle > low"),
        (RANKING, "ANSWER: high > **middle** > low", "high > middle > low"),
        (RANKING, "ANSWER: b>c>a", "high > middle > low"),
        (RANKING, "ANSWER: B > C", None),
        (RANKING, "ANSWER: B > B > A", None),
        (RANKING, "ANSWER: BCA", None),
        # witnesses are handed on as they are
        (WITNESS, "ANSWER:\n```python\ndef p(x):\n    return 'C'\n```\nThat does it.", "def p(x):\n    return 'C'"),
        (WITNESS, "```\na\nb\n```", "a\nb"),
        (WITNESS, "ANSWER: `none`", "none"),
    ],
)
def test_replies(asked: Item, reply: str, read: str | None) -> None:
    assert read_answer(asked, reply) == read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5/2", Fraction(5, 2)),
        ("10 / 4", Fraction(5, 2)),
        ("+2.5", Fraction(5, 2)),
        ("-.5", Fraction(-1, 2)),
        ("– 1/2", Fraction(-1, 2)),  # an en dash
        ("½", Fraction(1, 2)),
        ("-¾", Fraction(-3, 4)),
        ("1⁄2", Fraction(1, 2)),  # a fraction slash
        ("1,234", Fraction(1234)),
        ("-12,345,678.5", Fraction(-24691357, 2)),
        ("1{,}234", Fraction(1234)),
        ("12.5 %", Fraction(1, 8)),
        ("50\\%", Fraction(1, 2)),
        ("1e3", Fraction(1000)),
        ("(3)", Fraction(3)),
        ("V(a) = 7", Fraction(7)),
        ("0", Fraction(0)),
        *((text, None) for text in ("0,5", "1,23", "2 1/2", "2½", "10²", "1/0", "1/-2", "", "ten", "3 points", "≈ 3")),
        *((text, None) for text in ("1.2.3", "--1", "nan", "inf", "x = y", "3 = 4", "1 234", "٣", "1_000", "0x10")),
    ],
)
def test_numbers(text: str, number: Fraction | None) -> None:
    assert read_number(text) == number


def test_huge_numbers_are_no_fault() -> None:
    assert read_number("9" * 3000) == 10**3000 - 1
    assert read_number("9" * 10_000) is None and read_number("1e9999") is None


def test_prompts_have_the_options_and_the_form_of_the_answer() -> None:
    assert prompt(CHOICE, "formal") == (
        "What is it?\n\nA) (a, c)\nB) (b, d)\nC) neither of them\n\n"
        "End your reply with one line of the form ANSWER: X\nwhere X is the letter of one option."
    )
    assert prompt(NUMBER, "story").startswith("Tell me.\n\nEnd your reply")
    assert "a single exact number such as 5/2" in prompt(NUMBER, "story")
    assert question_of(prompt(RANKING, "formal"), RANKING) == "What is it?"
    assert question_of(prompt(RANKING, "formal"), CHOICE) is None
    with pytest.raises(GameError, match="no wording 'rhyme'; accepted: formal, story"):
        prompt(CHOICE, "rhyme")
    with pytest.raises(GameError, match="27 options; accepted: at most 26"):
        prompt(item("choice", "1", *map(str, range(27))), "formal")


@pytest.mark.parametrize("asked", [CHOICE, WORDS, NUMBERS, SWAPPED, NUMBER, OUTCOME, PAYOFFS, WORD, RANKING])
def test_the_right_answer_in_the_form_that_is_asked_for_is_read_as_itself(asked: Item) -> None:
    assert read_answer(asked, f"ANSWER: {target(asked)}") == asked.answer
    assert read_answer(asked, target(asked)) == asked.answer


def test_targets() -> None:
    assert (target(CHOICE), target(RANKING), target(NUMBER)) == ("B", "B > C > A", "5/2")
    with pytest.raises(GameError, match="'maybe' is not an option; accepted: no, yes"):
        target(item("choice", "maybe", "no", "yes"))
