// The service over HTTP. Whatever goes wrong leaves here as a Failure that a person can read.

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

export function ask(question, signal) {
  const body = JSON.stringify({ question });
  return request("v1/answer", { method: "POST", headers: { "Content-Type": "application/json" }, body, signal });
}

export function readDocument(id, signal) {
  return request(`v1/documents/${encodeURIComponent(id)}`, { signal });
}

export function readInfo() {
  return request("info", {});
}

async function request(path, { signal, ...options }) {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(path, { ...options, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (!response.ok) throw await failureOf(response);
    return await response.json();
  } catch (error) {
    if (error instanceof Failure || error.name === "AbortError") throw error;
    if (error.name === "TimeoutError") {
      throw new Failure("The server is taking too long", "It did not answer within a minute. Please try again.");
    }
    throw new Failure("The server does not answer", "It may have stopped. Start it with “make serve”, then try again.");
  }
}

async function failureOf(response) {
  const problem = await response.json().catch(() => ({}));
  const requestId = problem.request_id ?? response.headers.get("X-Request-ID");
  const fault = problem.errors?.find(({ field }) => field === "question");
  if (fault) return new Failure("", `The question ${fault.message}.`, { field: "question", requestId });
  const title = response.status === 503 ? "The service is not ready" : "This did not work";
  const message = problem.detail ?? `The server answered with an error (${response.status}).`;
  return new Failure(title, message, { requestId, passing: response.status >= 500 });
}
