"""All settings of the portal, read from the environment, top to bottom.

Every variable may also be given as NAME_FILE, the path of a file that holds the value.
"""

from datetime import time, timedelta
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from efficiency.common.keys import key

# Lets forms, querysets and fields name their model at run time as they do for the type checker.
django_stubs_ext.monkeypatch()
env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent

# -- The place -----------------------------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
DEBUG = env.bool("DEBUG", default=False)
# Plain HTTP with plain cookies, on loopback only: `make run` sets it, production never does.
LOOPBACK = env.bool("LOOPBACK", default=False)
DEMO_CITY = env.bool("DEMO_CITY", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# -- Keys: from the environment or NAME_FILE; made on first start under DATA_DIR/keys -------
SECRET_KEY = key(env, "SECRET_KEY", DATA_DIR)
VAULT_KEY = key(env, "VAULT_KEY", DATA_DIR)
TRACKING_KEY = key(env, "TRACKING_KEY", DATA_DIR)
COMMITMENT_KEY = key(env, "COMMITMENT_KEY", DATA_DIR)
CHECKPOINT_KEY = key(env, "CHECKPOINT_KEY", DATA_DIR)

# -- Rooms, lowest floor last ---------------------------------------------------------------
INSTALLED_APPS = [
    "efficiency.portal",
    "approvals.applications",
    "approvals.appointments",
    "approvals.errands",
    "approvals.fees",
    "approvals.rounds",
    "approvals.consultations",
    "approvals.projects",
    "approvals.commitments",
    "approvals.ratings",
    "approvals",
    "complaints",
    "efficiency.irregularities",
    "efficiency.cards",
    "efficiency.clocks",
    "efficiency.presence",
    "efficiency.notifications",
    "efficiency.integrators",
    "efficiency.budgets",
    "efficiency.vault",
    "efficiency.organization",
    "efficiency.workdays",
    "efficiency.changes",
    "efficiency.audit",
    "efficiency.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
]
MIDDLEWARE = [
    "efficiency.common.web.HonestOutage",
    "efficiency.common.web.ForwardedAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "efficiency.changes.middleware.OneLookAtSettings",
    "efficiency.common.web.NoNulSigns",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "efficiency.organization.middleware.IdleTimeout",
    "efficiency.organization.middleware.SecondFactor",
    "efficiency.common.web.DenyByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "efficiency.urls"
WSGI_APPLICATION = "efficiency.wsgi.application"
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
                "django.template.context_processors.i18n",
                "efficiency.portal.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- Database and queue -----------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a reader that turns writer never meets "database is locked"; FULL: a commit
    # that was answered survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # A worker cut off from the database frees its rows within 15 s (docs/faults.md, F13): the server
    # ends a transaction in which it hears nothing for 10 s, and gives up on a client that takes
    # nothing; the client gives up as well, also where it only waits for an answer. No transaction
    # of ours does anything else than ask the database for longer than that.
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["OPTIONS"] |= {
        "connect_timeout": 5,
        "tcp_user_timeout": 5000,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "options": "-c idle_in_transaction_session_timeout=10000 -c tcp_user_timeout=10000 -c timezone=UTC",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "portal"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"

# -- People and sessions ----------------------------------------------------------------------
AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "efficiency.organization.passwords.ThreeKindsOfSigns"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "front"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "efficiency.organization.views.accounts.locked_out"
SESSION_COOKIE_AGE = 12 * 3600
IDLE_TIMEOUT = timedelta(minutes=env.int("IDLE_MINUTES", default=30))
# Records of signing in; fewer days than 184 are refused (Cybersecurity Law art. 21).
KEEP_SIGN_INS_DAYS = env.int("KEEP_SIGN_INS_DAYS", default=184)
# Whoever holds one of these proves himself with a one-time code as well. With DEMO_CITY the demo
# city's own accounts are let off; accounts of real people never are.
_guarded = ["office", "investigator", "sysadmin", "secadmin", "auditor"]
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=_guarded)

# -- Security ---------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK
SESSION_COOKIE_NAME = "session" if LOOPBACK else "__Host-session"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not LOOPBACK
SECURE_HSTS_SECONDS = 0 if LOOPBACK else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOOPBACK
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its controls with data: SVGs
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# -- Language and time ------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "efficiency" / "locale"]

# -- Files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"  # outside the web root; served by a checked view only
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "efficiency.common.web.ManifestStorage"},
}

# Signed checkpoints of the audit log: best on a medium that the database's keeper cannot write.
CHECKPOINT_DIR = Path(env.str("CHECKPOINT_DIR", default=str(DATA_DIR / "checkpoints")))
# A witness that has confirmed nothing for longer than this is told on the page Health.
WITNESS_EVERY = timedelta(days=env.int("WITNESS_DAYS", default=7))

# -- Mail -------------------------------------------------------------------------------------
_mail = env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR / 'mail'}")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="xiaonengban@localhost")

