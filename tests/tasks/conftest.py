"""Families for demonstration are found like any other: the folder `demo` is one more place of their room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spi.tasks import families
from spi.tasks.export import export_tasks
from spi.tasks.making import TaskSet, make_tasks
from spi.tasks.spec import read_task_spec
from tests.report.conftest import run  # noqa: F401 - a fixture here, too

SPEC = """
title = "Demonstration"
seed = 11
families = ["demo-spi", "demo-steps", "demo-attitude"]
count = 8
counts = { demo-attitude = 2 }
difficulties = [1, 3]
wordings = ["formal", "story"]

[splits]
train = "3/4"
test = "1/4"
"""


@pytest.fixture(scope="session", autouse=True)
def _demonstration_families() -> Iterator[None]:
    place = str(Path(__file__).parent / "demo")
    families.__path__.append(place)
    yield
    families.__path__.remove(place)


@pytest.fixture(scope="session")
def tasks(_demonstration_families: None) -> TaskSet:
    return make_tasks(read_task_spec(SPEC))


@pytest.fixture(scope="session")
def exported(tasks: TaskSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export that no test changes."""
    folder = tmp_path_factory.mktemp("tasks") / "set"
    export_tasks(tasks, folder)
    return folder
