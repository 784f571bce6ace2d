"""Pages are made of many calls, and no depth of them may cost more than another."""

import resource
from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.core.middleware import roomy_stack

pytestmark = pytest.mark.pure

DEPTHS, CALLS = 300, 50


def call_at_depth(depth: int) -> None:
    if depth:
        call_at_depth(depth - 1)


def page(_request: object) -> int:
    """The page faults of calls at every depth."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for depth in range(DEPTHS):
        for _ in range(CALLS):
            call_at_depth(depth)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_calls_cost_no_page_faults_at_any_depth():
    with ThreadPoolExecutor(1) as thread:  # one that has no stack yet
        plain = thread.submit(page, None).result()
        roomy = thread.submit(roomy_stack(page), None).result()
    assert plain > 1000
    assert roomy < plain / 10
