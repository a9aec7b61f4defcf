// The evidence at a glance: a dot for each source, by kind of evidence and year. Drawn as SVG, told in words as well.

import { element } from "./dom.js";
import { KINDS, count, kindOf, markOf } from "./words.js";

const [WIDTH, LEFT, RIGHT, ROW, DOT] = [320, 14, 14, 38, 8];
const SVG = "http://www.w3.org/2000/svg";

/** Return the chart of numbered citations; `null` where there is none. */
export function renderChart(citations) {
  if (citations.length === 0) return null;
  const levels = Object.keys(KINDS).filter((level) => citations.some((one) => one.evidence_level === level));
  const years = citations.map(({ year }) => year).filter((year) => year !== null);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const height = levels.length * ROW + 22;
  const across = (year) => (first === last ? WIDTH / 2 : LEFT + ((year - first) / (last - first)) * (WIDTH - LEFT - RIGHT));
  const undated = citations.filter(({ year }) => year === null);
  const drawing = svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": inWords(citations, first, last) },
    levels.flatMap((level, row) => rowOf(level, row, citations, across)),
    years.length > 0 && axis(first, last, across, height),
  );
  const rest = undated.map(({ number }) => `[${number}]`).join(" ");
  return element("figure", {}, drawing, rest && element("figcaption", { class: "small" }, `Year not recorded: ${rest}`));
}

function rowOf(level, row, citations, across) {
  const line = (row + 1) * ROW - 10;
  const dated = citations.filter((one) => one.evidence_level === level && one.year !== null);
  const told = new Map(); // how many dots stand at a year already: the next one goes a little higher
  return [
    svg("text", { x: 0, y: line - 17 }, kindOf(level)),
    svg("line", { x1: 0, x2: WIDTH, y1: line, y2: line }),
    ...dated.map((one) => {
      const before = told.get(one.year) ?? 0;
      told.set(one.year, before + 1);
      return dot(one, across(one.year) + before * (2 * DOT - 2) * (across(one.year) > WIDTH / 2 ? -1 : 1), line);
    }),
  ];
}

function dot({ number, editorial_status: status }, x, y) {
  const mark = markOf(status);
  return svg(
    "g",
    { class: mark ? "dot marked" : "dot" },
    svg("circle", { cx: x, cy: y, r: DOT }),
    svg("text", { x, y: y + 3.5, "text-anchor": "middle" }, `${number}`),
    mark && svg("line", { x1: x - DOT, y1: y + DOT, x2: x + DOT, y2: y - DOT }),
  );
}

function axis(first, last, across, height) {
  const year = (value, anchor, x) => svg("text", { class: "year", x, y: height - 3, "text-anchor": anchor }, `${value}`);
  if (first === last) return [year(first, "middle", across(first))];
  return [year(first, "start", 0), year(last, "end", WIDTH)];
}

function inWords(citations, first, last) {
  const span = Number.isFinite(first) ? ` from ${first}${last > first ? ` to ${last}` : ""}` : "";
  const each = citations.map(
    ({ number, evidence_level: level, year, editorial_status: status }) =>
      `[${number}] ${kindOf(level)}, ${year ?? "year not recorded"}${markOf(status) ? `, ${markOf(status).toLowerCase()}` : ""}`,
  );
  return `${count(citations.length, "source")}${span}: ${each.join("; ")}.`;
}

function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, `${value}`);
  made.append(...children.flat(Infinity).filter(Boolean));
  return made;
}
