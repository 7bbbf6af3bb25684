"""One HTTP worker: serves the application on the socket that the supervisor hands over."""

import gc
import os
import socket
from functools import partial
from typing import cast

import uvicorn

from api.app import make_service
from api.home import settings_of
from api.hot_doors import HotDoors
from api.hot_protocol import HotProtocol
from api.services import make_services
from gis.geometry.locate import warm


def main() -> None:
    """Serve until SIGTERM; settings and socket come from the environment."""
    warm()
    listener = socket.socket(fileno=int(os.environ["WANGGE_WORKER_SOCKET"]))
    services = make_services(settings_of(), os.environ["WANGGE_WORKER_URL"])
    # what is there now stays: looking through it again and again would hold up requests
    gc.collect()
    gc.freeze()
    configuration = uvicorn.Config(
        make_service(services),
        http=cast(type[HotProtocol], partial(HotProtocol, doors=HotDoors(services))),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(configuration).run(sockets=[listener])


if __name__ == "__main__":
    main()
