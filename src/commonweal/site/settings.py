"""Django's settings: safe unless the environment says otherwise.

COMMONWEAL_DEBUG=1 shows errors with their values and is for developing alone.
COMMONWEAL_LOOPBACK=1 allows plain http, and then answers on this machine's own addresses only.
COMMONWEAL_BEHIND_PROXY=1 believes one proxy in front about https and the reader's address.
COMMONWEAL_SECOND_FACTOR=offered lets those who see people do without one; required if not said.
COMMONWEAL_SIGN_IN names the file of the organisations whose own sign-in is taken.
COMMONWEAL_FORMER_SECRET_KEYS lists, between commas, keys before this one: authenticator apps stay good.
COMMONWEAL_IDLE_MINUTES says after how long without a page a session ends; 30 if not said.
COMMONWEAL_COSTLY_A_MINUTE says how many searches, lists and files an account may ask for; 60 if not said.
COMMONWEAL_SECRET_KEY_FILE and DATABASE_URL_FILE name files that hold what the same names without _FILE would.
COMMONWEAL_SCANNER is a command fed each paper that somebody attaches; refused unless that ends with 0.
COMMONWEAL_ADDRESS is where the site is reached, such as https://care.example: links in notices begin with it.
COMMONWEAL_CONNECTIONS says how many connections to the database each process may hold; 8 if not said.
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from jinja2 import ChainableUndefined

from commonweal.site import environment, sign_in

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
WEB = PACKAGE / "web"

DEBUG = environment.flag("COMMONWEAL_DEBUG")
LOOPBACK = environment.flag("COMMONWEAL_LOOPBACK")
BEHIND_PROXY = environment.flag("COMMONWEAL_BEHIND_PROXY")
HTTPS = not (DEBUG or LOOPBACK)

SECRET_KEY = environment.secret_key(debug=DEBUG)
SECRET_KEY_FALLBACKS = environment.listing("COMMONWEAL_FORMER_SECRET_KEYS")
ALLOWED_HOSTS = environment.listing("COMMONWEAL_ALLOWED_HOSTS")
if not HTTPS:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

BLUEPRINT = os.environ.get("COMMONWEAL_BLUEPRINT", str(ROOT / "blueprints" / "exeter"))
BOUNDARIES = os.environ.get("COMMONWEAL_BOUNDARIES", "")
ASSETS = Path(os.environ.get("COMMONWEAL_ASSETS", ROOT / "var" / "assets"))

DATABASES = environment.databases()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "care_sharedcache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # nobody pushes a lock-out out by filling it up
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "commonweal.care",
    "commonweal.web",
    "commonweal.site.limits",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "commonweal.site.headers.private_by_default",
    "commonweal.site.readable.readable_alone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.web.accounts.ending.sessions_end",
    "commonweal.web.accounts.second_step.second_step_first",
    "commonweal.site.limits.holding.HoldBack",
]

if environment.flag("COMMONWEAL_TESTING"):
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # it triples the length of a test run

ROOT_URLCONF = "commonweal.site.urls"
WSGI_APPLICATION = "commonweal.site.wsgi.application"

TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [WEB / "templates"],
        "OPTIONS": {
            "environment": "commonweal.web.jinja.environment",
            "undefined": ChainableUndefined,
            "context_processors": [
                "commonweal.web.jinja.token_once",
                "csp.context_processors.nonce",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "NAME": "accounts",  # the pages of allauth, which are written for Django's own templates
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "csp.context_processors.nonce",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [ASSETS] if ASSETS.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

AUTH_USER_MODEL = "care.User"
AUTHENTICATION_BACKENDS = ["commonweal.care.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "commonweal.web.accounts.adapter.ByInvitation"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/?ended=out"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "100/10m/ip,5/15m/key"}  # many share an address
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "commonweal.web.accounts.adapter.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Commonweal"
SECOND_FACTOR = environment.one_of("COMMONWEAL_SECOND_FACTOR", "required", "offered")
SOCIALACCOUNT_ADAPTER = "commonweal.web.accounts.openid.adapter.ByOrganisation"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a post would be held back by form-action on its way to the provider
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "commonweal.web.accounts.openid.provider.OrganisationProvider",
        "APPS": sign_in.apps(sign_in.declared(os.environ.get("COMMONWEAL_SIGN_IN", ""), https=HTTPS)),
    }
}
EMAIL_HOST = os.environ.get("COMMONWEAL_MAIL_HOST", "")  # alerts without personal data; none where not set
EMAIL_PORT = environment.whole_number("COMMONWEAL_MAIL_PORT", 25)
EMAIL_USE_TLS = environment.flag("COMMONWEAL_MAIL_TLS")
EMAIL_HOST_USER = os.environ.get("COMMONWEAL_MAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.secret("COMMONWEAL_MAIL_PASSWORD")
EMAIL_TIMEOUT = 5
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("COMMONWEAL_MAIL_FROM", "commonweal@localhost")

SCANNER = os.environ.get("COMMONWEAL_SCANNER", "")  # no virus scanner is at hand where it is not said
FILE_UPLOAD_HANDLERS = ["commonweal.web.uploads.InMemory"]

ADDRESS = os.environ.get("COMMONWEAL_ADDRESS", "").rstrip("/")  # what links in notices begin with

# Points from which two records may be, and almost certainly are, of one person; the defaults are ours.
IDENTITY_POSSIBLE = environment.whole_number("COMMONWEAL_IDENTITY_POSSIBLE", 45)
IDENTITY_SAME = environment.whole_number("COMMONWEAL_IDENTITY_SAME", 70)

OPENING_MINUTES: int = environment.minutes_between("COMMONWEAL_OPENING_MINUTES", 15, 60, 240)

SESSION_ENGINE = "commonweal.care.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # and no session lasts longer, however busy
SESSION_IDLE_AGE = environment.minutes("COMMONWEAL_IDLE_MINUTES", 30) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"  # never set by a neighbouring site
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

COSTLY_A_MINUTE = environment.whole_number("COMMONWEAL_COSTLY_A_MINUTE", 60)

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "commonweal.site.log_lines.WithoutValues",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
