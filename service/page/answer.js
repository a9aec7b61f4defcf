// What came of a question: the answer with its evidence and sources, an abstention, or a failure.
// `open(citation, quotes, opener)` shows a source with the quotes marked; `say(words)` tells a listener.

import { copyButton, plainText } from "./copying.js";
import { element } from "./dom.js";
import { renderEvidence } from "./evidence.js";
import { renderComing, renderSentence } from "./sentences.js";
import { renderExport, renderNearest, renderSource } from "./sources.js";
import { count, reasonOf } from "./words.js";

/** Return the nodes of an answer or an abstention; `only` says in words which sources were let in, if not all. */
export function renderOutcome(outcome, only, open, say) {
  const told = outcome.status === "answered" ? renderAnswer(outcome, open, say) : renderAbstention(outcome, only, open);
  return [
    renderHeading(outcome.question),
    only && element("p", { class: "only" }, "Only these sources were asked: ", element("b", {}, only)),
    outcome.warnings.length > 0 && renderWarnings(outcome.warnings),
    ...told,
  ].filter(Boolean);
}

/** Return the nodes of an answer that is still coming: its sentences so far, without what they rest on. */
export function renderUnfinished(question, sentences) {
  return [
    renderHeading(question),
    element("p", { class: "small" }, "The answer is coming; what it rests on is told with its end."),
    element("div", { class: "answer coming" }, sentences.map(renderComing)),
  ];
}

function renderHeading(question) {
  return element("h2", { class: "asked", tabindex: "-1" }, question);
}

/** Return the nodes of a failure; `retry` is called to ask again. */
export function renderFailure(question, failure, retry) {
  return [
    renderHeading(question),
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

function renderAnswer(outcome, open, say) {
  const { sentences, citations, evidence, reading, sides, dropped } = outcome;
  const byNumber = new Map(citations.map((citation) => [citation.number, citation]));
  const notes = new Map(citations.map(({ number, note }) => [number, note])); // each is said where it is read first
  return [
    renderEvidence(evidence, citations),
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
    element(
      "p",
      { class: "links" },
      copyButton("Copy with citations", () => plainText(outcome), say),
      copyButton("Copy a link to this answer", () => location.href, say),
    ),
  ].filter(Boolean);
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

function renderDropped(dropped) {
  return element(
    "details",
    { class: "dropped" },
    element("summary", {}, `${count(dropped.length, "sentence")} left out`),
    element("ul", {}, dropped.map(({ text, why }) => element("li", {}, text, element("span", { class: "small" }, ` (${why})`)))),
  );
}

function renderAbstention({ abstention: { reason, message, nearest } }, only, open) {
  return [
    element(
      "div",
      { class: "abstention", "data-reason": reason },
      element("p", { class: "eyebrow" }, "No answer is given"),
      element("h3", {}, reasonOf(reason)),
      element("p", {}, message),
      only && element("p", {}, "The filters left much aside. Without them there may be an answer."),
    ),
    nearest.length > 0 && element("h3", {}, "The nearest sources"),
    nearest.length > 0 && element("p", { class: "small" }, "They may not answer the question. Open one to read it in full."),
    element("ul", { class: "nearest" }, nearest.map((result) => renderNearest(result, open))),
  ].filter(Boolean);
}
