"""One recogniser for all these tests, as a worker has it."""

from collections.abc import Iterator

import pytest

from apps.speech.recogniser import Recogniser


@pytest.fixture(scope="module")
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser()
    yield recogniser
    recogniser.stop()
