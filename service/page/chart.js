// The sources of an answer at a glance: a dot for each, by kind of evidence and year.

import { drawn, element } from "./dom.js";
import { KINDS, isDoubted } from "./words.js";

const SHORT = { ...KINDS, synthesis: "Systematic review" };
const BEST = ["synthesis", "randomised"]; // shown even where there is none: that is worth a glance, too
const [RADIUS, LANE, BELOW] = [9, 22, 22]; // pixels
const APART = 0.12; // of the width: dots nearer to each other would touch on a narrow screen

/** Return the figure of the citations; `open(number, opener)` opens a source. */
export function renderChart(citations, open) {
  const dated = citations.filter(({ year }) => year !== null);
  const undated = citations.filter(({ year }) => year === null);
  return element(
    "figure",
    { class: "chart" },
    element("figcaption", {}, "By kind of evidence and year; the numbers are those of the sources below."),
    dated.length > 0 && draw(rowsOf(dated), scaleOf(dated), open),
    element("ul", { class: "unseen" }, rowsOf(dated).filter(({ cited }) => cited.length > 0).map(renderRow)),
    undated.length > 0 && element("p", { class: "small" }, `Without a year: ${undated.map(sayUndated).join(", ")}`),
  );
}

function rowsOf(citations) {
  return Object.keys(KINDS)
    .map((kind) => ({ kind, cited: citations.filter(({ evidence_level: level }) => level === kind) }))
    .filter(({ kind, cited }) => cited.length > 0 || BEST.includes(kind));
}

/** Return where a year stands between the edges, four years apart at least, and which years are named. */
function scaleOf(citations) {
  const years = citations.map(({ year }) => year);
  const to = Math.max(...years);
  const from = Math.min(...years, to - 4);
  const middle = (from + to) / 2;
  return { place: (year) => (year - from) / (to - from), ticks: [from, middle, to].filter(Number.isInteger) };
}

/** Return each citation with the lane of its row in which it touches no other. */
function lanesOf(cited, place) {
  const ends = [];
  return cited
    .toSorted((one, other) => one.year - other.year || one.number - other.number)
    .map((citation) => {
      const at = place(citation.year);
      const free = ends.findIndex((end) => at - end >= APART);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = at;
      return { citation, at, lane };
    });
}

function draw(rows, { place, ticks }, open) {
  let top = 0;
  const placed = rows.map(({ kind, cited }) => {
    const dots = lanesOf(cited, place);
    const height = LANE * Math.max(1, ...dots.map(({ lane }) => lane + 1));
    top += height;
    return { kind, dots, top: top - height, height };
  });
  const plot = { x: "40%", width: "56%", overflow: "visible", "aria-hidden": "true" };
  return drawn(
    "svg",
    { role: "img", "aria-label": "Sources by kind of evidence and year. The list after this one says the same.", height: top + BELOW },
    placed.map((row) => drawn("text", { class: "row", y: row.top + LANE / 2, "dominant-baseline": "central" }, SHORT[row.kind])),
    drawn(
      "svg",
      plot,
      placed.map((row) => drawRow(row, open)),
      ticks.map((year) => drawTick(year, percent(place(year)), top)),
    ),
  );
}

function drawRow({ dots, top, height }, open) {
  const line = { class: "rule", x1: "0", x2: "100%", y1: top + height, y2: top + height };
  return [
    drawn("line", line),
    dots.length === 0 && drawn("text", { class: "none", x: "0", y: top + LANE / 2, "dominant-baseline": "central" }, "none"),
    dots.map(({ citation, at, lane }) => drawDot(citation, percent(at), top + (lane + 0.5) * LANE, open)),
  ];
}

/** A dot opens its source for whoever points at it; by keyboard the list below does. */
function drawDot(citation, x, y, open) {
  const middle = { x, y, "text-anchor": "middle", "dominant-baseline": "central" };
  return drawn(
    "g",
    { class: isDoubted(citation) ? "dot doubted" : "dot", click: () => open(citation.number) },
    drawn("title", {}, `[${citation.number}] ${citation.title}`),
    drawn("circle", { cx: x, cy: y, r: RADIUS }),
    drawn("text", middle, `${citation.number}`),
  );
}

function drawTick(year, x, top) {
  return drawn("text", { class: "tick", x, y: top + BELOW - 5, "text-anchor": "middle" }, `${year}`);
}

const sayUndated = ({ number, evidence_level: kind }) => `[${number}] ${KINDS[kind].toLowerCase()}`;

function renderRow({ kind, cited }) {
  const said = (citation) => `[${citation.number}] ${citation.year}${isDoubted(citation) ? ", retracted or in doubt" : ""}`;
  return element("li", {}, `${KINDS[kind]}: ${cited.map(said).join("; ")}`);
}

const percent = (part) => `${(part * 100).toFixed(1)}%`;
