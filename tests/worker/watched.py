"""Asking the stack for watched papers, and looking at what came of them."""

from collections.abc import Sequence
from uuid import uuid4

from tenants.jobs.models import Job
from tenants.jobs.services import enqueue
from tenants.post.models import Post
from tenants.walls.context import house_context
from tests.stack import HOUSES, Stack, wait_until


def ask(stack: Stack, number: int = 1, *, house: str = "poraj", seconds: float = 0.0) -> list[Job]:
    """Ask for papers, each in a transaction of its own."""
    with stack.database(), house_context(house):
        return [enqueue("tests.paper", parameters={"paper": str(uuid4()), "seconds": seconds}) for _ in range(number)]


def rows(stack: Stack, jobs: Sequence[Job], *, house: str = "poraj") -> list[Job]:
    """The jobs as they are now."""
    with stack.database(), house_context(house):
        return list(Job.objects.filter(pk__in=[job.pk for job in jobs]).order_by("pk"))


def wait_for(stack: Stack, jobs: Sequence[Job], state: str, *, house: str = "poraj", patience: float = 60.0) -> float:
    """Wait until all the jobs are in that state; returns the seconds it took."""
    with stack.database(), house_context(house):
        query = Job.objects.filter(pk__in=[job.pk for job in jobs]).exclude(state=state)

        def arrived() -> bool:
            stack.replace_the_dead()
            return not query.exists()

        return wait_until(arrived, what=f"{len(jobs)} jobs to be {state}", patience=patience)


def all_done_once(stack: Stack, jobs: Sequence[Job], *, house: str = "poraj", patience: float = 60.0) -> float:
    """Each paper arrives, with one visible effect and one file. Returns the seconds it took."""
    took = wait_for(stack, jobs, "done", house=house, patience=patience)
    papers = [job.parameters["paper"] for job in jobs]
    with stack.database(), house_context(house):
        letters = sorted(
            str(found) for found in Post.objects.filter(object_id__in=papers).values_list("object_id", flat=True)
        )
    assert letters == sorted(papers), "each paper has exactly one letter"
    assert set(papers) <= set(stack.papers()), "each paper has its file"
    return took


def stay_in_their_houses(stack: Stack, number: int) -> None:
    """That many papers of every house at once: each is made in its own, and its letter comes from there."""
    jobs = {slug: ask(stack, number, house=slug) for slug in HOUSES}
    for slug, asked in jobs.items():
        all_done_once(stack, asked, house=slug, patience=60 + number)
