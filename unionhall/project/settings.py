"""Settings of an installation. Two profiles only: ``demo`` (invented data, loud banner) and ``production``.

What an installation may change comes from the environment; `docs/reference/settings.md` lists it.
"""

from pathlib import Path

import environ

from unionhall.project.embedded import Cluster

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
PROFILE = env.str("UNIONHALL_PROFILE", "demo")
IS_DEMO = PROFILE == "demo"
VAR = Path(env.str("UNIONHALL_VAR", "var")).resolve()
UNIONHALL_KEYS = Path(env.str("UNIONHALL_KEYS", str(VAR / "keys.json")))
UNIONHALL_CIPHER = env.str("UNIONHALL_CIPHER", "aes")

SECRET_KEY = env.str("UNIONHALL_SECRET_KEY", "demo-only-secret-key")
DEBUG = False
ALLOWED_HOSTS = env.list("UNIONHALL_HOSTS", default=["*"] if IS_DEMO else [])

INSTALLED_APPS = [
    "unionhall.portal",
    "unionhall.dashboards",
    "unionhall.membership",
    "unionhall.organisation",
    "unionhall.accounts",
    "unionhall.records",
    "unionhall.kit",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
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
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["unionhall.kit.permission_backend.ReachBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"

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
