"""Titles as they are searched."""

from django.db import migrations

import apps.core.found_as


def fold(apps_then, schema_editor):
    spaces = apps_then.get_model("spaces", "Space").objects
    for space in spaces.only("title").iterator(500):
        spaces.filter(pk=space.pk).update(found_as=apps.core.found_as.found_as(space.title))


class Migration(migrations.Migration):
    dependencies = [("spaces", "0005_hidden")]

    operations = [
        migrations.AddField(
            model_name="space",
            name="found_as",
            field=apps.core.found_as.FoundAs(default="", editable=False, sources=["title"]),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
