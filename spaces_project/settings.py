"""Every setting of Linnet. Each environment variable is read once, here, with its default beside it.

With no variable set this is the embedded profile: SQLite, local files, one machine. DATABASE_URL and REDIS_URL make it the
production profile: the same code on PostgreSQL and Redis.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from spaces_project.addresses import postgres_at, redis_at
from spaces_project.languages import languages_in
from spaces_project.secret import is_push_key, kept_secret, new_push_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# ---- Where and how it runs -------------------------------------------------------------------------------------------

# The folder of everything that must survive a restart: database, key, broker, uploads.
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()

# Signs sessions and tokens, and seals the secrets of second steps. Without one, a key is made and kept in DATA_DIR.
SECRET_KEY = env.str("SECRET_KEY", "")
HAS_KEPT_KEY = not SECRET_KEY
# Earlier keys, still read: after a change of the key nobody is signed out, and every second step goes on to work.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

try:
    for folder in (DATA_DIR, DATA_DIR / "broker", DATA_DIR / "broker-control"):
        folder.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR)
except OSError as problem:
    raise ImproperlyConfigured(
        f"DATA_DIR={DATA_DIR} cannot be used: {problem.strerror}. Choose a folder to write to."
    ) from problem

# Shows tracebacks to visitors; for developers only.
DEBUG = env.bool("DEBUG", False)

# Where `manage.py serve` listens, and with which of the two servers.
HOST = env.str("HOST", "127.0.0.1")
PORT = env.str("PORT", "8000")
ASGI_SERVER = env.str("ASGI_SERVER", "daphne")
if not (PORT.isdecimal() and 0 < int(PORT) < 65_536):
    raise ImproperlyConfigured(f"PORT={PORT} is not a number from 1 to 65535.")
if ASGI_SERVER not in ("daphne", "uvicorn"):
    raise ImproperlyConfigured(f"ASGI_SERVER={ASGI_SERVER} is neither daphne nor uvicorn.")

# Which part of Linnet `manage.py serve` runs, as its option --role: web, live, worker or beat. Without one, all.
ROLE = env.str("ROLE", "")

# How people reach this site, e.g. https://linnet.example. An https address switches on secure cookies and HSTS.
BASE_URL = env.str("BASE_URL", f"http://localhost:{PORT}")
HTTPS = BASE_URL.startswith("https://")

# The first `manage.py serve` fills a new site with a small demo; SEED=0 leaves it empty.
SEED = env.bool("SEED", not HTTPS)

# Further host names this site answers to, separated by commas.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", urlsplit(BASE_URL).hostname or "", *env.list("ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# ---- The house -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "daphne",  # first, so that `runserver` speaks ASGI
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    # The ladder: an app imports only apps above it.
    "apps.core",
    "apps.speech",
    "apps.realtime",
    "apps.accounts",
    "apps.graph",
    "apps.notifications",
    "apps.clips",
    "apps.tweets",
    "apps.lists",
    "apps.spaces",
    "apps.fleets",
    "apps.dms",
    "apps.moderation",
    "apps.home",
]

MIDDLEWARE = [
    "apps.core.middleware.roomy_stack",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.core.middleware.CompressedPagesMiddleware",  # behind WhiteNoise, whose files are compressed beforehand
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.accounts.middleware.SeenMiddleware",
    "apps.core.middleware.RefusalMiddleware",
    "apps.core.middleware.PrivatePagesMiddleware",
]

ROOT_URLCONF = "spaces_project.urls"
ASGI_APPLICATION = "spaces_project.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["apps.core.templatetags.ui"],
        },
    }
]

# ---- What is kept ----------------------------------------------------------------------------------------------------

# PostgreSQL instead of SQLite: postgres://user:password@host:5432/name
DATABASE_URL = env.str("DATABASE_URL", "")
# How many connections each process may hold. PostgreSQL itself allows 100 to all of them together unless told otherwise.
DATABASE_POOL = env.str("DATABASE_POOL", "20")
if not (DATABASE_POOL.isdecimal() and int(DATABASE_POOL) >= 4):
    raise ImproperlyConfigured(f"DATABASE_POOL={DATABASE_POOL} is not a number from 4 up.")

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "linnet.sqlite3",
    # IMMEDIATE: a transaction that will write waits its turn at the start instead of failing in the middle.
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728",
    },
    # A file, as in production: the in-memory database locks differently.
    "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
}
DATABASES = {"default": postgres_at(DATABASE_URL, most_connections=int(DATABASE_POOL)) if DATABASE_URL else _SQLITE}

# Where pictures lie. With workers on other machines than the web, a folder that all of them share.
MEDIA_ROOT = Path(env.str("MEDIA_DIR", str(DATA_DIR / "media"))).resolve()
FILE_UPLOAD_HANDLERS = [
    "apps.core.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Carries nudges, tasks and the counts of limits between processes and machines: redis://:password@host:6379/0
REDIS_URL = redis_at(url) if (url := env.str("REDIS_URL", "")) else ""

# So many that nobody pushes the counts of limits out by asking for much else; Django's own figure is 300.
_MOST_CACHED = {"MAX_ENTRIES": 100_000}
_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": _MOST_CACHED}
_REDIS_CACHE = {
    "BACKEND": "apps.core.caches.SteadyCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "cache",
    "OPTIONS": {
        **_MOST_CACHED,
        "SOCKET_CONNECT_TIMEOUT": 1,
        "SOCKET_TIMEOUT": 1,
    },  # seconds; a page does not wait longer for a count
}
CACHES = {"default": _REDIS_CACHE if REDIS_URL else _MEMORY}

# ---- Captions --------------------------------------------------------------------------------------------------------

# What turns speech into words: "pocketsphinx" (English, needs nothing), "faster-whisper" (needs its package and a model), "none".
SPEECH_ENGINE = env.str("SPEECH_ENGINE", "pocketsphinx")
if SPEECH_ENGINE not in ("pocketsphinx", "faster-whisper", "none"):
    raise ImproperlyConfigured(f"SPEECH_ENGINE={SPEECH_ENGINE} is none of pocketsphinx, faster-whisper and none.")

# The folder of its model; PocketSphinx brings its own.
SPEECH_MODEL = env.str("SPEECH_MODEL", "")

# ---- Background work -------------------------------------------------------------------------------------------------

_FOLDER_BROKER = {
    "data_folder_in": str(DATA_DIR / "broker"),
    "data_folder_out": str(DATA_DIR / "broker"),
    "control_folder": str(DATA_DIR / "broker-control"),
    "polling_interval": 0.05,  # the default of 1 s makes every task seconds late
}
_REDIS_BROKER = {
    "global_keyprefix": "broker:",
    "visibility_timeout": 1800,  # seconds; longer than any task may run, or it would be run twice
    "socket_connect_timeout": 2,
    "socket_timeout": 3,  # without one, a send waits for ever on a connection that went silent
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_BROKER_URL = REDIS_URL or "folder://localhost"  # apps/core/broker.py
CELERY_BROKER_TRANSPORT_OPTIONS = _REDIS_BROKER if REDIS_URL else _FOLDER_BROKER
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # the broker may be away for longer than a hundred tries
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1, "interval_max": 0.1}  # a request waits for it
CELERY_TASK_IGNORE_RESULT = True  # state lives on rows
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1  # a killed worker holds up as little as may be
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# ---- People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"

# Who may join, until somebody chooses otherwise in the admin: "open", "approval" or "invitation".
SIGN_UP = env.str("SIGN_UP", "open")
if SIGN_UP not in ("open", "approval", "invitation"):
    raise ImproperlyConfigured(f"SIGN_UP={SIGN_UP} is none of open, approval and invitation.")

AUTHENTICATION_BACKENDS = ["apps.accounts.backends.LinnetBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["handle", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "apps.accounts.revoking.EndsOtherLogIns"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "apps.accounts.forms.SignupForm",
    "login": "apps.accounts.forms.LoginForm",
    "add_email": "apps.accounts.forms.AddEmailForm",
    "reset_password": "apps.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "apps.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "apps.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USERNAME_VALIDATORS = "apps.accounts.handles.chosen_handle_validators"
ACCOUNT_PRESERVE_USERNAME_CASING = True
# Nobody needs an address. One who gives one proves it by a link that is sent there; until then it opens nothing.
ACCOUNT_EMAIL_VERIFICATION = "none"  # at the door
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "apps.accounts.letter_keys.LetterKeys"  # noqa: S105 — no password
# Tries in a time, per address of the visitor ("ip"), per account or e-mail that is tried ("key"), or per person ("user").
# The figures are Mastodon's (web); a few that it lacks are allauth's own.
ACCOUNT_RATE_LIMITS = {
    "login": "25/5m/ip",
    "login_failed": "25/5m/ip,25/h/key",
    "signup": "25/5m/ip",
    "reset_password": "25/5m/ip,5/30m/key",
    "reset_password_from_key": "25/5m/ip",
    "change_password": "10/10m/user",
    "reauthenticate": "25/5m/user",
    "manage_email": "10/10m/user",
    "confirm_email": "25/5m/ip,5/30m/key",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "apps.accounts.second_step.AuthenticateForm",
    "reauthenticate": "apps.accounts.second_step.ReauthenticateForm",
    "activate_totp": "apps.accounts.second_step.ActivateTOTPForm",
    "signup_webauthn": "apps.accounts.second_step.SignUpPasskeyForm",
    "add_webauthn": "apps.accounts.second_step.AddPasskeyForm",
    "authenticate_webauthn": "apps.accounts.second_step.ProvePasskeyForm",
    "login_webauthn": "apps.accounts.second_step.PasskeyLoginForm",
    "reauthenticate_webauthn": "apps.accounts.second_step.ReauthenticateByPasskeyForm",
    "edit_webauthn": "apps.accounts.second_step.RenamePasskeyForm",
}
MFA_ADAPTER = "apps.accounts.second_step.SecondStepAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # it opens nothing, so it need not stand in the way of a second step
MFA_TOTP_ISSUER = "Linnet"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_RATE_LIMITS = {"webauthn_login": "50/5m/ip"}  # asking and answering count one each

# How many proxies stand in front: the visitor's address is that many places from the end of X-Forwarded-For.
# TLS is always ended by one. With the wrong number here, limits count the proxy instead of the visitor, or whoever lies.
TRUSTED_PROXIES = env.str("TRUSTED_PROXIES", "") or ("1" if HTTPS else "0")
if not TRUSTED_PROXIES.isdecimal():
    raise ImproperlyConfigured(f"TRUSTED_PROXIES={TRUSTED_PROXIES} is not a number.")
ALLAUTH_TRUSTED_PROXY_COUNT = int(TRUSTED_PROXIES)

# How often one person may do something: in a day, unless the name says otherwise. LIMITS=tweets=100,likes=50 changes some.
LIMITS = {
    "tweets": 2400,  # Twitter's; replies, quotes, retweets and each Tweet of a thread are one each
    "tweets_in_half_hour": 50,  # Twitter divided its day: 2,400 / 48
    "likes": 1000,  # Twitter's
    "follows": 400,  # Twitter's; those that must be asked for too
    "listings": 500,  # people added to Lists, who are told of it; our own
    "messages": 1000,  # Twitter's, until 2023
    "reactions": 1000,  # to messages; as of likes
    "gatherings": 200,  # people added to groups, and groups joined by a link; our own
    "pictures": 200,  # of Tweets and Fleets; our own, as are all that follow: more than anybody needed who was not a program
    "fleets": 50,
    "clips": 200,  # recordings, whatever for; one that becomes several Tweets counts as that many once it is posted
    "corrections": 200,  # of what a recording was understood to say
    "polls": 50,
    "votes": 1000,  # as of likes
    "own_pictures": 30,  # what stands for a person
    "handles": 3,
    "reports": 50,  # Mastodon's 400 are for people who report from other servers too
    "searches_in_minute": 60,  # by the address of who is not logged in
    "lookups_in_minute": 120,  # while somebody types: people to write to, suggestions
}
for _name, _most in env.dict("LIMITS", default={}).items():
    if _name not in LIMITS or not _most.isdecimal() or int(_most) < 1:
        raise ImproperlyConfigured(f"LIMITS={_name}={_most}: there is no such limit, or it would allow nothing.")
    LIMITS[_name] = int(_most)

# ---- Mail ------------------------------------------------------------------------------------------------------------

# How mail is sent: smtp://user:password@host:25, smtp+tls://…:587, smtp+ssl://…:465; consolemail:// writes it into the log.
# Without it nobody can add an e-mail address or reset a password, and the pages say so.
EMAIL_URL = env.str("EMAIL_URL", "")
SENDS_MAIL = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "dummymail://"))
EMAIL_TIMEOUT = 20  # seconds

# Whom mail is from.
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", f"Linnet <linnet@{urlsplit(BASE_URL).hostname}>")

# ---- Pushes ----------------------------------------------------------------------------------------------------------

# Signs what is sent to the push services of browsers, which know this site by it: 32 bytes in base64url. Without one, a key is made and
# kept in DATA_DIR; parts of one site (ROLE) need the same, so that without one they send no pushes.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", "")
if VAPID_PRIVATE_KEY and not is_push_key(VAPID_PRIVATE_KEY):
    raise ImproperlyConfigured("VAPID_PRIVATE_KEY is not 32 bytes in base64url.")
if not (VAPID_PRIVATE_KEY or ROLE):
    VAPID_PRIVATE_KEY = kept_secret(DATA_DIR, "push_key", new_push_key)
# Where to complain about what this site sends.
VAPID_SUBJECT = BASE_URL if HTTPS else f"mailto:linnet@{urlsplit(BASE_URL).hostname}"
# "host:port" of push services that tests run on this machine; no site sets it, so no variable does.
PUSH_ALLOWED_LOCAL: list[str] = []

# ---- Safety of pages -------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"microphone": ["self"], "autoplay": ["self"], "camera": [], "geolocation": []}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "apps.core.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Behind a proxy that ends TLS; trusted only when the site says that it is reached by https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# ---- Static files ----------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES: dict[str, dict[str, Any]] = {
    # Work that is done again writes the same file again.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"allow_overwrite": True}},
    # Archives that people asked for. No address leads there but the one that asks who you are.
    "archives": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "archives"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "apps.core.static.ModuleStorage",
    },
}

# ---- Words and time --------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
# English, and whatever has a folder in locale/ (see CONTRIBUTING.md). Browsers say which of them their people read; settings let one choose.
LANGUAGES = languages_in(*LOCALE_PATHS)
USE_TZ = True
TIME_ZONE = "UTC"

# ---- Logs ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
