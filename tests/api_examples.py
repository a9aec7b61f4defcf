"""Asks a real service the documentation's example requests: `python -m tests.api_examples` renews them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from service.api.examples import EXCHANGES, FILE, Exchange
from tests.servers import serving

SHOWN_ADDRESS = "http://127.0.0.1:8000"


def read_exchanges() -> list[Exchange]:
    return EXCHANGES.validate_json(FILE.read_bytes())


def ask(http: httpx.Client, exchange: Exchange) -> Exchange:
    """Return the exchange with what the service answers now, its own address replaced by the usual one."""
    in_path = {name: quote(str(value), safe="") for name, value in exchange.parameters.items()}
    query = {name: value for name, value in exchange.parameters.items() if f"{{{name}}}" not in exchange.path}
    response = http.request(exchange.method, exchange.path.format(**in_path), params=query, json=exchange.body)
    said = response.text.replace(str(http.base_url).rstrip("/"), SHOWN_ADDRESS)
    return exchange.model_copy(update={"status": response.status_code, "response": json.loads(said)})


def renew() -> None:
    with (
        tempfile.TemporaryDirectory() as directory,
        serving(Path(directory) / "data", Path(directory) / "log") as server,
    ):
        server.until_ready(400)
        asked = [ask(server.http, exchange) for exchange in read_exchanges()]
    FILE.write_text(f"{as_text(asked)}\n", encoding="utf-8")


def as_text(exchanges: list[Exchange]) -> str:
    told: Any = EXCHANGES.dump_python(exchanges, mode="json", exclude_unset=True)
    return json.dumps(told, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    renew()
