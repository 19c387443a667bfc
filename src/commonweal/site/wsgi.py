"""The site for a server that speaks WSGI."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings")
application = get_wsgi_application()
settings.SECRET_KEY  # noqa: B018 - Django refuses here, at the start, where there is no key

# What is loaded now stays, and a page leaves few circles behind: looking for them costs more than they do.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
