"""Where does a web server find the application? `gunicorn kakehashi.web.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.settings")
application = get_wsgi_application()
