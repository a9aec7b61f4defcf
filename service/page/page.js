// The page put together: form, examples, address, answer, source, and the line at the foot.

import { announcementOf, renderFailure, renderOutcome } from "./answer.js";
import { Failure, ask, readInfo } from "./api.js";
import { SourcePanel } from "./source.js";
import { forgetSource, onTravel, putInAddress, questionInAddress, stepIntoSource, stepOutOfSource } from "./state.js";
import { count } from "./words.js";

const at = (id) => document.getElementById(id);
const [form, field, send, fault] = [at("ask"), at("question"), at("send"), at("question-fault")];
const [outcome, status, examples] = [at("outcome"), at("status"), at("examples")];
const covers = matchMedia("(width < 64rem)"); // as in page.css
const startTitle = document.title;

let asked = null; // the question last asked, answered or not
let asking = null; // the AbortController of the question that is being answered

const source = new SourcePanel(at("source"), at("page"), {
  covers,
  close: () => stepOutOfSource() || source.hide(),
});

function openSource(citation, quotes, opener) {
  if (covers.matches) stepIntoSource();
  source.show(citation, quotes, opener);
}

/** Ask, and show what comes of it. A newer question takes the place of one still under way. */
async function answer(question, { byHand }) {
  if (asking && question === asked) return;
  asking?.abort();
  const mine = (asking = new AbortController());
  asked = question;
  source.hide({ returnFocus: false });
  showFault(null);
  showBusy(true);
  document.title = `${question} · Enthesis`;
  let nodes, said;
  try {
    const made = await ask(question, mine.signal);
    [nodes, said] = [renderOutcome(made, openSource), announcementOf(made)];
  } catch (failure) {
    if (mine.signal.aborted) return;
    if (!(failure instanceof Failure)) throw failure;
    if (failure.field) showFault(failure.message);
    else nodes = renderFailure(question, failure, () => answer(question, { byHand: true }));
    said = `${failure.title} ${failure.message}`.trim();
  } finally {
    if (!mine.signal.aborted) {
      asking = null;
      showBusy(false);
    }
  }
  if (!mine.signal.aborted) showOutcome(nodes ?? [], said, byHand);
}

function showOutcome(nodes, said, byHand) {
  outcome.replaceChildren(...nodes);
  outcome.hidden = nodes.length === 0;
  document.body.dataset.view = nodes.length > 0 ? "outcome" : "start";
  examples.hidden = nodes.length > 0;
  status.textContent = said;
  const unchanged = field.value.trim() === asked;
  if (byHand && unchanged) (outcome.querySelector("h2") ?? field).focus();
}

function showStart() {
  asking?.abort();
  asking = asked = null;
  source.hide({ returnFocus: false });
  showFault(null);
  showBusy(false);
  showOutcome([], "", false);
  field.value = "";
  document.title = startTitle;
}

function showBusy(busy) {
  outcome.setAttribute("aria-busy", `${busy}`);
  send.disabled = busy;
  send.textContent = busy ? "Looking…" : "Ask";
  if (busy) status.textContent = "Looking in the sources…";
}

function showFault(message) {
  fault.textContent = message ?? "";
  fault.hidden = message === null;
  field.setAttribute("aria-invalid", `${message !== null}`);
}

function askByHand(question) {
  if (!question) return field.focus();
  field.value = question;
  putInAddress(question);
  answer(question, { byHand: true });
}

/** Show what the address says: after a load, and after back and forward. */
function followAddress() {
  const question = questionInAddress();
  source.hide({ returnFocus: question === asked });
  if (question === asked) return;
  if (question === null) return showStart();
  field.value = question;
  answer(question, { byHand: false });
}

async function showInfo() {
  const about = at("about");
  try {
    const { version, index, stale } = await readInfo();
    const parts = [`Enthesis ${version}`];
    if (index) {
      const built = new Date(index.built_at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
      parts.push(count(index.documents, "document"), count(index.passages, "passage"));
      parts.push(`index ${index.fingerprint.slice(0, 12)}`, `built ${built}`, index.embedder);
    } else parts.push("no index yet");
    if (stale) parts.push("documents have changed since");
    about.textContent = parts.join(" · ");
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    about.textContent = `${failure.title}.`;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  askByHand(field.value.trim());
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
field.addEventListener("input", () => showFault(null));
examples.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) askByHand(button.textContent);
});
onTravel(followAddress);
forgetSource();
followAddress();
showInfo();
