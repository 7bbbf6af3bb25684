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
from api.services import Services, make_services
from gis.geometry.locate import warm


class Worker(uvicorn.Server):
    """A server whose endless streams end as it stops, so that nobody has to be cut off."""

    def __init__(self, configuration: uvicorn.Config, services: Services) -> None:
        super().__init__(configuration)
        self._services = services

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let the listeners of the live stream go, then stop."""
        self._services.live.end()
        await super().shutdown(sockets)


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
    Worker(configuration, services).run(sockets=[listener])


if __name__ == "__main__":
    main()
