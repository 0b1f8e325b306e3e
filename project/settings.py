"""Compose Django from the typed environment; nobody imports this module by name."""

from datetime import timedelta
from pathlib import Path

from project.environment import load_environment
from project.kernel.logging import configure_logging

env = load_environment()
BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = env.environment
DEBUG = env.debug
SECRET_KEY = env.secret_key
DATA_DIR = env.data_dir
MODELS_DIR = env.models_dir
IS_HTTPS = env.environment == "production"

BASE_DOMAIN = env.base_domain
PORT = env.port
# Probes and keys reach the installation by address too.
BASE_ALIASES = ("127.0.0.1", "[::1]", "localhost")
ALLOWED_HOSTS = [BASE_DOMAIN, f".{BASE_DOMAIN}", *BASE_ALIASES]
ROOT_URLCONF = "project.urls"
ASGI_APPLICATION = "project.asgi.application"

INSTALLED_APPS = [
    "project.kernel",
    "tenants",
    "documents",
    "chat",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "project.kernel.middleware.RequestIdMiddleware",
    "project.kernel.middleware.FiguresMiddleware",
    "project.kernel.middleware.ContentSecurityMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.middleware.SignInProblemMiddleware",
    "tenants.middleware.SharedScopeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "tenants.middleware.TenantMiddleware",
    "tenants.middleware.LimitMiddleware",
]

