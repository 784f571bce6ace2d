"""Settings of the comparison: Channels as its tutorial sets it up, with the in-memory layer."""

SECRET_KEY = "only for a benchmark"
INSTALLED_APPS = ["daphne", "channels"]
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
DATABASES: dict[str, object] = {}
USE_TZ = True
