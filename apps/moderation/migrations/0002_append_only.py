"""The log can't be changed or deleted, whoever asks the database; and the rules a new site begins with."""

from django.db import migrations

_SQLITE = [
    f"CREATE TRIGGER log_refuses_{deed.lower()} BEFORE {deed} ON moderation_logentry "
    "BEGIN SELECT RAISE(ABORT, 'The log is append-only.'); END"
    for deed in ("UPDATE", "DELETE")
]
_POSTGRES = [
    """
    CREATE FUNCTION moderation_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'The log is append-only.' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    "CREATE TRIGGER log_refuses_change BEFORE UPDATE OR DELETE ON moderation_logentry "
    "FOR EACH ROW EXECUTE FUNCTION moderation_log_is_append_only()",
]


def guard(apps, schema_editor):
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION moderation_log_is_append_only() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER log_refuses_update")
        schema_editor.execute("DROP TRIGGER log_refuses_delete")


def make_first_rules(apps, schema_editor):
    rules = apps.get_model("moderation", "Rule").objects
    rules.create(kind="mentions", amount=10, outcome="warn", category="misleading_spam", note="Many people at once.")
    rules.create(kind="mentions", amount=20, outcome="hold", category="misleading_spam", note="More than a conversation.")
    rules.create(kind="duplicates", amount=3, outcome="raise", category="misleading_spam", note="Three accounts say the same.")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(make_first_rules, migrations.RunPython.noop),
    ]
