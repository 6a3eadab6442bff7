"""Settings of the suite: the site's own, on a data folder of its own and the chosen database."""

from tests.database import choose

choose()

from kotinos.site.settings import *  # noqa: E402, F403 - the environment must be set first
