// Sources as a reader meets them below an answer. `open(citation, quotes, opener)` shows one.

import { authorsOf, linksOf, placeOf } from "./citation.js";
import { element } from "./dom.js";
import { kindOf, markOf } from "./words.js";

const FORMATS = { RIS: "ris", BibTeX: "bibtex", "CSL-JSON": "csl-json", NBIB: "nbib" };

/** Return a cited source under its number. */
export function renderSource(citation, quotes, open) {
  return element(
    "li",
    { value: `${citation.number}` },
    renderReference(citation, quotes, open),
    element("p", { class: "links" }, element("span", { class: "kind" }, kindOf(citation.evidence_level)), renderMark(citation.editorial_status), linksOf(citation)),
  );
}

function renderReference(citation, quotes, open) {
  return element(
    "p",
    {},
    renderTitle(citation, quotes, open),
    element("span", { class: "small" }, `${authorsOf(citation, 6)} · ${placeOf(citation)}`),
  );
}

function renderTitle(citation, quotes, open) {
  const act = (event) => open(citation, quotes, event.currentTarget);
  const about = { "aria-controls": "source", "aria-expanded": "false" };
  return element("button", { type: "button", class: "title", ...about, click: act }, citation.title);
}

/** Return a source that came near, with the words that did. */
export function renderNearest({ passage, citation }, open) {
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

/** Links to all sources of an answer as one file, in their order. */
export function renderExport(citations) {
  const named = citations.map(({ document_id: id }) => `document_ids=${encodeURIComponent(id)}`).join("&");
  const links = Object.entries(FORMATS).map(([name, format]) =>
    element("a", { href: `v1/documents?${named}&format=${format}`, download: true }, name),
  );
  return element("p", { class: "links" }, element("span", { class: "kind" }, "Export these sources"), links);
}

function renderMark(status) {
  return markOf(status) && element("strong", { class: "mark" }, markOf(status));
}
