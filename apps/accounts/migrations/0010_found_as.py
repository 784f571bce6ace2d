"""Names and handles as they are searched; in PostgreSQL with an index of their trigrams."""

import logging

from django.db import DatabaseError, migrations, transaction

import apps.core.found_as

logger = logging.getLogger(__name__)


def fold(apps_then, schema_editor):
    people = apps_then.get_model("accounts", "User").objects
    for person in people.only("handle", "name").iterator(500):
        people.filter(pk=person.pk).update(found_as=apps.core.found_as.found_as(person.handle, person.name))


def index_trigrams(apps_then, schema_editor):
    """Where the extension is not there and may not be made, people are found all the same: by reading the table."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            schema_editor.execute("CREATE INDEX people_found_as ON accounts_user USING gin (found_as gin_trgm_ops)")
    except DatabaseError as problem:
        logger.warning("People are searched without an index: %s", problem)


def drop_index(apps_then, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS people_found_as")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_tally")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="found_as",
            field=apps.core.found_as.FoundAs(default="", editable=False, sources=["handle", "name"]),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.RunPython(index_trigrams, drop_index),
    ]
