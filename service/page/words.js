// What the service's short names mean to a reader.

/** Kinds of evidence, the strongest first. */
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

/** Kinds of text, as many of them are called. */
export const TEXTS = {
  abstract: "Abstracts",
  digest: "Digests of this project",
  registry: "Registry entries",
};

const ABOUT_TEXTS = {
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
export const textOf = (kind) => ABOUT_TEXTS[kind] ?? kind;
export const statusOf = (status) => STATUSES[status] ?? status;
export const markOf = (status) => MARKS[status] ?? null;
export const reasonOf = (reason) => REASONS[reason] ?? reason;

/** Say whether a publication's own journal has taken it back or doubts it. */
export const isDoubted = ({ editorial_status: status }) => status === "retracted" || status === "concern";

/** Return `1 source`, `2 sources`. */
export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
