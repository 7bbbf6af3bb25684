"""A private PostgreSQL cluster in the home: made, started, watched and stopped without a system service."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gis.errors import Unavailable

DATABASE = ROLE = "wangge"
# 512 MB of WAL and one sync of the whole disk instead of one a file keep recovery after a kill below three
# seconds; a town's tables fit the buffers. Values of statements and rows may be places of people and stay out
# of the log.
CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 512MB
recovery_init_sync_method = syncfs
wal_compression = on
jit = off
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_min_duration_statement = 2000
log_parameter_max_length = 0
log_error_verbosity = terse
"""


@dataclass(frozen=True)
class Cluster:
    """Paths and owner of one private cluster; methods act on it by PostgreSQL's own programs."""

    data: Path
    sockets: Path
    owner: str | None
    durable: bool = True

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data / "server.log"

    def url(self, database: str = DATABASE) -> str:
        """Return the SQLAlchemy address of a database in this cluster."""
        return f"postgresql+asyncpg://{ROLE}@/{database}?host={self.sockets}"

    def make(self) -> None:
        """Create the cluster with data checksums unless a complete one stands there already.

        A making that was cut short left its marker beside the data; the next call begins again.
        """
        making = self.data.with_name(self.data.name + ".making")
        if making.exists() and self.data.exists():
            shutil.rmtree(self.data)
        if self.data.exists() and any(self.data.iterdir()):
            return
        self.data.parent.mkdir(parents=True, exist_ok=True)
        making.touch()
        self._own(self.data, 0o700)
        self._run("initdb", "-k", "-E", "UTF8", "--locale=C.UTF-8", "-A", "peer", "-U", ROLE, "-D", self.data)
        self._write("postgresql.auto.conf", self._configuration())
        self._write("pg_hba.conf", "local all all peer map=wangge\n")
        users = {pwd.getpwuid(os.geteuid()).pw_name, self.owner or ""} - {""}
        self._write("pg_ident.conf", "".join(f"wangge {user} {ROLE}\n" for user in sorted(users)))
        making.unlink()

    def start(self) -> bool:
        """Start the server unless it runs; return whether this call started it."""
        self._own(self.sockets, 0o700)
        if self.running():
            return False
        self._run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", "start")
        self._create_database()
        return True

    def stop(self) -> None:
        """Stop the server, rolling back what is open; a server that is already down is no error."""
        if self.running():
            self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")

    def discard(self) -> None:
        """Stop the server, delete its data and its sockets, and the folder around the data if it is empty."""
        if self.data.exists():
            self.stop()
            shutil.rmtree(self.data)
        shutil.rmtree(self.sockets, ignore_errors=True)
        with suppress(OSError):
            self.data.parent.rmdir()

    def running(self) -> bool:
        """Tell whether a server process owns this data folder now."""
        return self._call("pg_ctl", "-D", self.data, "status").returncode == 0

    def _create_database(self) -> None:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        found = self._run("psql", "-h", self.sockets, "-U", ROLE, "-d", "postgres", "-tAc", query)
        if not found.stdout.strip():
            self._run("createdb", "-h", self.sockets, "-U", ROLE, DATABASE)

    def _configuration(self) -> str:
        lines = CONFIGURATION + f"unix_socket_directories = '{self.sockets}'\n"
        return lines if self.durable else lines + "fsync = off\nfull_page_writes = off\n"

    def _own(self, folder: Path, mode: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.owner:
            shutil.chown(folder, self.owner, self.owner)
        folder.chmod(mode)

    def _write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text, encoding="utf-8")
        if self.owner:
            shutil.chown(path, self.owner, self.owner)

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        done = self._call(program, *arguments)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
            raise Unavailable(f"{program} failed: {lines[-1]} (log: {self.log})")
        return done

    def _call(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [str(programs() / program), *map(str, arguments)]
        if self.owner:
            command = ["runuser", "-u", self.owner, "--", *command]
        # pg_ctl's server inherits what it is given: pipes would never close, so output goes to files
        with _scratch() as out, _scratch() as err:
            code = subprocess.run(  # noqa: S603 - a fixed program, no shell
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd="/", check=False
            ).returncode
            return subprocess.CompletedProcess(command, code, _read(out), _read(err))


def programs() -> Path:
    """Return the folder of the newest installed PostgreSQL's programs (initdb, pg_ctl and so on).

    Raises Unavailable when no server of version 15 or newer is installed.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found and int(found[-1].parts[-3]) >= 15:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise Unavailable("PostgreSQL 15 or newer is not installed (Debian: postgresql-15-postgis-3).")


def cluster_of(home: Path, *, durable: bool = True) -> Cluster:
    """Return the private cluster that belongs to `home`, placed where its owner can reach it.

    PostgreSQL refuses to run as root: then the user `postgres` owns it, and where that user cannot
    enter the home the data lie under /var/lib/wangge. A socket's path must stay below 108 bytes,
    so sockets never lie in the home.
    """
    home = home.resolve()
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:8]
    if os.geteuid() != 0:
        runtime = Path(os.environ.get("XDG_RUNTIME_DIR", tempfile.gettempdir()))
        return Cluster(home / "pg", runtime / f"wangge-{mark}", None, durable)
    data = home / "pg" if _can_enter("postgres", home) else Path("/var/lib/wangge") / mark / "pg"
    return Cluster(data, Path("/run") / f"wangge-{mark}", "postgres", durable)


def _can_enter(user: str, folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    member = pwd.getpwnam(user)
    return all(_may_pass(place, member) for place in (folder, *folder.parents))


def _may_pass(folder: Path, member: pwd.struct_passwd) -> bool:
    state = folder.stat()
    bit = 0o100 if state.st_uid == member.pw_uid else 0o010 if state.st_gid == member.pw_gid else 0o001
    return bool(state.st_mode & bit)


def _scratch() -> IO[bytes]:
    return tempfile.TemporaryFile()


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
