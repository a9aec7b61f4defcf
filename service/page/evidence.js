// What an answer rests on: in words, in numbers and drawn, with what a reader must be warned of.

import { renderChart } from "./chart.js";
import { element } from "./dom.js";
import { kindOf } from "./words.js";

/** Return what the cited sources are. */
export function renderEvidence({ summary, levels, warnings }, citations) {
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
    renderChart(citations),
  );
}
