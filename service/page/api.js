// The service over HTTP. Whatever goes wrong leaves here as a Failure that a person can read.

import { readEvents } from "./events.js";
import { requestOf } from "./inquiry.js";

const PATIENCE_MS = 60_000; // with a server that says nothing at all; a slow one sends comments

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

/** Ask, and return the whole answer or abstention. Before that, `sources` and `sentence` hear what is told of it. */
export function ask(inquiry, signal, hearers) {
  const headers = { "Content-Type": "application/json", Accept: "text/event-stream" };
  const options = { method: "POST", headers, body: JSON.stringify(requestOf(inquiry)) };
  return patiently(signal, async (bounded, heard) => {
    const response = await request("v1/answer", options, bounded);
    for await (const { name, data } of readEvents(response.body, heard)) {
      bounded.throwIfAborted();
      if (name === "done" || name === "abstention") return data;
      if (name === "error") throw failureOf(data, data.status);
      hearers[name]?.(data);
    }
    throw new Failure("The answer broke off", "The connection ended before the answer was whole. Please try again.");
  });
}

export function readDocument(id, signal) {
  return readJson(`v1/documents/${encodeURIComponent(id)}`, signal);
}

export function readInfo() {
  return readJson("info");
}

function readJson(path, signal) {
  return patiently(signal, async (bounded) => (await request(path, {}, bounded)).json().catch(failUnreached));
}

/** Do `work(signal, heard)`, which fails when nothing is heard for as long as patience lasts. */
async function patiently(signal, work) {
  const limit = new AbortController();
  const late = new Failure("The server is taking too long", "Nothing came from it for a minute. Please try again.");
  let timer = null;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => limit.abort(late), PATIENCE_MS);
  };
  heard();
  const bounded = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
  try {
    return await work(bounded, heard);
  } catch (error) {
    throw bounded.aborted ? bounded.reason : error; // browsers give the body of a response another reason
  } finally {
    clearTimeout(timer);
  }
}

async function request(path, options, signal) {
  const response = await fetch(path, { ...options, signal }).catch(failUnreached);
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw failureOf({ request_id: response.headers.get("X-Request-ID"), ...problem }, response.status);
}

function failUnreached() {
  throw new Failure("The server does not answer", "It may have stopped. Start it with “make serve”, then try again.");
}

function failureOf({ detail, errors, request_id: requestId }, status) {
  const fault = errors?.find(({ field }) => field === "question");
  if (fault) return new Failure("", `The question ${fault.message}.`, { field: "question", requestId });
  const title = status === 503 ? "The service is not ready" : "This did not work";
  return new Failure(title, detail ?? `The server answered with an error (${status}).`, {
    requestId,
    passing: status >= 500,
  });
}
