// Server-sent events out of a response's body. (EventSource itself cannot post a question.)

/** Yield each event as `{ name, data }`, the data parsed. Comments are passed over. */
export async function* eventsOf(response) {
  let waiting = "";
  for await (const words of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (waiting + words).split("\n\n");
    waiting = blocks.pop();
    for (const block of blocks) {
      const event = parsed(block);
      if (event) yield event;
    }
  }
}

function parsed(block) {
  const lines = block.split("\n");
  const fieldOf = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return fieldOf("data") === undefined ? null : { name: fieldOf("event"), data: JSON.parse(fieldOf("data")) };
}