# -- Alerts that leave the house ------------------------------------------------------------------
# The only hosts that robots and webhooks may be at ("name" or "name:port"). One within the city's
# own network needs its name and its address here: private addresses are refused otherwise.
ALERT_HOSTS = env.list("ALERT_HOSTS", default=["qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"])
ALERT_CA_FILE = env.str("ALERT_CA_FILE", default="")  # certificates of the city's own authority
ALERT_TIMEOUT_SECONDS = env.float("ALERT_TIMEOUT_SECONDS", default=5)  # of one message, all in all
SMS_GATEWAY = env.str("SMS_GATEWAY", default="efficiency.notifications.channels.texting.FileGateway")
# When on a working day each way out is open ("always": day and night), and what does not wait.
EMAIL_HOURS = env.str("EMAIL_HOURS", default="08:30-18:00")
SMS_HOURS = env.str("SMS_HOURS", default="08:30-18:00")
ROBOT_HOURS = env.str("ROBOT_HOURS", default="08:30-18:00")
QUIET_EXEMPT = env.list("QUIET_EXEMPT", default=[])
SMS_KINDS = env.list("SMS_KINDS", default=["card", "ladder"])
DIGEST_AT = env.str("DIGEST_AT", default="08:30")
# Who is told before (-) or after (+) a limit, by working days (d) or working hours (h).
ESCALATION = env.list("ESCALATION", default=["-1d:handler", "+1d:head", "+3d:leader"])

# -- The judge (docs/architecture.md) -----------------------------------------------------------
SWEEP_EVERY = timedelta(seconds=env.int("SWEEP_EVERY_SECONDS", default=30))
# How long after a due moment the judge waits, so that work whose transaction began in time is
# never carded; the same span bounds how long such a transaction may take to reach its row.
SWEEP_MARGIN = timedelta(seconds=env.int("SWEEP_MARGIN_SECONDS", default=30))
SWEEP_BATCH = env.int("SWEEP_BATCH", default=1000)
# A breath between batches keeps other writers quick while the judge works through many.
SWEEP_PAUSE_SECONDS = env.float("SWEEP_PAUSE_SECONDS", default=0.01)
# Working time at counters, for limits in working hours and days that end at closing time.
OFFICE_OPENS = time.fromisoformat(env.str("OFFICE_OPENS", default="09:00"))
OFFICE_CLOSES = time.fromisoformat(env.str("OFFICE_CLOSES", default="17:00"))
# A worker whose clock differs more than this from the database's refuses to judge.
CLOCK_TOLERANCE = timedelta(seconds=5)

# -- The hotline's door -------------------------------------------------------------------------
# Leading zero bits of the form's proof of work: about a second in an old phone's worker.
PROOF_BITS = env.int("PROOF_BITS", default=15)
# What is over a budget is held for a check, never refused; tracking attempts are refused.
COMPLAINTS_AN_HOUR_ADDRESS = env.int("COMPLAINTS_AN_HOUR_ADDRESS", default=10)
COMPLAINTS_AN_HOUR_PHONE = env.int("COMPLAINTS_AN_HOUR_PHONE", default=5)
TRACKING_FAILURES_AN_HOUR = env.int("TRACKING_FAILURES_AN_HOUR", default=20)
# Working days after dispatch in which a unit may ask to return (T-43), and the longest
# extension of its reply (T-44).
RETURN_WINDOW_DAYS = env.int("RETURN_WINDOW_DAYS", default=1)
REPLY_EXTENSION_DAYS = env.int("REPLY_EXTENSION_DAYS", default=5)

# -- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # The token first: a stranger is then asked for one (401), not told that he may not (403).
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "efficiency.integrators.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "efficiency.common.access.Declared",
        "efficiency.integrators.authentication.InScope",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["efficiency.portal.api.bodies.JSONBody"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "efficiency.common.problems.as_problem",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
    "SCHEMA_COERCE_PATH_PK": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Efficiency portal",
    "VERSION": "1",
    "DESCRIPTION": "What other systems of the city may ask and do. Moments carry their offset; days are Shanghai's.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "efficiency.portal.api.description.close_bodies",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CardState": "efficiency.cards.kinds.State",
        "ComplaintState": "complaints.kinds.State",
        "ComplaintKind": "complaints.kinds.Kind",
        "ActKind": "efficiency.cards.kinds.ActKind",
        "RulingKind": "efficiency.cards.kinds.RulingKind",
        "ClockKind": "efficiency.clocks.kinds.ClockKind",
        "UnitKind": "efficiency.organization.models.UnitKind",
        "Level": "efficiency.cards.kinds.LevelNumber",
        "LimitUnit": "efficiency.clocks.kinds.LimitUnit",
        "Subsystem": "efficiency.clocks.kinds.Subsystem",
    },
}
# Calls a minute of one token or account, and of one address that brings neither.
API_CALLS_A_MINUTE = env.int("API_CALLS_A_MINUTE", default=600)
API_CALLS_A_MINUTE_ADDRESS = env.int("API_CALLS_A_MINUTE_ADDRESS", default=60)

# -- Names the city chooses -------------------------------------------------------------------
CITY_NAME = env.str("CITY_NAME", default="") or _("Kunshan (demo)")
OFFICE_NAME = env.str("OFFICE_NAME", default="") or _("Municipal Efficiency Office")

# -- Logs: one event, one line of JSON ----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "efficiency.common.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "pikepdf": {"level": "WARNING"}},
}
