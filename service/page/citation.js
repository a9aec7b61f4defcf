// A publication as a reader knows it: authors, journal, year, and where to find it.

import { outside } from "./dom.js";

/** Return the authors, at most `limit` of them by name. */
export function authorsOf({ authors }, limit = Infinity) {
  if (authors.length === 0) return "Authors not recorded";
  return authors.length > limit ? `${authors.slice(0, limit).join(", ")} et al.` : authors.join(", ");
}

/** Return `Coutts M et al. · 2017`: enough to know which publication is meant. */
export function shortly({ authors, document_id: id, year }) {
  return [authors.length > 0 ? authorsOf({ authors }, 1) : id, year].filter(Boolean).join(" · ");
}

/** Return `Journal 2017;9(12):235–240` of what is recorded. */
export function placeOf({ journal, year, volume, issue, pages }) {
  const inside = `${volume ?? ""}${issue ? `(${issue})` : ""}${pages ? `:${pages.replaceAll("-", "–")}` : ""}`;
  const place = [journal, [year, inside].filter(Boolean).join(inside.startsWith(":") ? "" : ";")].filter(Boolean).join(" ");
  return year === null ? [place, "year not recorded"].filter(Boolean).join(" · ") : place;
}

/** Return where the publication can be found, as pairs of an address and its name. */
export function addressesOf({ doi, pmid, pmcid, nct, url }) {
  const found = [];
  if (doi) found.push([`https://doi.org/${inPath(doi)}`, `DOI ${doi}`]);
  if (pmid) found.push([`https://pubmed.ncbi.nlm.nih.gov/${inPath(pmid)}/`, `PubMed ${pmid}`]);
  if (pmcid) found.push([`https://pmc.ncbi.nlm.nih.gov/articles/${inPath(pmcid)}/`, pmcid]);
  for (const id of nct) found.push([`https://clinicaltrials.gov/study/${inPath(id)}`, `Registry ${id}`]);
  if (found.length === 0 && isWebAddress(url)) found.push([url, new URL(url).hostname]);
  return found;
}

/** Return links to where the publication can be found. */
export const linksOf = (citation) => addressesOf(citation).map(([address, name]) => outside(address, name));

const inPath = (text) => encodeURIComponent(text).replaceAll("%2F", "/");

function isWebAddress(text) {
  return URL.canParse(text ?? "") && ["http:", "https:"].includes(new URL(text).protocol);
}
