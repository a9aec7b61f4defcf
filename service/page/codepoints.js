// Offsets of the service count Unicode code points; strings of JavaScript count UTF-16 units. Here they meet.

/** Return where each quote stands: `ranges` in code points, the quotes that are `missing`, whether the text `changed`. */
export function locate(text, textHash, quotes) {
  const points = Array.from(text);
  const ranges = [];
  const missing = [];
  for (const quote of quotes) {
    const range = quote.text_sha256 === textHash ? atItsPlace(points, quote) : anywhere(text, quote.quote);
    if (range) ranges.push(range);
    else missing.push(quote.quote);
  }
  return { ranges: merged(ranges), missing, changed: quotes.some((quote) => quote.text_sha256 !== textHash) };
}

/** Return code points `start` to `end` in pieces, each `{ text, marked }`. */
export function pieces(points, start, end, ranges) {
  const cut = [];
  let at = start;
  const add = (until, marked) => {
    if (until > at) cut.push({ text: points.slice(at, until).join(""), marked });
    at = Math.max(at, until);
  };
  for (const range of ranges) {
    if (range.end <= start || range.start >= end) continue;
    add(Math.max(range.start, start), false);
    add(Math.min(range.end, end), true);
  }
  add(end, false);
  return cut;
}

function atItsPlace(points, { quote, start, end }) {
  return points.slice(start, end).join("") === quote ? { start, end } : null;
}

function anywhere(text, words) {
  const unit = text.indexOf(words);
  if (unit < 0) return null;
  const start = Array.from(text.slice(0, unit)).length;
  return { start, end: start + Array.from(words).length };
}

function merged(ranges) {
  const joined = [];
  for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else joined.push({ ...range });
  }
  return joined;
}
