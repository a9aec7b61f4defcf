// OpenAI's client for Node: whole, stream and an error.
import OpenAI from "openai";

import { MODEL, NO_MODEL, QUESTION, citedIn, tell } from "./telling.mjs";

const told = (...heard) => tell("openai (npm)", "openai/package.json", ...heard);
const client = new OpenAI({ baseURL: `${process.argv[2]}/v1`, apiKey: "none", maxRetries: 0 });
const asked = { model: MODEL, messages: [{ role: "user", content: QUESTION }] };

const { message } = (await client.chat.completions.create(asked)).choices[0];
told("create", message.content, { cited: citedIn(message.content, message.annotations) });

let content = "";
const annotations = [];
for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
  const { delta } = chunk.choices[0];
  content += delta.content ?? "";
  annotations.push(...(delta.annotations ?? []));
}
told("create, stream", content, { cited: citedIn(content, annotations) });

try {
  await client.chat.completions.create({ ...asked, model: NO_MODEL });
  told("create, no such model", "no error", { kind: "error" });
} catch (error) {
  if (!(error instanceof OpenAI.NotFoundError)) throw error;
  told("create, no such model", error.code, { kind: "error" });
}
