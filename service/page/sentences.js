// Sentences of an answer with the numbers of their sources. `open(citation, quotes, opener)` shows a source.

import { element } from "./dom.js";

/** Return a sentence as it is told, before it is known what the whole answer rests on. */
export function renderComing({ text, quotes }) {
  const numbers = [...new Set(quotes.map(({ number }) => `[${number}]`))];
  return element("p", {}, text, " ", element("span", { class: "small" }, numbers.join(" ")));
}

/** Return a sentence; `notes` has for each number what is said where it is read first, and loses what was said. */
export function renderSentence({ text, support, quotes }, byNumber, notes, open) {
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
