// The service over HTTP. Whatever goes wrong leaves here as a Failure that a person can read.

import { eventsOf } from "./stream.js";

const PATIENCE_MS = 60_000;

/** What went wrong, in plain words: a `title`, a `message`, perhaps the `field` at fault and the `requestId`. */
export class Failure extends Error {
  constructor(title, message, { field = null, requestId = null, passing = true } = {}) {
    super(message);
    this.title = title;
    this.field = field;
    this.requestId = requestId;
    this.passing = passing; // whether asking again may help
  }
}

/** Ask; `told` is called with each sentence as it comes. Return the whole answer or abstention. */
export function ask(question, filters, told, signal) {
  const body = JSON.stringify({ question, filters, stream: true });
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body, signal };
  return request("v1/answer", options, (response) => wholeOf(response, told));
}

export function readDocument(id, signal) {
  return request(`v1/documents/${encodeURIComponent(id)}`, { signal });
}

export function readInfo() {
  return request("info", {});
}

async function wholeOf(response, told) {
  for await (const { name, data } of eventsOf(response)) {
    if (name === "sentence") told(data);
    if (name === "error") throw failureOf(data.status, data);
    if (name === "done" || name === "abstention") return data;
  }
  throw new Failure("The answer broke off", "What had come of it is not shown, because its warnings had not come.");
}

async function request(path, { signal, ...options }, read = (response) => response.json()) {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(path, { ...options, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw failureOf(response.status, { request_id: response.headers.get("X-Request-ID"), ...problem });
    }
    return await read(response);
  } catch (error) {
    if (error instanceof Failure || error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") {
      throw new Failure("The server is taking too long", "It did not answer within a minute. Please try again.");
    }
    throw new Failure("The server does not answer", "It may have stopped. Start it with “make serve”, then try again.");
  }
}

function failureOf(status, problem) {
  const requestId = problem.request_id;
  const fault = problem.errors?.find(({ field }) => field === "question");
  if (fault) return new Failure("", `The question ${fault.message}.`, { field: "question", requestId });
  const title = status === 503 ? "The service is not ready" : "This did not work";
  const message = problem.detail ?? `The server answered with an error (${status}).`;
  return new Failure(title, message, { requestId, passing: status >= 500 });
}
