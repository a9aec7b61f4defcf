// The page put together: form, examples, address, what comes of a question, its sources, and the foot.

import { showAbout } from "./about.js";
import { clearAddress, forgetSource, inAddress, onTravel, putInAddress, stepIntoSource, stepOutOfSource } from "./address.js";
import { Failure, ask } from "./api.js";
import { QuestionForm } from "./form.js";
import { NOTHING, UNFILTERED, asked, isSame } from "./inquiry.js";
import { SourcePanel } from "./source.js";
import { Telling } from "./telling.js";
import { Waiting } from "./waiting.js";
import { count } from "./words.js";

const at = (id) => document.getElementById(id);
const [outcome, status, examples, thread, ignored] = ["outcome", "status", "examples", "thread", "ignored"].map(at);
const covers = matchMedia("(width < 64rem)"); // as in page.css
const startTitle = document.title;
const say = (words) => (status.textContent = words);

let current = NOTHING; // what was asked last, answered or not
let asking = null; // the AbortController of what is being answered

const form = new QuestionForm(at("ask"), () => askByHand(inForm()));
const source = new SourcePanel(at("source"), at("page"), { covers, close: () => stepOutOfSource() || source.hide() });
const stopped = new Failure("Stopped", "You stopped it before the answer was whole.");
const waiting = new Waiting(at("waiting"), { say, stop: () => asking?.abort(stopped) });

function openSource(citation, quotes, opener) {
  if (covers.matches) stepIntoSource();
  source.show(citation, quotes, opener);
}

/** Ask, and show what comes of it as it comes. A newer question takes the place of one still under way. */
async function answer(inquiry, { byHand }) {
  if (asking && isSame(inquiry, current)) return;
  const mine = begin(inquiry);
  const telling = new Telling(inquiry, {
    open: openSource,
    retry: () => answer(inquiry, { byHand: true }),
    unfiltered: () => askByHand({ ...inquiry, ...UNFILTERED }),
    say,
  });
  const hearers = {
    sources: (found) => {
      telling.find(found);
      waiting.hear(`Reading ${count(found.length, "source")}.`);
    },
    sentence: (sentence) => {
      telling.add(sentence);
      show(telling, byHand);
    },
  };
  try {
    const made = await ask(inquiry, mine.signal, hearers);
    if (asking !== mine) return;
    say(telling.finish(made));
    show(telling, byHand);
  } catch (failure) {
    if (asking !== mine) return;
    if (!(failure instanceof Failure)) throw failure;
    say(`${failure.title} ${failure.message}`.trim());
    if (failure.field) return refuse(failure.message, byHand);
    telling.fail(failure);
    show(telling, byHand);
  } finally {
    if (asking === mine) end();
  }
}

function begin(inquiry) {
  asking?.abort();
  asking = new AbortController();
  current = inquiry;
  source.hide({ returnFocus: false });
  form.showFault(null);
  showBusy(true);
  say("Looking in the sources…");
  waiting.begin();
  document.title = `${inquiry.question} · Enthesis`;
  return asking;
}

function end() {
  asking = null;
  waiting.end();
  showBusy(false);
}

function showBusy(busy) {
  form.showBusy(busy);
  outcome.setAttribute("aria-busy", `${busy}`);
  outcome.classList.toggle("former", busy);
}

/** Show an account in the place of the one before; the focus goes to it once, if the reader waits for it. */
function show(telling, byHand) {
  const [heading] = telling.nodes;
  if (heading.isConnected) return;
  setOutcome(telling.nodes);
  if (byHand && form.question === current.question) heading.focus();
}

function setOutcome(nodes) {
  outcome.replaceChildren(...nodes);
  outcome.classList.remove("former");
  outcome.hidden = thread.hidden = nodes.length === 0;
  examples.hidden = nodes.length > 0;
  document.body.dataset.view = nodes.length > 0 ? "outcome" : "start";
}

function refuse(message, byHand) {
  setOutcome([]);
  form.showFault(message);
  if (byHand) form.focus();
}

function showStart() {
  asking?.abort();
  end();
  current = NOTHING;
  source.hide({ returnFocus: false });
  setOutcome([]);
  form.showFault(null);
  form.write(NOTHING);
  say("");
  document.title = startTitle;
}

function askByHand(inquiry) {
  if (!inquiry.question) return form.focus();
  form.write(inquiry);
  ignored.hidden = true;
  putInAddress(inquiry);
  answer(inquiry, { byHand: true });
}

/** Return what the form asks, in the conversation so far, with another question if one is given. */
function inForm(question = form.question) {
  return { ...form.read(), question, after: asked(current, question) };
}

/** Show what the address says: after a load, and after back and forward. */
function followAddress() {
  const { inquiry, ignored: parameters } = inAddress();
  ignored.textContent = `This part of the address is not understood and was left out: ${parameters.join(", ")}`;
  ignored.hidden = parameters.length === 0;
  source.hide({ returnFocus: isSame(inquiry, current) });
  if (isSame(inquiry, current)) return;
  if (!inquiry.question) return showStart();
  form.write(inquiry);
  answer(inquiry, { byHand: false });
}

examples.addEventListener("click", (event) => {
  const example = event.target.closest("button");
  if (example) askByHand(inForm(example.textContent));
});
thread.querySelector("button").addEventListener("click", () => {
  clearAddress();
  showStart();
  form.focus();
});
onTravel(followAddress);
forgetSource();
followAddress();
showAbout(at("about"));
