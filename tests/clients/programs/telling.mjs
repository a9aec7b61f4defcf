// What `heard.py` does for the programs in Python.
import { readFileSync } from "node:fs";

export const QUESTION = "Has umbilical cord blood been tried in psoriatic arthritis?";
export const MODEL = "enthesis";
export const NO_MODEL = "gpt-4";

// Not by `require`: a package need not let its manifest be required.
const read = (manifest) => JSON.parse(readFileSync(new URL(`../node_modules/${manifest}`, import.meta.url)));

export function tell(client, manifest, call, said, { kind = "message", cited = null } = {}) {
  console.log(JSON.stringify({ client, version: read(manifest).version, call, kind, said, cited }));
}

/** The text at each annotation's indices with its address: they count code points, JavaScript's strings do not. */
export function citedIn(content, annotations) {
  const points = Array.from(content);
  return annotations.map(({ url_citation: { start_index, end_index, url } }) => [
    points.slice(start_index, end_index).join(""),
    url,
  ]);
}
