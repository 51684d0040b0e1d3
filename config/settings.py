"""Settings. One file; what differs between places comes from the environment."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from config import browsers, env, logs

ROOT = Path(__file__).resolve().parent.parent
DATA = env.folder("NETRAL_DATA", ROOT / "var")

# ---- What kind of installation is this?
DEBUG = env.flag("NETRAL_DEBUG")
TESTING = env.flag("NETRAL_TESTING")
DEMO = env.flag("NETRAL_DEMO")  # impossible identity numbers are accepted only here
TOY = "only-for-tests-and-demonstrations-never-for-people"
SECRET_KEY = env.secret("NETRAL_SECRET_KEY", default=TOY if DEBUG or DEMO else None)
NIK_KEY = env.secret("NETRAL_NIK_KEY", default=TOY if DEBUG or DEMO else None)
SEAL_PASSPHRASE = env.secret("NETRAL_SEAL_PASSPHRASE", default=TOY if DEBUG or DEMO else None)
PROMISE_KEY = env.secret("NETRAL_PROMISE_KEY", default=TOY if DEBUG or DEMO else None)
BASE_URL = env.text("NETRAL_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("NETRAL_HOSTS", "localhost")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HTTPS = BASE_URL.startswith("https://")

# ---- Parts
INSTALLED_APPS = [
    "netral.access",  # first: its templates stand before allauth's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "netral.tenancy",
    "netral.ledger",
    "netral.signing",
    "netral.notices",
    "netral.orgs",
    "netral.calendar",
    "netral.tallies",
    "netral.rules",
    "netral.circulars",
    "netral.answers",
    "netral.advice",
    "netral.permits",
    "netral.outreach",
    "netral.pacts",
    "netral.supervision",
    "netral.duties",
    "netral.insight",
    "netral.transparency",
    "netral.web",
    "netral.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "netral.web.middleware.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "netral.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "netral.web.middleware.BodyMiddleware",  # before the next one reads the form
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "netral.access.middleware.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "netral.access.middleware.SeatMiddleware",
    "netral.web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "netral.web.templatetags.netral",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "netral.web.context.shell",
            ],
        },
    }
]

# ---- Data
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA / 'netral.sqlite3'}"), conn_max_age=None
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a deferred transaction that later writes fails at once under load.
    # FULL: a receipt handed out must survive a power cut.
    # RECURSIVE: else REPLACE takes a row away without asking the triggers that keep it.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA recursive_triggers=ON;",
    }
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "netral_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
if TESTING:
    TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
STORE = DATA / "store"  # sealed papers, content-addressed
MEDIA_ROOT = DATA / "media"
LOG = env.folder("NETRAL_LOG", DATA / "log")  # the transparency log, for everybody to read
LOG_ORIGIN = env.text("NETRAL_LOG_ORIGIN", f"{urlsplit(BASE_URL).netloc}/log")  # for ever
LOG_POLICY = env.text("NETRAL_LOG_POLICY")  # file that names the witnesses; empty: none
SEQUENCER = env.choice("NETRAL_SEQUENCER", ("web", "apart"))
# Only who runs the sequencer needs the key of the log.
LOG_KEY = env.secret("NETRAL_LOG_KEY", default=TOY if DEBUG or DEMO else "")
SEALED_HOUR = env.number("NETRAL_SEALED_HOUR", 3)  # of the day, in UTC+7, that releases reports
SEALED_DAYS = env.number("NETRAL_SEALED_DAYS", 30)  # until everybody sees which leaves were reports
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
ROSTER_MAX_MB = env.number("NETRAL_ROSTER_MAX_MB", 64)  # of a roster file, as uploaded
BODY_MAX_MB = ROSTER_MAX_MB + 1  # of any request: no page takes more than a roster
ROSTER_MAX_ROWS = env.number("NETRAL_ROSTER_MAX_ROWS", 250_000)

# ---- People
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["netral.access.backend.Backend"]
PASSWORD_HASHERS = [
    "netral.access.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING and not env.flag("NETRAL_REAL_HASHER"):
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/saya/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600
SLIP_DAYS = env.number("NETRAL_SLIP_DAYS", 30)  # how long an activation code is good
ADVICE_DAYS = env.number("NETRAL_ADVICE_DAYS", 2)  # working days for a written answer
OPEN_LICENCE = env.text("NETRAL_OPEN_LICENCE", "CC BY 4.0")  # of the open figures
IDLE_SECONDS = 60 * env.number("NETRAL_IDLE_MINUTES", 720 if DEMO else 30)
# Staff (every role but employee) must set up a second step before their first staff page.
STAFF_MFA = env.flag("NETRAL_STAFF_MFA", default=not (DEBUG or DEMO))
ACCOUNT_ADAPTER = "netral.access.adapter.AccountAdapter"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts come from the roster and are activated by code
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True  # sessions end by the limits above, not with the window
ACCOUNT_FORMS = {
    "login": "netral.access.forms.sign_in.SignInForm",
    "change_password": "netral.access.forms.sign_in.NewPasswordForm",
    "reauthenticate": "netral.access.forms.sign_in.PasswordAgainForm",
}
# A whole city hall may sit behind one address; what is guessed at is limited by account.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "activate": "120/m/ip",
    "reset_password": "60/m/ip,3/h/key",
    "reset_password_from_key": "60/m/ip",
    "manage_email": "5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("NETRAL_PROXIES", 0)  # who writes X-Forwarded-For
MFA_ADAPTER = "netral.access.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "netral.access.forms.sign_in.SecondStepForm",
    "reauthenticate": "netral.access.forms.sign_in.CodeAgainSpendingForm",
    "activate_totp": "netral.access.forms.sign_in.AddAppForm",
    "login_webauthn": "netral.access.forms.sign_in.PasskeySignInForm",
    "authenticate_webauthn": "netral.access.forms.sign_in.PasskeyStepForm",
    "reauthenticate_webauthn": "netral.access.forms.sign_in.PasskeyAgainForm",
    "add_webauthn": "netral.access.forms.sign_in.AddPasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Netral"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# ---- Messages that leave the house
CHANNELS = env.some(  # the order in which a person is tried
    "NETRAL_CHANNELS", "mail,whatsapp,sms", frozenset({"mail", "whatsapp", "sms"})
)
# A demonstration has a day of its own, in which the night outside means nothing.
QUIET_HOURS = env.hours("NETRAL_QUIET_HOURS", "00:00-00:00" if DEMO else "20:00-07:00")
DIGEST = env.flag("NETRAL_DIGEST", default=True)  # the second message of a day waits for company
RECEIPT_HOURS = env.number("NETRAL_RECEIPT_HOURS", 6)  # without word of delivery: another channel
EMAIL_BACKEND = "netral.notices.carriers.mail.Backend"
EMAIL_HOST = env.text("NETRAL_MAIL_HOST")
EMAIL_PORT = env.number("NETRAL_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("NETRAL_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("NETRAL_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("NETRAL_MAIL_TLS")
EMAIL_TIMEOUT = 20
MAIL_PER_RUN = env.number("NETRAL_MAIL_PER_RUN", 200)
MAIL_CONTENT_FREE = env.flag("NETRAL_MAIL_CONTENT_FREE")  # mails say only that a message waits
MAIL_PER_MINUTE = env.number("NETRAL_MAIL_PER_MINUTE", 6000)
DEFAULT_FROM_EMAIL = env.text("NETRAL_MAIL_FROM", "netral@localhost")
WHATSAPP_NUMBER_ID = env.text("NETRAL_WHATSAPP_NUMBER_ID")  # empty: no WhatsApp
WHATSAPP_TOKEN = env.text("NETRAL_WHATSAPP_TOKEN")
WHATSAPP_SECRET = env.text("NETRAL_WHATSAPP_SECRET")  # of the app: signs what Meta reports
WHATSAPP_HANDSHAKE = env.text("NETRAL_WHATSAPP_HANDSHAKE")
WHATSAPP_URL = env.service("NETRAL_WHATSAPP_URL", "https://graph.facebook.com")
WHATSAPP_VERSION = env.text("NETRAL_WHATSAPP_VERSION", "v23.0")
WHATSAPP_PER_MINUTE = env.number("NETRAL_WHATSAPP_PER_MINUTE", 600)
SMS_URL = env.service("NETRAL_SMS_URL")  # empty: no SMS
SMS_TOKEN = env.text("NETRAL_SMS_TOKEN")
SMS_SECRET = env.text("NETRAL_SMS_SECRET")
SMS_SENDER = env.text("NETRAL_SMS_SENDER", "NETRAL")
SMS_PER_MINUTE = env.number("NETRAL_SMS_PER_MINUTE", 300)

# ---- Words
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
# Our words win over those of Django and allauth where a msgid is the same.
LOCALE_PATHS = sorted((ROOT / "netral").glob("*/locale"))

# ---- Static files
STATIC_URL = "/static/"
COLLECTED = not (DEBUG or TESTING)  # else they are served from where they are written
STATIC_ROOT = DATA / "static" if COLLECTED else None
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "netral.web.storage.Hashed"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED

# ---- Browsers
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "netral.web.views.errors.stale_form"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = browsers.CONTENT_SECURITY_POLICY

# ---- Logs
LOGGING = logs.configured("WARNING" if TESTING else "INFO")
