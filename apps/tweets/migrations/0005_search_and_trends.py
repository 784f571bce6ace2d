"""What Tweets are found by, and trends. Whoever changes the table `tweets_searchable` later: SQLite makes it anew and drops its triggers with it."""

from itertools import islice

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

_AT_ONCE = 500  # Tweets

_SQLITE = [
    # Our terms hold ASCII letters and digits, these three, and whatever is not ASCII; blanks part them.
    """
    CREATE VIRTUAL TABLE tweets_search USING fts5(
        terms, content='tweets_searchable', content_rowid='tweet_id', tokenize="ascii tokenchars '_#@'"
    )
    """,
    """
    CREATE TRIGGER tweets_searchable_added AFTER INSERT ON tweets_searchable BEGIN
        INSERT INTO tweets_search(rowid, terms) VALUES (new.tweet_id, new.terms);
    END
    """,
    """
    CREATE TRIGGER tweets_searchable_gone AFTER DELETE ON tweets_searchable BEGIN
        INSERT INTO tweets_search(tweets_search, rowid, terms) VALUES ('delete', old.tweet_id, old.terms);
    END
    """,
    """
    CREATE TRIGGER tweets_searchable_changed AFTER UPDATE ON tweets_searchable BEGIN
        INSERT INTO tweets_search(tweets_search, rowid, terms) VALUES ('delete', old.tweet_id, old.terms);
        INSERT INTO tweets_search(rowid, terms) VALUES (new.tweet_id, new.terms);
    END
    """,
]
_POSTGRES = [
    # The terms as they are, with their places: no parser of PostgreSQL comes between.
    """
    CREATE FUNCTION tweets_vector(terms text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT coalesce(string_agg('''' || term || ''':' || place, ' '), '')::tsvector
        FROM unnest(string_to_array(terms, ' ')) WITH ORDINALITY AS listed(term, place) WHERE term <> ''
    $$
    """,
    "ALTER TABLE tweets_searchable ADD COLUMN vector tsvector GENERATED ALWAYS AS (tweets_vector(terms)) STORED",
    # Without the list of what is not sorted in yet, through which every search would have to look.
    "CREATE INDEX tweets_search ON tweets_searchable USING gin (vector) WITH (fastupdate = off)",
]


def make_index(apps, schema_editor):
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE tweets_searchable DROP COLUMN vector")
        schema_editor.execute("DROP FUNCTION tweets_vector(text)")
    else:
        for deed in ("added", "gone", "changed"):
            schema_editor.execute(f"DROP TRIGGER tweets_searchable_{deed}")
        schema_editor.execute("DROP TABLE tweets_search")


def index_what_is_there(apps, schema_editor):
    from apps.tweets.word_index import terms_for

    searchable, tweets = apps.get_model("tweets", "Searchable"), apps.get_model("tweets", "Tweet")
    waiting = tweets.objects.order_by("pk").iterator(_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        searchable.objects.bulk_create(searchable(tweet_id=tweet.pk, terms=" ".join(terms_for(tweet))) for tweet in some)


class Migration(migrations.Migration):
    dependencies = [("tweets", "0004_hashtags")]

    operations = [
        migrations.CreateModel(
            name="Searchable",
            fields=[
                (
                    "tweet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searchable",
                        serialize=False,
                        to="tweets.tweet",
                    ),
                ),
                ("terms", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Trend",
            fields=[
                (
                    "hashtag",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="trend",
                        serialize=False,
                        to="tweets.hashtag",
                    ),
                ),
                ("people_count", models.PositiveIntegerField(default=0)),
                ("rise", models.FloatField(default=0)),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("hidden_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"indexes": [models.Index(models.OrderBy(models.F("rise"), descending=True), name="trends_by_rise")]},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(index_what_is_there, migrations.RunPython.noop),
    ]
