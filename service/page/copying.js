// An answer as plain text with its references, and the way to the clipboard.

import { addressesOf, authorsOf, placeOf } from "./citation.js";
import { filtersOf } from "./inquiry.js";
import { kindOf, markOf } from "./words.js";

/** Return the answer as it can stand elsewhere: with what it rests on, its warnings, and numbered references. */
export function plainText(made, inquiry) {
  const { question, answer, evidence, citations } = made;
  const filters = filtersOf(inquiry);
  return [
    question,
    filters && `Asked under filters: ${filters}.`,
    made.reading?.text,
    answer,
    [evidence.summary, ...evidence.warnings.map((warning) => `! ${warning}`)].join("\n"),
    citations.map(referenceOf).join("\n"),
    "Every sentence is quoted from its source or checked against it (Enthesis). This informs; it does not advise a person.",
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** Put text on the clipboard; false where the browser does not let us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text); // only where the page is secure or local
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

function referenceOf(citation) {
  const [[address] = [citation.document_id]] = addressesOf(citation);
  const mark = markOf(citation.editorial_status);
  const kind = `(${[kindOf(citation.evidence_level).toLowerCase(), mark && mark.toUpperCase()].filter(Boolean).join("; ")})`;
  const title = citation.title.replace(/\.$/, "");
  return `[${citation.number}] ${authorsOf(citation, 6)}. ${title}. ${placeOf(citation)}. ${address} ${kind}`;
}

function copyBySelecting(text) {
  const held = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "unseen";
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  held?.focus({ preventScroll: true });
  return copied;
}
