"""Production. Everything that differs between machines comes from the environment (see `config.env`)."""

from csp.constants import NONE, SELF

from config import env
from config.slices import ROOT, task_modules, template_folders

# --- The process and its secrets ------------------------------------------------------------------------------
OGNIWO_PROCESS = env.choice("OGNIWO_PROCESS", "shell", ("web", "worker", "dispatcher", "ground", "shell"))
SECRET_KEY = env.text("OGNIWO_SECRET_KEY")
DEBUG = False
OGNIWO_SCHEME = env.choice("OGNIWO_SCHEME", "https", ("http", "https"))
OGNIWO_PORT = env.number("OGNIWO_PORT", 443)
OGNIWO_BASE_HOST = env.text("OGNIWO_BASE_HOST", "localhost")
OGNIWO_APP_ROLE = env.text("OGNIWO_APP_ROLE", "ogniwo_app")
OGNIWO_DATA_DIR = env.text("OGNIWO_DATA_DIR", str(ROOT / ".ogniwo"))
OGNIWO_FILES_ROOT = env.text("OGNIWO_FILES_ROOT", f"{OGNIWO_DATA_DIR}/files")
OGNIWO_DEMO = env.flag("OGNIWO_DEMO")
OGNIWO_DEMO_MONTHS = env.number("OGNIWO_DEMO_MONTHS", 14)
OGNIWO_WAIVE_SECOND_FACTOR = env.flag("OGNIWO_WAIVE_SECOND_FACTOR", OGNIWO_DEMO)
OGNIWO_STYLEGUIDE = False
OGNIWO_FONTS_DIR = ROOT / "platform/core/static/vendor/fonts"
OGNIWO_LEASE_SECONDS = env.number("OGNIWO_LEASE_SECONDS", 12)
OGNIWO_SESSION_IDLE_SECONDS = env.number("OGNIWO_SESSION_IDLE_SECONDS", 30 * 60)
OGNIWO_SESSION_WARNING_SECONDS = 120
OGNIWO_SESSION_MAX_SECONDS = 12 * 3600
OGNIWO_REPORT_DAYS = 30
ALLOWED_HOSTS = ["*"]  # HouseMiddleware answers registered hosts only; forwarded host headers are never read
OGNIWO_TRUSTED_PROXIES = tuple(env.text("OGNIWO_TRUSTED_PROXIES", "").split())
"""Networks whose X-Forwarded-For is believed, such as `10.0.0.0/8`; nobody's by default."""

# --- Database: one login role per kind of process -------------------------------------------------------------
_TIMEOUTS = {"web": "15s", "worker": "300s", "dispatcher": "15s", "ground": "300s", "shell": "60s"}
_URL = "DATABASE_OWNER_URL" if OGNIWO_PROCESS == "ground" else "DATABASE_URL"
DATABASES = {
    "default": env.database(
        env.text(_URL),
        options=f"-c statement_timeout={_TIMEOUTS[OGNIWO_PROCESS]} -c lock_timeout=2s"
        " -c idle_in_transaction_session_timeout=30s",
    )
}
DATABASE_ROUTERS = ("django_tenants.routers.TenantSyncRouter", "tenants.walls.tripwires.HouseRouter")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Houses: a folder is a place in the database --------------------------------------------------------------
_EVERY_HOUSE = ("allauth.account", "allauth.mfa", "core")
TENANT_TYPES = {
    "public": {"APPS": ("tenants", "networking"), "URLCONF": "config.urls.public"},
    "centre": {"APPS": (*_EVERY_HOUSE, "casework"), "URLCONF": "config.urls.centre"},
    "owes": {"APPS": _EVERY_HOUSE, "URLCONF": "config.urls.owes"},
}
HAS_MULTI_TYPE_TENANTS = True
MULTI_TYPE_DATABASE_FIELD = "kind"
TENANT_MODEL = "tenants.Organisation"
TENANT_DOMAIN_MODEL = "tenants.Domain"
TENANT_LIMIT_SET_CALLS = True
OPERATOR_RECORD = "core.audit.services.record_by_operator"
DEMO_STEPS = ("casework.demo.filling.fill", "networking.demo.filling.fill")  # called with `today`, in this order
FOUNDING_STEPS = ("core.sealing.services.make_key", "core.accounts.services.invite_first_manager")
INSTALLED_APPS = [
    "django_tenants",
    "django.contrib.contenttypes",  # imported by django-tenants; has no table anywhere
    "django.contrib.auth",  # hashing and forms; has no table anywhere
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "tenants",
    "core",
    "casework",
    "networking",
    "worker",  # no models: the commands of the dispatcher and the ground process
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "rest_framework",
    "django.forms",
]
ROOT_URLCONF = "config.urls.public"
PUBLIC_SCHEMA_URLCONF = "config.urls.public"
WSGI_APPLICATION = "config.wsgi.application"

