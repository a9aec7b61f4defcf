// What is asked stands in the address: it can be shared, and back and forward work.

const addressOf = (parameters) => (parameters.size > 0 ? `?${parameters}` : "./");

/** Return what the address asks: `q` and the filters. */
export function inAddress() {
  return new URLSearchParams(location.search);
}

/** Put what is asked in the address, as a new step of the history unless it is there already. */
export function putInAddress(parameters) {
  if (`${parameters}` === `${inAddress()}`) return;
  history.pushState(null, "", addressOf(parameters));
}

/** Put what is really asked in the place of an address that asks for something unknown. */
export function correctAddress(parameters) {
  history.replaceState(null, "", addressOf(parameters));
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
