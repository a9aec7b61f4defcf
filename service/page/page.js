// The page put together: form, examples, address, answer, source, and the line at the foot.

import { announcementOf, renderFailure, renderOutcome, renderUnfinished } from "./answer.js";
import { Failure, ask } from "./api.js";
import { Filters } from "./filters.js";
import { showFoot } from "./foot.js";
import { SourcePanel } from "./source.js";
import { correctAddress, forgetSource, inAddress, onTravel, putInAddress, stepIntoSource, stepOutOfSource } from "./state.js";

const at = (id) => document.getElementById(id);
const SLOW_MS = 4000;
const [form, field, send, stop, fault] = [at("ask"), at("question"), at("send"), at("stop"), at("question-fault")];
const [outcome, status, examples] = [at("outcome"), at("status"), at("examples")];
const covers = matchMedia("(width < 64rem)"); // as in page.css
const startTitle = document.title;

let asked = null; // what was asked last, answered or not: question and filters as they stand in the address
let slow = null; // the timer that says so when an answer takes long
let asking = null; // the AbortController of the question that is being answered

const source = new SourcePanel(at("source"), at("page"), {
  covers,
  close: () => stepOutOfSource() || source.hide(),
});

const filters = new Filters(form, at("filters"));

function openSource(citation, quotes, opener) {
  if (covers.matches) stepIntoSource();
  source.show(citation, quotes, opener);
}

/** Ask, and show what comes of it. A newer question takes the place of one still under way. */
async function answer(parameters, { byHand }) {
  if (asking && `${parameters}` === asked) return;
  asking?.abort();
  const mine = (asking = new AbortController());
  const [question, only, sentences] = [parameters.get("q"), filters.words, []];
  asked = `${parameters}`;
  source.hide({ returnFocus: false });
  showFault(null);
  showBusy(true);
  document.title = `${question} · Enthesis`;
  let nodes, said;
  try {
    const told = (sentence) => showComing(question, sentences, sentence);
    const made = await ask(question, filters.asked, told, mine.signal);
    [nodes, said] = [renderOutcome(made, only, openSource, say), announcementOf(made)];
  } catch (failure) {
    if (mine.signal.aborted) return;
    if (!(failure instanceof Failure)) throw failure;
    if (failure.field) showFault(failure.message);
    else nodes = renderFailure(question, failure, () => answer(parameters, { byHand: true }));
    said = `${failure.title} ${failure.message}`.trim();
  } finally {
    if (!mine.signal.aborted) {
      asking = null;
      showBusy(false);
    }
  }
  if (!mine.signal.aborted) showOutcome(nodes ?? [], said, byHand);
}

const say = (words) => (status.textContent = words);

function showComing(question, sentences, sentence) {
  sentences.push(sentence);
  outcome.replaceChildren(...renderUnfinished(question, sentences));
  showView({ hasOutcome: true });
}

function showOutcome(nodes, said, byHand) {
  outcome.replaceChildren(...nodes);
  showView({ hasOutcome: nodes.length > 0 });
  status.textContent = said;
  const unchanged = `${given()}` === asked;
  if (byHand && unchanged) (outcome.querySelector("h2") ?? field).focus();
}

function showView({ hasOutcome }) {
  document.body.dataset.view = hasOutcome ? "outcome" : "start";
  outcome.hidden = !hasOutcome;
  examples.hidden = hasOutcome;
}

function stopAsking() {
  asking?.abort();
  asking = asked = null;
  showBusy(false);
  showOutcome([], "Stopped.", false);
  field.focus();
}

function showStart() {
  asking?.abort();
  asking = asked = null;
  source.hide({ returnFocus: false });
  showFault(null);
  showBusy(false);
  showOutcome([], "", false);
  document.title = startTitle;
}

function showBusy(busy) {
  outcome.setAttribute("aria-busy", `${busy}`);
  send.disabled = busy;
  send.textContent = busy ? "Looking…" : "Ask";
  clearTimeout(slow);
  stop.hidden = true;
  if (!busy) return;
  status.textContent = "Looking in the sources…";
  slow = setTimeout(() => {
    status.textContent = "Still looking. You can stop it.";
    stop.hidden = false;
  }, SLOW_MS);
}

function showFault(message) {
  fault.textContent = message ?? "";
  fault.hidden = message === null;
  field.setAttribute("aria-invalid", `${message !== null}`);
}

/** Return what the form asks, without what is not set. */
function given() {
  const all = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
  return new URLSearchParams(all.filter(([, value]) => value !== ""));
}

function askByHand() {
  if (!field.value.trim()) return field.focus();
  if (!filters.check()) return;
  const parameters = given();
  putInAddress(parameters);
  answer(parameters, { byHand: true });
}

/** Show what the address says: after a load, and after back and forward. */
function followAddress() {
  const parameters = inAddress();
  const isShown = asked !== null && `${parameters}` === asked;
  source.hide({ returnFocus: isShown });
  if (isShown) return;
  field.value = parameters.get("q")?.trim() ?? "";
  const known = filters.restore(parameters);
  if (!field.value) return showStart();
  if (!known) correctAddress(given());
  answer(given(), { byHand: false });
  if (!known) showFault("What this address says beside the question is not all known here, and was left aside.");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  askByHand();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
field.addEventListener("input", () => showFault(null));
examples.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  field.value = button.textContent;
  askByHand();
});
stop.addEventListener("click", stopAsking);
onTravel(followAddress);
forgetSource();
followAddress();
showFoot(at("about"));
