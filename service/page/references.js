// The sources of an answer or nearest to a question: what they are, where to find them, and all as one file.

import { authorsOf, linksOf, placeOf } from "./citation.js";
import { element } from "./dom.js";
import { kindOf, markOf } from "./words.js";

const FORMATS = { RIS: "ris", BibTeX: "bibtex", "CSL-JSON": "csl-json", NBIB: "nbib" };

/** Return the numbered list of the sources; `quotesOf(number)` are those that a source is opened with. */
export function renderSources(citations, quotesOf, open) {
  return element(
    "ol",
    { class: "sources", role: "list" },
    citations.map((citation) => renderSource(citation, quotesOf(citation.number), open)),
  );
}

/** Return the list of the results that came nearest. */
export function renderNearest(results, open) {
  return element("ul", { class: "nearest" }, results.map((result) => renderResult(result, open)));
}

/** Return links to all sources as one file, in their order. */
export function renderExport(citations) {
  const named = citations.map(({ document_id: id }) => `document_ids=${encodeURIComponent(id)}`).join("&");
  const links = Object.entries(FORMATS).map(([name, format]) =>
    element("a", { href: `v1/documents?${named}&format=${format}`, download: true }, name),
  );
  return element("p", { class: "links" }, element("span", { class: "kind" }, "Export these sources"), links);
}

function renderSource(citation, quotes, open) {
  const { evidence_level: level, editorial_status: status } = citation;
  return element(
    "li",
    { value: `${citation.number}` },
    element(
      "p",
      {},
      renderTitle(citation, quotes, open),
      element("span", { class: "small" }, `${authorsOf(citation, 6)} · ${placeOf(citation)}`),
    ),
    element("p", { class: "links" }, element("span", { class: "kind" }, kindOf(level)), renderMark(status), linksOf(citation)),
  );
}

function renderResult({ passage, citation }, open) {
  const quote = { quote: passage.text, start: passage.start, end: passage.end, text_sha256: citation.text_sha256 };
  return element(
    "li",
    {},
    renderTitle(citation, [quote], open),
    element(
      "p",
      { class: "small" },
      `${kindOf(citation.evidence_level)} · ${citation.year ?? "year not recorded"} `,
      renderMark(passage.editorial_status),
    ),
    passage.text !== citation.title && element("blockquote", {}, passage.text),
  );
}

function renderTitle(citation, quotes, open) {
  const act = (event) => open(citation, quotes, event.currentTarget);
  const about = { "aria-controls": "source", "aria-expanded": "false" };
  return element("button", { type: "button", class: "title", ...about, click: act }, citation.title);
}

function renderMark(status) {
  return markOf(status) && element("strong", { class: "mark" }, markOf(status));
}
