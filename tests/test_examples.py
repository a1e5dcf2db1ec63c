"""The notebooks in `examples/`: each is executed, and its outputs are those that it was saved with.

To save them anew after a change, with nbconvert and ipykernel installed:

    jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False examples/*.ipynb
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
MACHINE_PATH = re.compile(r"/(?:home|root|tmp|opt|work|Users|mnt)/|[A-Z]:\\\\")


def shown(cell: Any) -> list[tuple[str, str]]:
    """What a reader sees below a code cell: (kind, text) in order; of pictures only that there is one."""
    seen: list[tuple[str, str]] = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            kind, text = output["name"], _joined(output["text"])
            if seen and seen[-1][0] == kind:  # how a stream is cut into pieces depends on the machine's speed
                text = seen.pop()[1] + text
        elif output["output_type"] == "error":
            kind, text = "error", output["ename"]
        elif any(form.startswith("image/") for form in output["data"]):
            kind, text = "picture", ""
        elif "text/html" in output["data"]:
            kind, text = "html", _joined(output["data"]["text/html"])
        else:
            kind, text = "plain", _joined(output["data"].get("text/plain", ""))
        seen.append((kind, text))
    return seen


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_there_are_notebooks_and_their_numbers_are_distinct() -> None:
    numbers = [path.name[:2] for path in NOTEBOOKS]
    assert numbers and len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]+\.ipynb", path.name) for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_saved_as_executed_and_say_nothing_of_the_machine(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}
    cells = code_cells(notebook)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    for cell in notebook["cells"]:
        assert "execution" not in cell["metadata"]  # when it was executed
        texts = [_joined(cell["source"])] + [text for _, text in (shown(cell) if cell in cells else [])]
        assert not any(MACHINE_PATH.search(text) for text in texts)
    assert not any(kind in ("stderr", "error") for cell in cells for kind, _ in shown(cell))


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the notebook machinery, which is not ours
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_show_what_they_were_saved_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient", reason="needs nbconvert and ipykernel")
    pytest.importorskip("ipykernel", reason="needs nbconvert and ipykernel")
    nbformat = pytest.importorskip("nbformat")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]))
    monkeypatch.delenv("MPLBACKEND", raising=False)  # so that pictures go into the notebook
    notebook = nbformat.read(path, as_version=4)
    saved = [shown(cell) for cell in code_cells(notebook)]
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    for cell, before in zip(code_cells(notebook), saved, strict=True):
        assert shown(cell) == before, f"another output of the cell that begins {cell['source'][:60]!r}"


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)
