// What an answer rests on, and what a reader must know before relying on it.

import { element } from "./dom.js";
import { count, isDoubted, kindOf } from "./words.js";

/** Return the summary with its kinds of evidence, and the warnings. */
export function renderEvidence({ summary, levels, warnings }, citations) {
  return element(
    "section",
    { class: "evidence", "aria-label": "What the answer rests on" },
    element("p", { class: "summary" }, summary),
    element(
      "ul",
      { class: "levels", "aria-label": "Sources by kind of evidence" },
      Object.entries(levels).map(([level, number]) => element("li", {}, kindOf(level), " ", element("b", {}, `${number}`))),
    ),
    warnings.length > 0 && renderCautions(warnings, citations.filter(isDoubted).length),
  );
}

/** Return what stands in the place of the evidence while the answer is not whole. */
export function renderPending() {
  return element("p", { class: "pending" }, "Not whole yet: what the answer rests on, and its warnings, are still to come.");
}

/** Return what went otherwise than asked, such as a language model that failed; null for nothing. */
export function renderMishaps(warnings) {
  if (warnings.length === 0) return null;
  const about = { class: "warnings", "aria-label": "What went otherwise than asked" };
  return element("ul", about, warnings.map((warning) => element("li", {}, warning)));
}

function renderCautions(warnings, doubted) {
  return element(
    "div",
    { class: doubted > 0 ? "cautions grave" : "cautions" },
    element("p", { class: "caution" }, doubted > 0 ? `${count(doubted, "source")} retracted or in doubt` : "Before you rely on it"),
    element("ul", { class: "warnings" }, warnings.map((warning) => element("li", {}, warning))),
  );
}
