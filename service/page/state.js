// The question in the address: ?q=… can be shared, and back and forward work.

/** Return the question in the address, or null. */
export function questionInAddress() {
  return new URLSearchParams(location.search).get("q")?.trim() || null;
}

/** Put a question in the address, as a new step of the history unless it is there already. */
export function putInAddress(question) {
  if (question === questionInAddress()) return;
  history.pushState(null, "", `?${new URLSearchParams({ q: question })}`);
}

/** Make the open source a step of the history: where it covers the page, back is how people close it. */
export function stepIntoSource() {
  if (!history.state?.source) history.pushState({ source: true }, "");
}

/** Step back out of the source; false if it was no step of the history. */
export function stepOutOfSource() {
  if (!history.state?.source) return false;
  history.back();
  return true;
}

/** Forget that a source was open, as after a reload. */
export function forgetSource() {
  if (history.state?.source) history.replaceState(null, "");
}

export function onTravel(listener) {
  addEventListener("popstate", listener);
}
