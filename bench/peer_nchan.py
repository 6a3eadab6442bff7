"""nginx with the nchan module, Debian's, as another server of event streams to measure beside ours."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .processes import descendants
from .served import ServerError, free_port

MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
PACKAGES = ("nginx", "libnginx-mod-nchan")
READY_WITHIN = 15.0

# One worker, and what makes it a fair peer: no log, room for every stream, enough shared memory, a beat as
# often as ours. Its messages are kept for a minute, as ours are for streams that come back.
CONFIGURATION = """
load_module {module};
user {user};
worker_processes 1;
worker_rlimit_nofile {files};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections {files}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000;
  nchan_shared_memory_size 256M;
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    location = /pub {{
      nchan_publisher; nchan_channel_id fans;
      nchan_message_buffer_length 200; nchan_message_timeout 60s;
    }}
    location = /sub {{
      nchan_subscriber eventsource; nchan_channel_id fans;
      nchan_subscriber_first_message newest; nchan_eventsource_ping_interval 15;
    }}
  }}
}}
"""


def install() -> None:
    """Debian's packages, where they are absent and may be installed. Raises ServerError elsewhere."""
    if shutil.which("nginx") and MODULE.exists():
        return
    words = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    if os.getuid() or not shutil.which("apt-get"):
        raise ServerError(f"nginx with nchan is missing, and only root can install it: {' '.join(words)}")
    done = subprocess.run(
        words, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, text=True
    )
    if done.returncode or not MODULE.exists():
        raise ServerError(f"{' '.join(words)}: {(done.stderr or done.stdout)[-600:]}")


class Nchan:
    """A running nginx with one channel: streams at ``/sub``, messages to ``/pub``."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self._pid = port, pid
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    @property
    def worker(self) -> int:
        """The process that does the work."""
        return max(descendants(self._pid))

    def publish(self, data: bytes) -> None:
        """Send one event, on a connection kept open. Raises ServerError when it is not taken."""
        self._connection.request("POST", "/pub", data, {"X-EventSource-Event": "change"})
        answer = self._connection.getresponse()
        told = answer.read()
        if answer.status not in (200, 201, 202):
            raise ServerError(f"nchan answered {answer.status}: {told[:300]!r}")

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def nchan(files: int) -> Iterator[Nchan]:
    """An nginx of our own on a free port, with room for so many streams."""
    install()
    with tempfile.TemporaryDirectory(prefix="kotinos-nchan-") as name:
        folder, port = Path(name), free_port()
        user = "root" if not os.getuid() else "nobody"
        text = CONFIGURATION.format(
            module=MODULE, user=user, files=2 * files + 1000, folder=folder, port=port
        )
        (folder / "nginx.conf").write_text(text)
        # A session of its own, as each process of our server has: Linux shares processor time out by session
        # first (sched_autogroup), and in ours nginx would share with the clients.
        process = subprocess.Popen(
            ["nginx", "-p", name, "-c", str(folder / "nginx.conf")],
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        peer = Nchan(port, process.pid)
        try:
            _until_ready(peer, process)
            yield peer
        finally:
            peer.close()
            process.terminate()
            process.wait(30)
            if process.stderr:
                process.stderr.close()


def _until_ready(peer: Nchan, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            peer.publish(b"{}")
        except OSError:
            peer.close()
            time.sleep(0.1)
        else:
            return
    process.terminate()
    raise ServerError(f"nginx with nchan does not come up: {(process.communicate()[1] or '')[-600:]}")
