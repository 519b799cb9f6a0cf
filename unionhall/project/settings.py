"""Settings of an installation. Two profiles only: ``demo`` (invented data, loud banner) and ``production``.

What an installation may change comes from the environment; `docs/reference/settings.md` lists it. What would make a
production installation unsafe is refused by ``project.safety`` before anything starts.
"""

from pathlib import Path

import environ

from unionhall.project.embedded import Cluster
from unionhall.project.logs import logging_configuration
from unionhall.project.safety import refuse_unsafe

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
PROFILE = env.str("UNIONHALL_PROFILE", "demo")
IS_DEMO = PROFILE == "demo"
VAR = Path(env.str("UNIONHALL_VAR", "var")).resolve()
UNIONHALL_KEYS = Path(env.str("UNIONHALL_KEYS", str(VAR / "keys.json")))
UNIONHALL_CIPHER = env.str("UNIONHALL_CIPHER", "aes")
ANCHOR = Path(env.str("UNIONHALL_ANCHOR", str(VAR / "anchor")))

DEMO_SECRET_KEY = "demo-only-secret-key"  # noqa: S105
SECRET_KEY = env.str("UNIONHALL_SECRET_KEY", DEMO_SECRET_KEY)
DEBUG = False
ALLOWED_HOSTS = env.list("UNIONHALL_HOSTS", default=["*"] if IS_DEMO else [])
PUBLIC_ADDRESS = env.str("UNIONHALL_ADDRESS", "")
IS_HTTPS = env.bool("UNIONHALL_HTTPS", not IS_DEMO)

INSTALLED_APPS = [
    "unionhall.portal",
    "unionhall.dashboards",
    "unionhall.membership",
    "unionhall.organisation",
    "unionhall.accounts",
    "unionhall.records",
    "unionhall.kit",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "ninja",
]

MIDDLEWARE = [
    "unionhall.records.middleware.RequestContext",
    "unionhall.project.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "unionhall.project.headers.HeadersMiddleware",
    "unionhall.project.odd_requests.refuse_null_characters",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unionhall.organisation.middleware.remember_posts",
    "unionhall.accounts.middleware.SessionRules",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "unionhall.kit.refusals.RefusedMiddleware",
    "unionhall.accounts.middleware.SecondFactorWay",
]

ROOT_URLCONF = "unionhall.project.urls"
WSGI_APPLICATION = "unionhall.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

CLUSTER = (
    None if "DATABASE_URL" in env else Cluster(Path(env.str("UNIONHALL_CLUSTER", str(VAR / "postgres"))).resolve())
)
DATABASES = {"default": CLUSTER.django_settings() if CLUSTER else env.db_url("DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"connect_timeout": 5} | DATABASES["default"].get("OPTIONS", {}),
}
FORM_RENDERER = "unionhall.kit.forms.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "unionhall.accounts.backends.UserBackend",
    "unionhall.kit.permission_backend.ReachBackend",
]
DATABASE_ROUTERS = ["unionhall.accounts.routers.NoPermissionTables"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "unionhall.accounts.passwords.ThreeClasses"},
    {"NAME": "unionhall.accounts.passwords.NotUsedBefore"},
    {"NAME": "unionhall.accounts.passwords.NotTheDemo"},
]
LOGIN_URL = "/sign-in/"
MESSAGE_ADAPTERS = env.json("UNIONHALL_MESSAGE_ADAPTERS", {})

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "project" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
HAS_COLLECTED_STATIC = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "unionhall.project.assets.HashedStorage"
        if HAS_COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HAS_COLLECTED_STATIC
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = VAR / "files"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "unionhall.project.errors.csrf_failure"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS.rstrip("/")] if PUBLIC_ADDRESS else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if IS_DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not IS_DEMO
SECURE_HSTS_PRELOAD = not IS_DEMO
SECURE_SSL_REDIRECT = not IS_DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("UNIONHALL_BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
LOGGING = logging_configuration(env.str("UNIONHALL_LOG_LEVEL", "INFO"), is_json=not IS_DEMO)
LOGGING_CONFIG = "unionhall.project.logs.configure"

refuse_unsafe(globals())
