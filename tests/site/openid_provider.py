"""An organisation's own sign-in, as a site of its own: run with the address that people are sent back to.

It prints where it serves, and ends with its input. Whoever knows the password may sign in; those whose name
begins with `mfa` are said to have given a second factor, and those with `unverified` no verified e-mail.
"""

import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from openid_provider_words import CLIENT, PASSWORD, SECRET

NAMES = ("ada", "ben", "mfa-cleo", "unverified-dan", "eve", "mfa-lead")
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)

settings.configure(
    SECRET_KEY="of the provider alone, and of no use to anybody else",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:provider?mode=memory&cache=shared"}
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    SESSION_COOKIE_NAME="provider",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": KEY.decode(),
        "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
        "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Claims",
        "PKCE_REQUIRED": True,
        "SCOPES": {"openid": "who you are", "profile": "your name", "email": "your address"},
    },
    USE_TZ=True,
)
django.setup()

from django.contrib.auth import authenticate, get_user_model, login  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402


class Claims(OAuth2Validator):
    """What the organisation says of somebody beside who they are."""

    oidc_claim_scope = None

    def get_additional_claims(self, request):
        name = request.user.username
        said = {"email": request.user.email, "email_verified": not name.startswith("unverified")}
        return said | {"staff_number": f"S-{name}", "amr": ["pwd", "mfa"] if "mfa" in name else ["pwd"]}


def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks nothing but name and password, and goes on to what was asked for."""
    user = authenticate(request, username=request.GET["name"], password=request.GET["password"])
    if user is None:
        return HttpResponse(status=401)
    login(request, user)
    return HttpResponse(status=204)


urlpatterns = [path("sign-in", sign_in), path("o/", include("oauth2_provider.urls"))]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        return


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def serve(back_to: str) -> None:
    call_command("migrate", verbosity=0)
    for name in NAMES:
        get_user_model().objects.create_user(name, f"{name}@trust.example", PASSWORD)
    get_application_model().objects.create(
        name="Commonweal",
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=back_to,
        algorithm="RS256",
        skip_authorization=True,
    )
    with Server(("127.0.0.1", 0), Quiet) as server:
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1])
