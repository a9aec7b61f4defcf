// An answer as plain text with its sources, and putting text on the clipboard.

import { authorsOf, linksOf, placeOf } from "./citation.js";
import { element } from "./dom.js";
import { kindOf, markOf } from "./words.js";

/** Return the answer with its numbers, what it rests on, its warnings and its numbered sources. */
export function plainText({ question, answer, evidence, citations }) {
  const warnings = evidence.warnings.map((warning) => `! ${warning}`);
  const told = "From Enthesis, in exact quotes of the sources unless said otherwise. It informs; it does not advise a person.";
  return [question, answer, [evidence.summary, ...warnings].join("\n"), citations.map(referenceOf).join("\n"), told].join("\n\n");
}

function referenceOf(citation) {
  const address = linksOf(citation)[0]?.href;
  const mark = markOf(citation.editorial_status);
  const words = [mark?.toUpperCase(), authorsOf(citation, 6), citation.title.replace(/\.$/, ""), placeOf(citation), kindOf(citation.evidence_level), address];
  return `[${citation.number}] ${words.filter(Boolean).join(". ")}`;
}

/**
 * Return a button that copies what `textOf` gives; where the browser does not allow it, the text is shown to be copied.
 * `say` tells a listener what came of it.
 */
export function copyButton(name, textOf, say) {
  const button = element("button", { type: "button", class: "quiet", click: copy }, name);
  const said = element("span", { class: "small" });
  const place = element("span", { class: "copying" }, button, " ", said);
  const tell = (words) => say((said.textContent = words));

  async function copy() {
    try {
      await navigator.clipboard.writeText(textOf());
      tell("Copied.");
    } catch {
      tell("Your browser does not allow it: copy the text below.");
      const field = element("textarea", { readonly: true, rows: "6", "aria-label": name });
      field.value = textOf();
      place.querySelector("textarea")?.remove();
      place.append(field);
      field.select();
    }
  }

  return place;
}