DATABASE = env.database_settings("database_url")
DATABASES = {
    "default": DATABASE
    | {
        "ENGINE": "project.kernel.db.postgres",
        "CONN_MAX_AGE": 0,
        # A connection that PostgreSQL dropped in a restart is replaced before it is used.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": DATABASE["OPTIONS"]
        | {
            "server_side_binding": True,
            # A backend process keeps memory for each schema that it touched: it lives 15 minutes.
            "pool": {"min_size": 1, "max_size": env.database_pool_size, "max_lifetime": 900, "timeout": 5},
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
    },
    "owner": env.database_settings("database_owner_url")
    | {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis_url
# Redis may be flushed at any time: it keeps limits and live streams, never sessions.
CACHES = {
    "default": {
        "BACKEND": "project.kernel.redis.ForgetfulCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "serializer": "project.kernel.redis.JsonValues",
            "socket_timeout": 2,
            "socket_connect_timeout": 2,
        },
    }
}

AUTH_USER_MODEL = "tenants.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ["browser"]
HEADLESS_FRONTEND_URLS = {
    "account_reset_password": "/account/password/reset",
    "account_reset_password_from_key": "/account/password/reset/{key}",
    "account_signup": "/sign-in",
    "socialaccount_login_error": "/sign-in?error=provider",
}
ACCOUNT_ADAPTER = "tenants.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is proven by its invitation and never changes: project/urls.py closes what would change it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever types a stranger's address must not be able to have mail sent there.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_TOTP_ISSUER = "Raglan"
# Who types slowly, or whose clock is half a minute wrong, has the right code too.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AXES_FAILURE_LIMIT = 10
AXES_USERNAME_FORM_FIELD = "email"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "tenants.accounts.locked_out"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "project.kernel.problems.csrf_failed"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"

(
    EMAIL_BACKEND,
    EMAIL_HOST,
    EMAIL_PORT,
    EMAIL_HOST_USER,
    EMAIL_HOST_PASSWORD,
    EMAIL_USE_TLS,
    EMAIL_USE_SSL,
) = env.email
DEFAULT_FROM_EMAIL = env.email_from
# Without it smtplib waits for ever.
EMAIL_TIMEOUT = 10

STORAGES = {
    "default": env.storage,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
STATIC_URL = "/static/"
# The packages' own files (the API pages) are few: no step collects them.
WHITENOISE_USE_FINDERS = True
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
WHITENOISE_ROOT = FRONTEND_DIST if FRONTEND_DIST.is_dir() else None
UPLOAD_LIMIT_BYTES = env.upload_limit_bytes
METRICS_TOKEN = env.metrics_token
ALLOW_PRIVATE_ADDRESSES = env.allow_private_addresses
SOURCES_ALLOW_NETWORKS = env.sources_allow_networks
SOURCES_FOLDERS = env.sources_folders
RATE_LIMITS = {"person": env.rate_limit_person, "key": env.rate_limit_key, "tenant": env.rate_limit_tenant}
DATA_UPLOAD_MAX_MEMORY_SIZE = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# The broker is told of new work by this function; it is never imported by the apps.
JOB_BELL = "workers.bell.ring"
JOB_RUNNER = "workers.runner.drain"

TGI_URLS = env.tgi_urls
TGI_MODEL = env.tgi_model
TGI_CONTEXT_TOKENS = env.tgi_context_tokens
ANSWER_PASSAGE_TOKENS = env.answer_passage_tokens
ANSWER_CACHE = env.answer_cache
ANSWER_CACHE_HOURS = env.answer_cache_hours
ANSWER_CACHE_WAIT_SECONDS = env.answer_cache_wait_seconds
ANSWER_CACHE_ROWS = env.answer_cache_rows
ANSWER_CACHE_THRESHOLDS = env.answer_cache_thresholds
TGI_FIRST_TOKEN_SECONDS = env.tgi_first_token_seconds
TGI_INTER_TOKEN_SECONDS = env.tgi_inter_token_seconds
TGI_PHRASE_SECONDS = env.tgi_phrase_seconds
TGI_TOTAL_SECONDS = env.tgi_total_seconds
TGI_FALLBACK_URLS = env.tgi_fallback_urls
TGI_FALLBACK_MODEL = env.tgi_fallback_model
EMBEDDER = env.embedder
SEARCH_SECONDS = env.search_seconds
RERANKER, RERANKER_KEY = env.reranker, env.reranker_key
RERANK_SECONDS, RERANK_LIGHT_SECONDS = env.rerank_seconds, env.rerank_light_seconds
RERANK_PASSAGES = env.rerank_passages
EMBED_THREADS = env.embed_threads
OCR_LANGUAGES, OCR_PAGES = env.ocr_languages, env.ocr_pages
INDEX_RETENTION_DAYS = env.index_retention_days
RAY_WINDOW_PASSAGES = env.ray_window_passages
JOB_RETENTION_DAYS = env.job_retention_days
SEARCH_AS_IS_TOLD = env.search_as_is_told

TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en"
USE_I18N = False

REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "project.kernel.problems.answer_problem",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["project.kernel.http.bodies.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "project.kernel.http.schema.Schema",
    "UNAUTHENTICATED_USER": None,
    # `format` is a word of our own exports.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Raglan",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # What is sent and what is answered differ: ids, defaults, files.
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "AnswerMode": "chat.api.shapes.MODES",
        "CanaryState": "chat.api.health_shapes.CANARY_STATES",
        "DocumentStatus": "documents.api.shapes.STATUSES",
        "IndexState": "documents.api.index_shapes.STATES",
        "JobState": "documents.api.job_shapes.JOB_STATES",
        "LineKind": "documents.api.pipeline_shapes.LINE_KINDS",
        "ListObject": ["list"],
        "Role": "tenants.api.shapes.ROLES",
        "RunState": ["queued", "running", "asking", "done", "refused", "superseded", "failed", "cancelled"],
        "SearchMode": ["hybrid", "dense", "lexical"],
        "StageState": "documents.api.work_shapes.STAGE_STATES",
        "TriageStatus": "chat.api.shapes.TRIAGE_STATUSES",
        "VersionReason": ["uploaded", "renamed", "read_again", "restored"],
        "VersionStatus": ["queued", "parsing", "embedding", "ready", "failed", "quarantined", "replaced"],
    },
}
LOGGING = configure_logging(env.log_level, as_json=env.environment != "development")
