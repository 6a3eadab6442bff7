"""The site's settings with a database that does not wait for the disk: the bench must notice it."""

from kotinos.site.settings import *  # noqa: F403
from kotinos.site.settings import DATABASES

for database in DATABASES.values():
    command = database["OPTIONS"]["init_command"]
    database["OPTIONS"]["init_command"] = command.replace("synchronous=FULL", "synchronous=NORMAL")
