"""Debian's nginx with the very files of deploy/, but for ports, names and the certificate."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import servers, tools
from tests.running_site import BASE_DIR

_MAIN = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    {temporary}
    include {folder}/upstreams.conf;
    include {folder}/nginx.conf;
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def running(*, web: int, live: list[int], static: Path) -> Iterator[int]:
    """Serves what runs on the ports `web` and `live`, and the files in `static`; gives the port of its https."""
    program, port = tools.nginx(), servers.free_port()
    assert program
    with tempfile.TemporaryDirectory(prefix="linnet-nginx-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        _make_certificate(folder)
        _write(folder, "nginx.conf", _fitted(port, folder, static))
        _write(folder, "upstreams.conf", _upstreams(web, live))
        temporary = "\n".join(f"{what}_temp_path {folder}/{what};" for what in _TEMPORARY)
        _write(folder, "main.conf", _MAIN.format(folder=folder, temporary=temporary))
        command = [program, "-p", str(folder), "-e", str(folder / "log"), "-c", str(folder / "main.conf")]
        server = servers.Server(command, f"https://localhost:{port}", folder, lambda: servers.listens(port))
        server.start()
        try:
            yield port
        finally:
            server.stop()


def _fitted(port: int, folder: Path, static: Path) -> str:
    """The committed file, each change of which must find what it changes."""
    text = (BASE_DIR / "deploy/nginx.conf").read_text()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{servers.free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "linnet.example": "localhost",
        "/etc/ssl/linnet/": f"{folder}/",
        "/var/lib/linnet/static/": f"{static}/",
    }
    for theirs, ours in changes.items():
        assert theirs in text
        text = text.replace(theirs, ours)
    return text


def _upstreams(web: int, live: list[int]) -> str:
    text = (BASE_DIR / "deploy/upstreams.conf").read_text()
    for theirs, ours in zip(("8000", "8101", "8102"), (web, *live), strict=True):
        assert f":{theirs}" in text
        text = text.replace(f":{theirs}", f":{ours}")
    return text


def _make_certificate(folder: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout privkey.pem -out fullchain.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
