// What came of a question: the answer with its evidence and sources, an abstention, or a failure.
// `open(citation, quotes, opener)` shows a source with the quotes marked.

import { authorsOf, linksOf, placeOf } from "./citation.js";
import { element } from "./dom.js";
import { count, kindOf, markOf, reasonOf } from "./words.js";

const FORMATS = { RIS: "ris", BibTeX: "bibtex", "CSL-JSON": "csl-json", NBIB: "nbib" };

/** Return the nodes of an answer or an abstention. */
export function renderOutcome(outcome, open) {
  const heading = element("h2", { class: "asked", tabindex: "-1" }, outcome.question);
  const told = outcome.status === "answered" ? renderAnswer(outcome, open) : renderAbstention(outcome, open);
  return [heading, outcome.warnings.length > 0 && renderWarnings(outcome.warnings), ...told].filter(Boolean);
}

/** Return the nodes of a failure; `retry` is called to ask again. */
export function renderFailure(question, failure, retry) {
  return [
    element("h2", { class: "asked", tabindex: "-1" }, question),
    element(
      "div",
      { class: "failure" },
      element("h3", {}, failure.title),
      element("p", {}, failure.message),
      failure.passing && element("button", { type: "button", class: "quiet", click: retry }, "Try again"),
      failure.requestId && element("p", { class: "small" }, `Request ${failure.requestId}`),
    ),
  ];
}

/** Return in one line what a listener should hear. */
export function announcementOf(outcome) {
  if (outcome.status === "abstained") return `No answer: ${reasonOf(outcome.abstention.reason)}.`;
  const size = `${count(outcome.sentences.length, "sentence")} from ${count(outcome.citations.length, "source")}`;
  return `Answered in ${size}. ${outcome.evidence.summary}`;
}

/** What went otherwise than asked, such as a language model that failed. */
function renderWarnings(warnings) {
  return element(
    "ul",
    { class: "warnings", "aria-label": "What went otherwise than asked" },
    warnings.map((warning) => element("li", {}, warning)),
  );
}

function renderAnswer({ sentences, citations, evidence, reading, sides, dropped }, open) {
  const byNumber = new Map(citations.map((citation) => [citation.number, citation]));
  const notes = new Map(citations.map(({ number, note }) => [number, note])); // each is said where it is read first
  return [
    renderEvidence(evidence),
    reading && element("p", { class: "reading" }, reading.text),
    element(
      "div",
      { class: "answer" },
      sentences.map((sentence) => renderSentence(sentence, byNumber, notes, open)),
    ),
    renderSideBySide(sidesOf(reading, sides), sentences, byNumber, notes, open),
    dropped.length > 0 && renderDropped(dropped),
    element("h3", {}, "Sources"),
    element(
      "ol",
      { class: "sources", role: "list" },
      citations.map((citation) => {
        const quotes = sentences.flatMap((sentence) => sentence.quotes).filter(({ number }) => number === citation.number);
        return renderSource(citation, quotes, open);
      }),
    ),
    renderExport(citations),
  ].filter(Boolean);
}

/** Links to all sources of an answer as one file, in their order. */
function renderExport(citations) {
  const named = citations.map(({ document_id: id }) => `document_ids=${encodeURIComponent(id)}`).join("&");
  const links = Object.entries(FORMATS).map(([name, format]) =>
    element("a", { href: `v1/documents?${named}&format=${format}`, download: true }, name),
  );
  return element("p", { class: "links" }, element("span", { class: "kind" }, "Export these sources"), links);
}

function renderEvidence({ summary, levels, warnings }) {
  return element(
    "section",
    { class: "evidence", "aria-label": "What the answer rests on" },
    element("p", { class: "summary" }, summary),
    warnings.length > 0 && element("ul", { class: "warnings" }, warnings.map((warning) => element("li", {}, warning))),
    element(
      "ul",
      { class: "levels", "aria-label": "Sources by kind of evidence" },
      Object.entries(levels).map(([level, number]) => element("li", {}, kindOf(level), " ", element("b", {}, `${number}`))),
    ),
  );
}

/** The sides of a comparison or a disagreement, and the two of a reading that points both ways. */
function sidesOf(reading, sides) {
  if (reading?.verdict !== "mixed") return sides;
  return [...sides, { name: "Yes", sentences: reading.yes }, { name: "No", sentences: reading.no }];
}

function renderSideBySide(sides, sentences, byNumber, notes, open) {
  return (
    sides.length > 0 &&
    element(
      "section",
      { class: "sides", "aria-label": "Side by side" },
      sides.map(({ name, sentences: places }) =>
        element(
          "div",
          {},
          element("h3", {}, name),
          places.map((place) => renderSentence(sentences[place], byNumber, notes, open)),
          places.length === 0 && element("p", { class: "small" }, "No quoted sentence speaks of it."),
        ),
      ),
    )
  );
}

function renderSentence({ text, support, quotes }, byNumber, notes, open) {
  const numbers = [...new Set(quotes.map(({ number }) => number))];
  const [first, ...others] = numbers.map((number) => {
    const mine = quotes.filter((quote) => quote.number === number);
    const note = notes.get(number);
    notes.delete(number);
    return { marker: renderMarker(byNumber.get(number), mine, open), note: note ? renderNote(note) : null };
  });
  const lastWord = text.lastIndexOf(" ") + 1; // stays on one line with its marker
  return element(
    "p",
    {},
    text.slice(0, lastWord),
    element("span", { class: text.length - lastWord < 20 && "tail" }, text.slice(lastWord), " ", first.marker),
    first.note,
    others.map(({ marker, note }) => [" ", marker, note]),
    support !== "verbatim" && element("span", { class: "reworded" }, " Reworded, and checked against the quote."),
  );
}

function renderMarker(citation, quotes, open) {
  const label = `[${citation.number}]`;
  return element(
    "button",
    {
      type: "button",
      class: "marker",
      "aria-label": `${label} Open the source: ${citation.title}`,
      "aria-controls": "source",
      "aria-expanded": "false",
      click: (event) => open(citation, quotes, event.currentTarget),
    },
    label,
  );
}

function renderNote(note) {
  return [" ", element("span", { class: "told" }, `(${note})`)];
}

function renderMark(status) {
  return markOf(status) && element("strong", { class: "mark" }, markOf(status));
}

function renderSource(citation, quotes, open) {
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

function renderDropped(dropped) {
  return element(
    "details",
    { class: "dropped" },
    element("summary", {}, `${count(dropped.length, "sentence")} left out`),
    element("ul", {}, dropped.map(({ text, why }) => element("li", {}, text, element("span", { class: "small" }, ` (${why})`)))),
  );
}

function renderAbstention({ abstention: { reason, message, nearest } }, open) {
  return [
    element(
      "div",
      { class: "abstention", "data-reason": reason },
      element("p", { class: "eyebrow" }, "No answer is given"),
      element("h3", {}, reasonOf(reason)),
      element("p", {}, message),
    ),
    nearest.length > 0 && element("h3", {}, "The nearest sources"),
    nearest.length > 0 && element("p", { class: "small" }, "They may not answer the question. Open one to read it in full."),
    element("ul", { class: "nearest" }, nearest.map((result) => renderNearest(result, open))),
  ].filter(Boolean);
}

function renderNearest({ passage, citation }, open) {
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
