// The sentences of an answer, each with the numbers of its sources, and those of two sides beside each other.

import { element } from "./dom.js";

/** What the sentences of one answer have in common: their sources, which notes were said, and how a source is opened. */
export class Sentences {
  #found = new Map();
  #noted = new Set();
  #open;

  constructor(open) {
    this.#open = open;
  }

  /** Take the citations that sentences may name. */
  find(citations) {
    for (const citation of citations) this.#found.set(citation.document_id, citation);
  }

  /** Return the paragraph of a sentence; the note of a source stands where its number is read first. */
  render({ text, support, quotes }) {
    const numbers = [...new Set(quotes.map(({ number }) => number))];
    const [first, ...others] = numbers.map((number) => this.#renderNumber(quotes.filter((quote) => quote.number === number)));
    const lastWord = text.lastIndexOf(" ") + 1; // stays on one line with its marker
    return element(
      "p",
      {},
      element("bdi", {}, text.slice(0, lastWord)),
      element(
        "span",
        { class: text.length - lastWord < 20 && "tail" },
        element("bdi", {}, text.slice(lastWord)),
        " ",
        first.marker,
      ),
      first.note,
      others.map(({ marker, note }) => [" ", marker, note]),
      support !== "verbatim" && element("span", { class: "reworded" }, " Reworded, and checked against the quote."),
    );
  }

  #renderNumber(quotes) {
    const [{ number, document_id: id }] = quotes;
    const citation = this.#found.get(id);
    const isNew = citation.note && !this.#noted.has(id);
    this.#noted.add(id);
    return { marker: renderMarker(number, citation, quotes, this.#open), note: isNew ? renderNote(citation) : null };
  }
}

function renderMarker(number, citation, quotes, open) {
  const label = `[${number}]`;
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

function renderNote({ note, editorial_status: status }) {
  return [" ", element("span", { class: status === "retracted" ? "told mark" : "told" }, `(${note})`)];
}

/** Return the sides of a comparison or a disagreement, and the two of a reading that points both ways; null for none. */
export function renderSides({ reading, sides, sentences }, written) {
  const mixed = reading?.verdict === "mixed" ? [{ name: "Yes", sentences: reading.yes }, { name: "No", sentences: reading.no }] : [];
  const all = [...sides, ...mixed];
  if (all.length === 0) return null;
  return element(
    "section",
    { class: "sides", "aria-label": "Side by side" },
    all.map(({ name, sentences: places }) =>
      element(
        "div",
        {},
        element("h3", {}, name),
        places.map((place) => written.render(sentences[place])),
        places.length === 0 && element("p", { class: "small" }, "No quoted sentence speaks of it."),
      ),
    ),
  );
}
