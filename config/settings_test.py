"""The settings of the test suite: what is fast or harmless, never what is easier to pass."""

from config.settings import *  # noqa: F403
from config.settings import DATA_DIR, DATABASES, REDIS_URL, STATIC_ROOT, STORAGES

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a missing folder
REQUIRE_SECOND_FACTOR = False
REQUIRE_STEP_UP = False  # one test of the access matrix switches it on
ACCOUNT_RATE_LIMITS = False  # the tests of the limits switch them on

# A file, so that the server thread of a browser story and other processes share it
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"

# The queue has a number of its own: a test may clear the cache without losing messages.
if REDIS_URL:
    CELERY_BROKER_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/1"
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL

# The test server's threads come and go: a connection that outlives its thread is lost.
DATABASES["default"]["CONN_MAX_AGE"] = 0
