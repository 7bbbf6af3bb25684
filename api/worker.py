"""One HTTP worker: serves the application on the socket that the supervisor hands over."""

import os
import socket

import uvicorn

from api.app import make_service
from api.home import settings_of
from api.patience import Impatient
from api.services import make_services
from gis.geometry.locate import warm


def main() -> None:
    """Serve until SIGTERM; settings and socket come from the environment."""
    warm()
    listener = socket.socket(fileno=int(os.environ["WANGGE_WORKER_SOCKET"]))
    services = make_services(settings_of(), os.environ["WANGGE_WORKER_URL"])
    configuration = uvicorn.Config(
        make_service(services),
        http=Impatient,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(configuration).run(sockets=[listener])


if __name__ == "__main__":
    main()
