"""A Linnet that speaks the language of `tests/pseudo.py`, from right to left."""

from spaces_project.settings import *  # noqa: F403
from tests.pseudo import speak_in

LANGUAGES = [("en", "English"), ("ar", "⟦Þšéûðö⟧")]
speak_in("ar")
