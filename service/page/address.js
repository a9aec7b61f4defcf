// What is asked in the address: ?q=… can be shared, and back and forward work.

import { addressOf, inquiryOf, isSame } from "./inquiry.js";

/** Return what the address asks, with the parameters that were `ignored`. */
export function inAddress() {
  return inquiryOf(new URLSearchParams(location.search));
}

/** Put what is asked in the address, as a new step of the history unless it is there already. */
export function putInAddress(inquiry) {
  if (!isSame(inquiry, inAddress().inquiry)) history.pushState(null, "", addressOf(inquiry));
}

/** Take everything out of the address, as a new step of the history. */
export function clearAddress() {
  history.pushState(null, "", location.pathname);
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
