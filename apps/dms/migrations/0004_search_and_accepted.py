"""What messages are found by; and what was begun before there were requests is accepted.

Whoever changes the table `dms_searchablemessage` later: SQLite makes it anew and drops its triggers with it.
"""

from itertools import islice

from django.db import migrations
from django.utils import timezone

_AT_ONCE = 500  # messages

_SQLITE = [
    # As for Tweets: terms hold ASCII letters and digits, the underscore, and whatever is not ASCII; blanks part them.
    """
    CREATE VIRTUAL TABLE dms_search USING fts5(
        terms, content='dms_searchablemessage', content_rowid='message_id', tokenize="ascii tokenchars '_'"
    )
    """,
    """
    CREATE TRIGGER dms_searchable_added AFTER INSERT ON dms_searchablemessage BEGIN
        INSERT INTO dms_search(rowid, terms) VALUES (new.message_id, new.terms);
    END
    """,
    """
    CREATE TRIGGER dms_searchable_gone AFTER DELETE ON dms_searchablemessage BEGIN
        INSERT INTO dms_search(dms_search, rowid, terms) VALUES ('delete', old.message_id, old.terms);
    END
    """,
    """
    CREATE TRIGGER dms_searchable_changed AFTER UPDATE ON dms_searchablemessage BEGIN
        INSERT INTO dms_search(dms_search, rowid, terms) VALUES ('delete', old.message_id, old.terms);
        INSERT INTO dms_search(rowid, terms) VALUES (new.message_id, new.terms);
    END
    """,
]
_POSTGRES = [
    """
    CREATE FUNCTION dms_vector(terms text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || term || ''':' || place, ' '), '')::tsvector
        FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS listed(term, place) WHERE term <> ''
    $$
    """,
    "ALTER TABLE dms_searchablemessage ADD COLUMN vector tsvector GENERATED ALWAYS AS (dms_vector(terms)) STORED",
    # Without the list of what is not sorted in yet, through which every search would have to look.
    "CREATE INDEX dms_search ON dms_searchablemessage USING gin (vector) WITH (fastupdate = off)",
]


def make_index(apps, schema_editor):
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE dms_searchablemessage DROP COLUMN vector")
        schema_editor.execute("DROP FUNCTION dms_vector(text)")
    else:
        for deed in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER dms_searchable_{deed}")
        schema_editor.execute("DROP TABLE dms_search")


def index_what_is_there(apps, schema_editor):
    from apps.dms.word_index import terms_for

    searchable, messages = apps.get_model("dms", "SearchableMessage"), apps.get_model("dms", "Message")
    waiting = messages.objects.exclude(text="").order_by("pk").iterator(_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        searchable.objects.bulk_create(searchable(message_id=message.pk, terms=terms_for(message)) for message in some)


def accept_what_was_begun(apps, schema_editor):
    apps.get_model("dms", "Side").objects.filter(accepted_at=None).update(accepted_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("dms", "0003_groups")]

    operations = [
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(accept_what_was_begun, migrations.RunPython.noop),
    ]
