"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from gongjian.common import frames, heap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.serve")
application = frames.together(get_wsgi_application())
heap.settle()
