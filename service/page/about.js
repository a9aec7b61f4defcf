// The line at the foot: which documents answers come from, of what day, and what is wrong with that.

import { Failure, readInfo } from "./api.js";
import { element } from "./dom.js";
import { count } from "./words.js";

/** Fill the foot from what the service says of itself. */
export async function showAbout(foot) {
  try {
    foot.replaceChildren(...render(await readInfo()));
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    foot.replaceChildren(element("p", {}, `${failure.title}.`));
  }
}

function render({ version, documents, index, stale, synced_until: synced, warning }) {
  const faults = [stale && "Documents have changed since the index was built: answers do not know of it.", warning];
  const parts = [
    synced ? `Literature followed to ${day(synced)}` : "No literature followed yet",
    ...(index ? [count(index.documents, "document"), count(index.passages, "passage")] : [count(documents, "document")]),
    ...(index ? [`index ${index.fingerprint.slice(0, 12)}`, `built ${moment(index.built_at)}`, index.embedder] : ["no index yet"]),
    `Enthesis ${version}`,
  ];
  return [...faults.filter(Boolean).map((fault) => element("p", { class: "stale" }, fault)), element("p", {}, parts.join(" · "))];
}

const day = (date) => new Date(date).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const moment = (time) => new Date(time).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
