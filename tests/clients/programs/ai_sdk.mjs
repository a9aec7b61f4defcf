// The AI SDK with its provider for whatever speaks OpenAI's protocol: whole and stream.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, streamText } from "ai";

import { MODEL, QUESTION, tell } from "./telling.mjs";

const told = (...heard) => tell("AI SDK (Vercel)", "ai/package.json", ...heard);
const provider = createOpenAICompatible({ name: "enthesis", baseURL: `${process.argv[2]}/v1`, apiKey: "none" });
const asked = { model: provider(MODEL), prompt: QUESTION, maxRetries: 0 };

told("generateText", (await generateText(asked)).text);

let content = "";
for await (const piece of streamText(asked).textStream) content += piece;
told("streamText", content);
