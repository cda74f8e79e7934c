"""Tasks, skills and graders over HTTP: what the command line says of them, and no path that was not listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from repairloop.cli.tasks import golds
from repairloop.plugins.registry import all_graders, all_skills
from repairloop.tasks.evaluation import save
from repairloop.tasks.importing import import_files
from tests.service.conftest import client_of
from tests.service.test_pages import page_of

WORDS = {"refund": "money back for order", "delivery": "parcel has not come", "login": "cannot sign in as"}


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `tickets`, of which some golds are in doubt, one of them beside the others, and one that is damaged."""
    folder = tmp_path_factory.mktemp("tasks")
    rows = [f"{words} {number},{label}" for label, words in WORDS.items() for number in range(40)]
    rows += [f"{words} 7,{label}" for words, label in zip(WORDS.values(), [*WORDS][1:] + [*WORDS][:1], strict=True)]
    (folder / "tickets.csv").write_text("\n".join(["text,category", *rows]))
    made = import_files([folder / "tickets.csv"], say=lambda line: None)
    save(made, folder / "tickets")
    save(made, folder / "tasks" / "deeper")
    save(made, folder / "broken")
    (folder / "broken" / "cases.parquet").write_bytes(b"PAR1 no more")
    (folder / "folder").mkdir()
    return folder


@pytest.fixture(scope="module")
def client(tasks: Path) -> Any:
    with client_of(tasks) as found:
        yield found


def test_tasks_are_listed_and_what_is_damaged_is_said(client: Any) -> None:
    found = {task["id"]: task for task in client.get("/api/v1/imported").json()["items"]}
    assert found.keys() == {"tickets", "deeper", "broken"}
    assert (found["tickets"]["cases"], found["tickets"]["damage"]) == (123, None)
    assert found["tickets"]["in_doubt"] >= 6  # three questions stand there twice, with two answers
    assert found["broken"]["damage"]
    assert client.get("/api/v1/imported/broken").status_code == 400
    for name in ("folder", "..", "%2e%2e%2ftickets", "none"):
        assert client.get(f"/api/v1/imported/{name}").status_code == 404


def test_golds_in_doubt_are_those_of_the_command(client: Any, tasks: Path) -> None:
    found = client.get("/api/v1/imported/tickets/cases?doubt=1&limit=200").json()
    wanted = golds(tasks / "tasks" / "deeper", None, None, quiet=True)["doubts"]
    keys = ("file", "line", "question", "gold")
    assert [tuple(one[key] for key in keys) for one in found["items"]] == [
        tuple(one[key] for key in keys) for one in wanted
    ]
    assert all(one["doubt"] for one in found["items"])
    assert found["total"] == client.get("/api/v1/imported/tickets").json()["in_doubt"] == len(wanted)


def test_cases_come_in_pages(client: Any) -> None:
    found, after = [], ""
    while after is not None:
        page = client.get(f"/api/v1/imported/tickets/cases?limit=50&after={after}").json()
        found += page["items"]
        after = page["next"]
    assert [one["line"] for one in found] == list(range(1, 124))
    task = client.get("/api/v1/imported/tickets").json()
    assert sum(area["cases"] for area in task["areas"]) == sum(task["parts"].values()) == 123
    part = client.get("/api/v1/imported/tickets/cases?part=holdout").json()
    assert part["total"] == task["parts"]["holdout"]
    assert client.get("/api/v1/imported/tickets/cases?after=x").status_code == 400
    none = client.get("/api/v1/imported/tickets/cases?area=none")
    assert (none.status_code, none.json()) == (200, {"total": 0, "items": [], "next": None})


def test_task_pages_show_doubts(client: Any) -> None:
    assert "/tasks/tickets" in page_of(client, "/tasks").links
    page = page_of(client, "/tasks/tickets?doubt=1")
    assert "in doubt: " in page.text
    assert "repairloop golds" in page.text
    assert client.get("/tasks/none", headers={"accept": "text/html"}).status_code == 404


def test_skills_and_graders_are_those_that_are_installed(client: Any) -> None:
    skills = client.get("/api/v1/skills").json()
    assert [skill["name"] for skill in skills] == [*all_skills()]
    assert [grader["name"] for grader in client.get("/api/v1/graders").json()] == [*all_graders()]
    for name, skill in all_skills().items():
        told = client.get(f"/api/v1/skills/{name}").json()
        assert told["areas"] == dict(skill.areas)
        assert told["examples"].keys() == told["areas"].keys()
        page = page_of(client, f"/skills/{name}")
        assert all(area in page.text and asks in page.text for area, asks in told["areas"].items())
    for name in all_graders():
        told = client.get(f"/api/v1/graders/{name}").json()
        page = page_of(client, f"/graders/{name}")
        assert told["docs"].split()[0] in page.text
        assert all(field["name"] in page.text for field in (*told["fields"], *told["settings"]))
        assert ("textarea" in page.tags) == (not told["asks_a_model"] and not told["missing"])
    for address in ("/api/v1/skills/none", "/api/v1/graders/none", "/skills/none", "/graders/none"):
        assert client.get(address).status_code == 404
