// What is asked: a question, those before it in the conversation, and which sources may be looked at.
// The form, the address and the request to the service are three ways to write it.

import { KINDS, TEXTS } from "./words.js";

const EARLIER = 5; // questions before it that an address carries
const YEAR = /^[12]\d{3}$/;
const NAMES = ["q", "after", "from", "to", "kind", "text", "retracted"];

export const UNFILTERED = { from: null, to: null, kinds: [], texts: [], retracted: false };
export const NOTHING = { question: "", after: [], ...UNFILTERED };

/** Read parameters; those that cannot be meant are left out and named in `ignored`. */
export function inquiryOf(params) {
  const ignored = [];
  const known = (name, isKnown) => {
    const given = params.getAll(name).filter(Boolean);
    ignored.push(...given.filter((value) => !isKnown(value)).map((value) => `${name}=${value}`));
    return [...new Set(given.filter(isKnown))];
  };
  const year = (name) => Number(known(name, (value) => YEAR.test(value))[0]) || null;
  const inquiry = {
    question: params.get("q")?.trim() ?? "",
    after: params.getAll("after").filter((asked) => asked.trim()).slice(-EARLIER),
    from: year("from"),
    to: year("to"),
    kinds: known("kind", (value) => Object.hasOwn(KINDS, value)),
    texts: known("text", (value) => Object.hasOwn(TEXTS, value)),
    retracted: known("retracted", (value) => value === "1").length > 0,
  };
  if (inquiry.from && inquiry.to && inquiry.from > inquiry.to) {
    ignored.push(`from=${inquiry.from}`, `to=${inquiry.to}`);
    inquiry.from = inquiry.to = null;
  }
  ignored.push(...[...new Set(params.keys())].filter((name) => !NAMES.includes(name)));
  return { inquiry, ignored };
}

/** Write as the query of an address: `?q=…&from=2015`. Equal inquiries are written equally. */
export function addressOf({ question, after, from, to, kinds, texts, retracted }) {
  const params = new URLSearchParams({ q: question });
  for (const asked of after) params.append("after", asked);
  if (from) params.append("from", from);
  if (to) params.append("to", to);
  for (const kind of Object.keys(KINDS)) if (kinds.includes(kind)) params.append("kind", kind);
  for (const text of Object.keys(TEXTS)) if (texts.includes(text)) params.append("text", text);
  if (retracted) params.append("retracted", "1");
  return `?${params}`;
}

/** Write as the body of `POST /v1/answer`. */
export function requestOf({ question, after, from, to, kinds, texts, retracted }) {
  const filters = {
    ...(from && { year_from: from }),
    ...(to && { year_to: to }),
    ...(kinds.length > 0 && { evidence_levels: kinds }),
    ...(texts.length > 0 && { text_kinds: texts }),
    ...(retracted && { include_retracted: true }),
  };
  return {
    question,
    stream: true,
    ...(after.length > 0 && { earlier: after }),
    ...(Object.keys(filters).length > 0 && { filters }),
  };
}

export const isSame = (one, other) => addressOf(one) === addressOf(other);

/** Return the questions that come before one asked after `previous`; the same one asked again is no follow-up. */
export function asked(previous, question) {
  if (!previous.question || previous.question === question) return previous.after;
  return [...previous.after, previous.question].slice(-EARLIER);
}

/** Say in words which sources may be looked at: `2015–2020 · randomised trial`; empty for all but the retracted. */
export function filtersOf({ from, to, kinds, texts, retracted }) {
  const listed = (names, words) => names.map((name) => words[name].toLowerCase()).join(", ");
  return [yearsOf(from, to), listed(kinds, KINDS), listed(texts, TEXTS), retracted && "retracted work too"]
    .filter(Boolean)
    .join(" · ");
}

function yearsOf(from, to) {
  if (from && to) return from === to ? `${from}` : `${from}–${to}`;
  return (from && `from ${from}`) || (to && `up to ${to}`);
}
