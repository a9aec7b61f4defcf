// The source beside the answer: what it is, and its text with the quoted words marked.

import { Failure, readDocument } from "./api.js";
import { authorsOf, linksOf, placeOf, shortly } from "./citation.js";
import { locate, pieces } from "./codepoints.js";
import { element } from "./dom.js";
import { kindOf, markOf, statusOf, textOf } from "./words.js";

/** The region that shows one source at a time. Where it covers the page, the page behind is inert. */
export class SourcePanel {
  #region;
  #page;
  #covers;
  #close;
  #opener = null;
  #reading = null;

  /** `close` is called when the reader asks to close; the owner then calls `hide`. */
  constructor(region, page, { covers, close }) {
    this.#region = region;
    this.#page = page;
    this.#covers = covers;
    this.#close = close;
    covers.addEventListener("change", () => this.#settle());
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen && !event.isComposing) close();
    });
  }

  get isOpen() {
    return !this.#region.hidden;
  }

  /** Show a source with the quotes marked. What is known is shown at once, the text when it has come. */
  async show(citation, quotes, opener) {
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    this.#openFrom(opener);
    this.#fill(citation, element("p", { class: "small", role: "status" }, "Fetching the text…"));
    this.#region.focus({ preventScroll: true });
    try {
      const source = await readDocument(citation.document_id, reading.signal);
      if (reading !== this.#reading) return;
      this.#fill(source.citation, ...renderText(source, quotes));
      this.#region.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    } catch (failure) {
      if (reading !== this.#reading || failure.name === "AbortError") return;
      if (!(failure instanceof Failure)) throw failure;
      this.#fill(citation, ...renderUnread(failure, quotes));
    }
  }

  /** Hide the source; the focus goes back to where it was opened unless `returnFocus` is false. */
  hide({ returnFocus = true } = {}) {
    if (!this.isOpen) return;
    this.#reading?.abort();
    this.#reading = null;
    const opener = this.#opener;
    this.#openFrom(null);
    if (returnFocus && opener?.isConnected) opener.focus();
  }

  #openFrom(opener) {
    this.#opener?.setAttribute("aria-expanded", "false");
    this.#opener = opener;
    opener?.setAttribute("aria-expanded", "true");
    this.#region.hidden = opener === null;
    this.#settle();
  }

  #settle() {
    this.#page.inert = this.isOpen && this.#covers.matches;
  }

  #fill(citation, ...text) {
    const close = element("button", { type: "button", class: "quiet", click: () => this.#close() }, "Close");
    const bar = element("div", { class: "bar" }, element("p", { class: "eyebrow" }, shortly(citation)), close);
    const hadFocus = this.#region.contains(document.activeElement) && document.activeElement !== this.#region;
    this.#region.setAttribute("aria-label", `Source: ${citation.title}`);
    this.#region.replaceChildren(bar, ...renderHead(citation), ...text);
    this.#region.scrollTop = 0;
    if (hadFocus) close.focus();
  }
}

function renderHead(citation) {
  const links = linksOf(citation);
  return [
    markOf(citation.editorial_status) &&
      element("p", { class: "notice" }, statusOf(citation.editorial_status)),
    element("h2", {}, citation.title),
    element("p", { class: "small" }, authorsOf(citation)),
    element("p", { class: "small" }, placeOf(citation)),
    links.length > 0 && element("p", { class: "links" }, links),
    element(
      "dl",
      {},
      fact("Evidence", kindOf(citation.evidence_level), ` (rule: ${citation.evidence_rule})`),
      fact("Text", textOf(citation.text_kind), citation.basis && ` Written from: ${citation.basis}.`),
      fact("Status", statusOf(citation.editorial_status)),
    ),
  ].filter(Boolean);
}

function fact(name, value, more = null) {
  return [element("dt", {}, name), element("dd", {}, value, more && element("span", { class: "small" }, more))];
}

function renderText({ text, text_sha256: hash, sections, corrections }, quotes) {
  const points = Array.from(text);
  const found = locate(text, hash, quotes);
  const blocks = sections.length > 0 ? sections : [{ label: null, start: 0, end: points.length }];
  const inside = (start, end) => found.ranges.some((range) => range.start < end && range.end > start);
  const titleEnd = blocks[0].start > 0 ? Math.max(0, points.indexOf("\n")) : 0;
  return [
    renderFindings(found),
    corrections.length > 0 && renderCorrections(corrections),
    element(
      "div",
      { class: "text" },
      inside(0, titleEnd) && element("p", {}, marked(points, 0, titleEnd, found.ranges)),
      blocks.map(({ label, start, end }) => [
        label && element("h3", {}, label),
        element("p", {}, marked(points, start, end, found.ranges)),
      ]),
    ),
  ].filter(Boolean);
}

function marked(points, start, end, ranges) {
  return pieces(points, start, end, ranges).map((piece) => (piece.marked ? element("mark", {}, piece.text) : piece.text));
}

function renderFindings({ changed, missing }) {
  if (!changed && missing.length === 0) return null;
  const what = changed
    ? "The text of this source has changed since it was quoted."
    : "The quoted words do not stand where the answer says. Please report this.";
  const where = missing.length > 0 ? " These words are not marked below:" : " The quoted words still stand in it.";
  return element("div", { class: "notice" }, element("p", {}, what, where), missing.map(quoted));
}

function renderCorrections(corrections) {
  const line = ({ kind, citation, note }) => element("li", {}, [kind, citation, note].filter(Boolean).join(" · "));
  return element("div", { class: "notice" }, element("p", {}, "Linked notices"), element("ul", {}, corrections.map(line)));
}

function renderUnread(failure, quotes) {
  return [
    element("div", { class: "notice", role: "status" }, element("p", {}, `${failure.title}. ${failure.message}`)),
    element("h3", {}, "Quoted words"),
    ...quotes.map(({ quote }) => quoted(quote)),
  ];
}

const quoted = (words) => element("blockquote", {}, words);