MIDDLEWARE = [
    "core.ui.middleware.RequestReference",
    "django.middleware.security.SecurityMiddleware",
    "core.ui.middleware.ResponseHeaders",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.ui.middleware.DatabaseAway",
    "tenants.organisations.middleware.HouseMiddleware",
    "core.accounts.middleware.HouseOnly",  # session, csrf, auth, messages: in houses only
    "core.accounts.middleware.AccountLocale",
    "django.middleware.common.CommonMiddleware",
    "core.access.middleware.AccessMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "platform/core/templates", *template_folders()],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "core.ui.selectors.page_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Cache: convenience only, never truth ---------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
CACHES = {"default": env.cache(REDIS_URL)}
CELERY_BROKER_URL = REDIS_URL
CELERY_IMPORTS = task_modules()
OGNIWO_RESEND_SECONDS = env.number("OGNIWO_RESEND_SECONDS", 30)  # an unanswered wake-up call is repeated
OGNIWO_STOP_SECONDS = env.number("OGNIWO_STOP_SECONDS", 10)  # a stopping worker then hands its jobs back
OGNIWO_WORKER_SLOTS = env.number("OGNIWO_WORKER_SLOTS", 2)
OGNIWO_JOBS_PER_HOUSE = 2

# --- Accounts -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = ("core.accounts.backends.HouseBackend",)
PASSWORD_HASHERS = ("django.contrib.auth.hashers.Argon2PasswordHasher",)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "username")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
OGNIWO_PHONE_HOME = "attendance:sheets"  # what a trusted phone opens
ACCOUNT_ADAPTER = "core.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_EMAIL_CONFIRMATION_HMAC = False  # a signed link of one house would verify another house's address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,5/15m/key", "login": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "core.accounts.forms.SignInForm",
    "change_password": "core.accounts.forms.PasswordForm",
    "reauthenticate": "core.accounts.forms.PasswordAgainForm",
    "reset_password": "core.accounts.forms.ForgottenForm",
    "reset_password_from_key": "core.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "core.accounts.adapters.HouseTokenGenerator"  # noqa: S105  (a class)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who has no account here
ACCOUNT_USER_DISPLAY = "builtins.str"  # an account's own name
MFA_ADAPTER = "core.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Ogniwo"
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_FORMS = {
    "authenticate": "core.accounts.forms.CodeForm",
    "reauthenticate": "core.accounts.forms.CodeAgainForm",
    "activate_totp": "core.accounts.forms.AppForm",
}
MFA_TOTP_TOLERANCE = 1  # one step of 30 s each way: the clocks of telephones differ
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are proven by the invitation, not by allauth
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = OGNIWO_SCHEME == "http"  # the demo on this machine

# --- API ------------------------------------------------------------------------------------------------------
OGNIWO_API_PATH = "/api/v1/"
OGNIWO_API_REQUESTS_A_MINUTE = env.number("OGNIWO_API_REQUESTS_A_MINUTE", 600)  # of one key
OGNIWO_API_CHANGES_A_MINUTE = env.number("OGNIWO_API_CHANGES_A_MINUTE", 120)
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Ogniwo",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    "SORT_OPERATIONS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Sessions and cookies -------------------------------------------------------------------------------------
_SECURE = OGNIWO_SCHEME == "https"
_PREFIX = "__Host-" if _SECURE else ""
SESSION_ENGINE = "core.accounts.sessions"
SESSION_COOKIE_NAME = f"{_PREFIX}ogniwo_session"
SESSION_COOKIE_AGE = OGNIWO_SESSION_MAX_SECONDS
SESSION_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OGNIWO_PHONE_COOKIE_NAME = f"{_PREFIX}ogniwo_phone"  # the secret of a trusted phone: locked like the session's
CSRF_COOKIE_NAME = f"{_PREFIX}ogniwo_csrf"
CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.ui.views.csrf_failure"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}ogniwo_language"
LANGUAGE_COOKIE_SECURE = _SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers --------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = False  # the proxy redirects; behind it everything is https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE
SECURE_HSTS_PRELOAD = _SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- Language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "Polski"), ("en", "English")]  # each in its own tongue
LOCALE_PATHS = [ROOT / "platform/core/locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

# --- Static files and mail ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.text("OGNIWO_STATIC_ROOT", f"{OGNIWO_DATA_DIR}/static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # unused: files live in core.files
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_BACKEND = "core.mail.backend.QueueBackend"  # every message is a row first, then a job
OGNIWO_SMTP = env.mail(env.text("EMAIL_URL", ""))
DEFAULT_FROM_EMAIL = env.text("OGNIWO_MAIL_FROM", f"Ogniwo <ogniwo@{OGNIWO_BASE_HOST}>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "config.logs.OnEveryLine"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(reference)s] %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["reference"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the e-mail is unique by a constraint on its lower-case form
    "security.W002",  # ResponseHeaders sends X-Frame-Options with every answer
    "security.W003",  # CSRF protection runs inside HouseOnly; the public site has no form that changes anything
    "security.W008",  # the proxy in front redirects to https
]
