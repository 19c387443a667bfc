"""The site for a server that speaks ASGI."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings")
application = get_asgi_application()
settings.SECRET_KEY  # noqa: B018 - Django refuses here, at the start, where there is no key
