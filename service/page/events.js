// Server-sent events out of the body of a response. EventSource cannot post, so they are read here.

const BETWEEN_EVENTS = /\r?\n\r?\n/;
const BETWEEN_LINES = /\r?\n/;

/** Yield each event as `{ name, data }` when it is whole, until the stream ends or breaks; `heard` hears of all that comes. */
export async function* readEvents(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => ({ done: true }));
      if (done) return;
      heard();
      const blocks = (rest + value).split(BETWEEN_EVENTS);
      rest = blocks.pop();
      yield* blocks.map(eventOf).filter(Boolean);
    }
  } finally {
    reader.cancel().catch(() => {}); // the rest is not wanted, however the reading ended
  }
}

function eventOf(block) {
  const fields = { event: "message", data: [] };
  for (const line of block.split(BETWEEN_LINES)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (name === "event") fields.event = value;
    if (name === "data") fields.data.push(value);
  }
  return fields.data.length > 0 ? { name: fields.event, data: JSON.parse(fields.data.join("\n")) } : null; // a comment
}
