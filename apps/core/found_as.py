"""What people and Spaces are found by in a search: names and titles as `terms.folded` has them, in a column of their row."""

from typing import Any

from django.db import models

from apps.core.terms import folded


def found_as(*texts: str) -> str:
    """What a row with these `texts` is found by. A line for each, and a blank before each word, so that words are found by their beginning."""
    return "\n".join(" " + " ".join(folded(text).split()) for text in texts)


class FoundAs(models.TextField):  # type: ignore[type-arg]
    """`found_as` of the fields named in `sources`, whenever the row is saved with this field; an `update` of a source names it too."""

    def __init__(self, *, sources: list[str], **options: Any) -> None:
        super().__init__(**{"default": "", "editable": False, **options})
        self.sources = sources

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "sources": self.sources}

    def pre_save(self, row: models.Model, add: bool) -> str:
        kept = found_as(*(getattr(row, source) for source in self.sources))
        setattr(row, self.attname, kept)
        return kept


def refold(rows: "models.QuerySet[Any]") -> None:
    """Makes the column `found_as` of `rows` anew."""
    field = rows.model._meta.get_field("found_as")
    for row in rows.only(*field.sources).iterator(500):
        rows.filter(pk=row.pk).update(found_as=found_as(*(getattr(row, source) for source in field.sources)))


def having_all(words: str, *columns: str) -> models.Q:
    """Rows in which each of `words` is found in one of `columns`, which are `FoundAs`."""
    wanted = models.Q()
    for word in folded(words).split():
        found = models.Q()
        for column in columns:
            found |= models.Q(**{f"{column}__contains": word})
        wanted &= found
    return wanted
