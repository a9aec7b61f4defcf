// The line at the foot: what runs, what the corpus holds, and how fresh it is.

import { Failure, readInfo } from "./api.js";
import { element } from "./dom.js";
import { count } from "./words.js";

const UPSTREAMS = { pubmed: "PubMed", europepmc: "Europe PMC", clinicaltrials: "ClinicalTrials.gov" };
const day = (text) => new Date(text).toLocaleDateString("en-GB", { dateStyle: "medium" });

/** Fill the line. What the reader should know of a stale or stand-in index is set apart. */
export async function showFoot(line) {
  try {
    const { version, documents, index, stale, synced, warning } = await readInfo();
    const parts = [`Enthesis ${version}`, count(documents, "document"), syncOf(synced)];
    if (index) parts.push(count(index.passages, "passage"), `index ${index.fingerprint.slice(0, 12)} of ${day(index.built_at)}`, index.embedder);
    else parts.push("no index yet");
    const told = [stale && "The documents have changed since the index was built.", warning].filter(Boolean);
    line.replaceChildren(parts.join(" · "), ...told.map((words) => element("strong", { class: "told-apart" }, words)));
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    line.textContent = `${failure.title}.`;
  }
}

function syncOf(synced) {
  const parts = Object.entries(synced).map(([name, until]) => `${UPSTREAMS[name] ?? name} ${until ? `up to ${day(until)}` : "begun"}`);
  return parts.length > 0 ? parts.join(", ") : "never synced";
}
