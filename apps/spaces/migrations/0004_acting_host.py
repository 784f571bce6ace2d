import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def note_since_when(apps, schema_editor):
    """Who is on stage now has been there since they first came up, as far as rows tell."""
    seats = apps.get_model("spaces", "Seat").objects.filter(role__in=("host", "speaker"))
    seats.update(on_stage_since=models.F("spoke_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("spaces", "0003_ways_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="space",
            name="acting_host",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="spaces_stood_in_for",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(model_name="seat", name="on_stage_since", field=models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(note_since_when, migrations.RunPython.noop, elidable=True),
    ]
