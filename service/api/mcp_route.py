"""The tools for agents over HTTP, at `/mcp`: by the official SDK, without sessions, in plain JSON."""

from __future__ import annotations

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import BaseRoute, Route

from service.settings import Settings

_PATH = "/mcp"
_LOOPBACK = tuple(f"{name}{port}" for name in ("127.0.0.1", "localhost", "[::1]") for port in ("", ":*"))


def mcp_routes(server: MCPServer, settings: Settings) -> list[BaseRoute]:
    """Return the routes; the server's session manager must run while they are served.

    A message comes as POST and has its answer there. A stream to listen on (GET) is not opened: nothing would come.

    A page elsewhere could have a browser call this service under a name of its own (DNS rebinding). So only names that
    are this machine's own or that the settings list are answered.
    """
    hosts = [*_LOOPBACK, *filter(None, map(str.strip, settings.mcp_allowed_hosts.split(",")))]
    security = TransportSecuritySettings(
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
    )
    made = server.streamable_http_app(
        streamable_http_path=_PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=settings.max_body_bytes,
        transport_security=security,
    )
    (served,) = (route for route in made.routes if isinstance(route, Route))
    # Some clients end every address with a slash, and a redirect would name the scheme behind a proxy, http.
    return [Route(path, served.endpoint, methods=["POST"]) for path in (_PATH, f"{_PATH}/")]
