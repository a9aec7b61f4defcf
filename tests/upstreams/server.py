"""A replay server: PubMed, Europe PMC and ClinicalTrials.gov over made-up or recorded records, on a loopback port."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.upstreams.faults import Answer, Mishaps, send
from tests.upstreams.records import Record, europepmc_json, pubmed_xml, study_json

_HEAD = b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "pubmed.dtd">\n'
_RANGE = re.compile(r'"(\d{4}/\d\d/\d\d)"\[(?:edat|crdt|mdat)\]')
_UPDATED = re.compile(r"(?:UPDATE_DATE:|LastUpdatePostDate\]RANGE)\[(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class Asked:
    """A request as the server got it, and when, in seconds."""

    path: str
    fields: Mapping[str, str]
    headers: Mapping[str, str]
    at: float


@dataclass
class ReplayServer:
    """Has ``records``; the test changes them, and ``mishaps``, between two runs."""

    records: list[Record] = field(default_factory=list)
    mishaps: Mishaps = field(default_factory=Mishaps)
    notes: str = ""  # further elements of an esearch answer
    before_answering: Callable[[int], None] = lambda _: None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, name="replay", args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def again(self, mishaps: Mishaps | None = None) -> None:
        """Begin a run: nothing asked yet."""
        self.asked.clear()
        self.former = {}
        self.mishaps = mishaps or Mishaps()

    former: dict[str, bytes] = field(default_factory=dict, init=False)

    def answer(self, path: str, fields: Mapping[str, str]) -> Answer | None:
        """The good answer to a request."""
        makers: dict[str, tuple[Callable[[Mapping[str, str]], bytes], str]] = {
            "/esearch.fcgi": (self._esearch, "text/xml"),
            "/efetch.fcgi": (self._efetch, "text/xml"),
            "/search": (self._europepmc, "application/json"),
            "/studies": (self._studies, "application/json"),
        }
        if path not in makers:
            return None
        make, kind = makers[path]
        made = Answer(make(fields), kind, self.former.get(path, b""))
        self.former[path] = made.body
        return made

    def _changed_since(self, day: str | None) -> list[Record]:
        return [one for one in self.records if not day or max(one.changed, one.entered) >= day]

    def _esearch(self, fields: Mapping[str, str]) -> bytes:
        since = _RANGE.search(fields["term"])
        first, last = (fields[name].replace("/", "-") for name in ("mindate", "maxdate"))
        found = self._changed_since(since[1].replace("/", "-") if since else None)
        pmids = [one.pmid for one in found if first <= one.entered <= last]
        listed = "".join(f"<Id>{pmid}</Id>" for pmid in pmids[: int(fields["retmax"])])
        return (
            '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD//EN" "e.dtd">'
            f"<eSearchResult><Count>{len(pmids)}</Count><RetMax>{len(pmids)}</RetMax><RetStart>0</RetStart>"
            f"<IdList>{listed}</IdList><TranslationSet/>{self.notes}</eSearchResult>\n"
        ).encode()

    def _efetch(self, fields: Mapping[str, str]) -> bytes:
        wanted = fields["id"].split(",")
        given = b"".join(pubmed_xml(one) for one in self.records if one.pmid in wanted and not one.withheld)
        return _HEAD + b"<PubmedArticleSet>\n" + given + b"</PubmedArticleSet>"

    def _europepmc(self, fields: Mapping[str, str]) -> bytes:
        since = _UPDATED.search(fields["query"])
        found = self._changed_since(since[1] if since else None)
        mark = fields["cursorMark"]
        start = 0 if mark == "*" else int(mark.removeprefix("mark"))
        page = found[start : start + int(fields["pageSize"])]
        following = f"mark{start + len(page)}" if page else mark
        return _json(
            version="6.9",
            hitCount=len(found),
            nextCursorMark=following,
            resultList={"result": [europepmc_json(one) for one in page]},
        )

    def _studies(self, fields: Mapping[str, str]) -> bytes:
        since = _UPDATED.search(fields.get("filter.advanced", ""))
        found = self._changed_since(since[1] if since else None)
        start = int(fields.get("pageToken", "0"))
        end = start + int(fields["pageSize"])
        content: dict[str, Any] = {"studies": [study_json(one) for one in found[start:end]]}
        if start == 0:
            content["totalCount"] = len(found)
        if end < len(found):
            content["nextPageToken"] = str(end)
        return _json(**content)


def _json(**content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, replay: ReplayServer) -> None:
        self.replay = replay
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_: object) -> None:
        """The client was killed or hung up, as it should."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._give(parts.path, parts.query)

    def do_POST(self) -> None:
        self._give(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _give(self, path: str, form: str) -> None:
        replay = self.server.replay
        fields = {name: values[0] for name, values in parse_qs(form, keep_blank_values=True).items()}
        number = len(replay.asked)
        replay.asked.append(Asked(path, fields, dict(self.headers.items()), time.monotonic()))
        replay.before_answering(number)
        answer = replay.answer(path, fields)
        with suppress(OSError):
            if answer is None:
                send(self, b"no such thing", "text/plain", 404)
            elif fault := replay.mishaps.of(number):
                fault(self, answer)
            else:
                send(self, answer.body, answer.kind)

    def log_message(self, *_: object) -> None:
        pass
