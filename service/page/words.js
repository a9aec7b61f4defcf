// What the service's short names mean to a reader.

export const KINDS = {
  synthesis: "Systematic review or guideline",
  randomised: "Randomised trial",
  controlled: "Controlled trial",
  single_arm: "Single-arm trial",
  observational: "Observational study",
  case_report: "Case report",
  review: "Narrative review",
  registration: "Trial registration",
  animal: "Animal study",
  in_vitro: "Laboratory study",
  other: "Other publication",
};

export const TEXT_NAMES = { abstract: "Abstracts", digest: "Digests", registry: "Registry entries" };

const TEXTS = {
  abstract: "The publisher’s abstract.",
  digest: "A digest written by this project, not the publisher’s abstract.",
  registry: "An entry of a trial registry.",
};

const STATUSES = {
  ok: "No retraction, concern or correction is on record.",
  unknown: "Not known: this record does not say whether it was corrected or retracted.",
  corrected: "Corrected since it appeared.",
  concern: "The journal has expressed concern about this publication.",
  retracted: "This publication has been retracted.",
};

const MARKS = {
  corrected: "Corrected since",
  concern: "Expression of concern",
  retracted: "Retracted",
};

const REASONS = {
  no_relevant_source: "No source here is near enough",
  insufficient_evidence: "The sources do not hold the answer",
  out_of_scope: "This is outside what these sources cover",
  personal_advice: "This is for you and a clinician to decide",
};

export const kindOf = (level) => KINDS[level] ?? level;
export const textOf = (kind) => TEXTS[kind] ?? kind;
export const statusOf = (status) => STATUSES[status] ?? status;
export const markOf = (status) => MARKS[status] ?? null;
export const reasonOf = (reason) => REASONS[reason] ?? reason;

/** Return `1 source`, `2 sources`. */
export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
