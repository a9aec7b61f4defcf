// A publication as a reader knows it: authors, journal, year, and where to find it.

import { outside } from "./dom.js";

/** Return the authors, at most `limit` of them by name. */
export function authorsOf({ authors }, limit = Infinity) {
  if (authors.length === 0) return "Authors not recorded";
  return authors.length > limit ? `${authors.slice(0, limit).join(", ")} et al.` : authors.join(", ");
}

/** Return `Journal 2017;9(12):235–240` of what is recorded. */
export function placeOf({ journal, year, volume, issue, pages }) {
  const inside = `${volume ?? ""}${issue ? `(${issue})` : ""}${pages ? `:${pages.replaceAll("-", "–")}` : ""}`;
  const when = [year ?? "year not recorded", inside].filter(Boolean).join(";");
  return [journal, when].filter(Boolean).join(" ");
}

/** Return links to where the publication can be found. */
export function linksOf({ doi, pmid, pmcid, nct, url }) {
  const links = [];
  if (doi) links.push(outside(`https://doi.org/${inPath(doi)}`, `DOI ${doi}`));
  if (pmid) links.push(outside(`https://pubmed.ncbi.nlm.nih.gov/${inPath(pmid)}/`, `PubMed ${pmid}`));
  if (pmcid) links.push(outside(`https://pmc.ncbi.nlm.nih.gov/articles/${inPath(pmcid)}/`, pmcid));
  for (const id of nct) links.push(outside(`https://clinicaltrials.gov/study/${inPath(id)}`, `Registry ${id}`));
  if (links.length === 0 && isWebAddress(url)) links.push(outside(url, new URL(url).hostname));
  return links;
}

const inPath = (text) => encodeURIComponent(text).replaceAll("%2F", "/");

function isWebAddress(text) {
  return URL.canParse(text ?? "") && ["http:", "https:"].includes(new URL(text).protocol);
}
