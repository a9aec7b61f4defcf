// What comes of a question, as it comes: the question, then what an answer rests on, its sentences and its sources;
// or why there is none.

import { renderChart } from "./chart.js";
import { copy, plainText } from "./copying.js";
import { button, element } from "./dom.js";
import { renderEvidence, renderMishaps, renderPending } from "./evidence.js";
import { filtersOf } from "./inquiry.js";
import { renderExport, renderNearest, renderSources } from "./references.js";
import { Sentences, renderSides } from "./sentences.js";
import { count, reasonOf } from "./words.js";

/** The account of one question. Nothing that a reader has in front of them is put in place anew. */
export class Telling {
  #inquiry;
  #acts;
  #written;
  #heading = element("h2", { class: "asked", tabindex: "-1" });
  #before = element("div");
  #told = element("div");
  #after = element("div");

  /** `acts`: `open(citation, quotes, opener)` a source, `retry`, ask `unfiltered`, and `say` a word to listeners. */
  constructor(inquiry, acts) {
    this.#inquiry = inquiry;
    this.#acts = acts;
    this.#written = new Sentences(acts.open);
    this.#heading.textContent = inquiry.question;
    this.#before.append(renderPending());
  }

  get nodes() {
    return [this.#heading, this.#before, this.#told, this.#after];
  }

  /** Take the documents that the answer may be made from. */
  find(citations) {
    this.#written.find(citations);
  }

  /** Take a sentence of the answer, and show it. */
  add(sentence) {
    this.#told.className = "answer";
    this.#told.append(this.#written.render(sentence));
  }

  /** Take the whole, answered or abstained, and return in one line what a listener should hear. */
  finish(made) {
    const understood = made.standalone_question !== made.question && `Understood as: “${made.standalone_question}”`;
    this.#before.replaceChildren(
      ...[
        understood && element("p", { class: "small" }, understood),
        this.#renderFilters(),
        renderMishaps(made.warnings),
        ...(made.status === "answered" ? this.#renderBefore(made) : this.#renderAbstention(made.abstention)),
      ].filter(Boolean),
    );
    if (made.status === "answered") this.#after.replaceChildren(...this.#renderAfter(made).filter(Boolean));
    return announcementOf(made);
  }

  /** Show a failure; what was shown of an answer is marked as less than one. */
  fail(failure) {
    const isBegun = this.#told.hasChildNodes();
    this.#told.classList.toggle("incomplete", isBegun);
    this.#before.replaceChildren(
      element(
        "div",
        { class: "failure" },
        element("h3", {}, failure.title),
        element("p", {}, failure.message),
        isBegun && element("p", {}, "What stands below is incomplete, and comes without its evidence and warnings."),
        failure.passing && button("Try again", this.#acts.retry),
        failure.requestId && element("p", { class: "small" }, `Request ${failure.requestId}`),
      ),
    );
  }

  #renderFilters() {
    const filters = filtersOf(this.#inquiry);
    if (!filters) return null;
    const without = button("Ask without filters", this.#acts.unfiltered);
    return element("div", { class: "filtered" }, element("p", {}, "Asked under filters: ", element("b", {}, filters)), without);
  }

  #renderBefore({ evidence, citations, reading }) {
    return [renderEvidence(evidence, citations), reading && element("p", { class: "reading" }, reading.text)];
  }

  #renderAfter(made) {
    const { sentences, citations, dropped } = made;
    const quotesOf = (number) => sentences.flatMap(({ quotes }) => quotes).filter((quote) => quote.number === number);
    const sources = renderSources(citations, quotesOf, this.#acts.open);
    return [
      element(
        "p",
        { class: "actions" },
        this.#copying("Copy answer with sources", () => plainText(made, this.#inquiry)),
        this.#copying("Copy link", () => location.href),
      ),
      renderSides(made, this.#written),
      dropped.length > 0 && renderDropped(dropped),
      element("h3", {}, "Sources"),
      renderChart(citations, (number) => sources.querySelector(`li[value="${number}"] button`).click()),
      sources,
      renderExport(citations),
    ];
  }

  #copying(name, text) {
    return button(name, async (event) => {
      const { currentTarget: pressed } = event;
      const said = (await copy(text())) ? "Copied" : "The browser does not let this page copy";
      pressed.textContent = said;
      this.#acts.say(`${said}.`);
      setTimeout(() => (pressed.textContent = name), 3000);
    });
  }

  #renderAbstention({ reason, message, nearest }) {
    return [
      element(
        "div",
        { class: "abstention", "data-reason": reason },
        element("p", { class: "eyebrow" }, "No answer is given"),
        element("h3", {}, reasonOf(reason)),
        element("p", {}, message),
        filtersOf(this.#inquiry) && element("p", {}, "Sources that the filters leave out were not looked at."),
      ),
      nearest.length > 0 && element("h3", {}, "The nearest sources"),
      nearest.length > 0 && element("p", { class: "small" }, "They may not answer the question. Open one to read it in full."),
      nearest.length > 0 && renderNearest(nearest, this.#acts.open),
    ];
  }
}

function announcementOf({ status, abstention, sentences, citations, evidence }) {
  if (status === "abstained") return `No answer: ${reasonOf(abstention.reason)}.`;
  return `Answered in ${count(sentences.length, "sentence")} from ${count(citations.length, "source")}. ${evidence.summary}`;
}

function renderDropped(dropped) {
  const line = ({ text, why }) => element("li", {}, element("bdi", {}, text), element("span", { class: "small" }, ` (${why})`));
  return element(
    "details",
    { class: "dropped" },
    element("summary", {}, `${count(dropped.length, "sentence")} left out`),
    element("ul", {}, dropped.map(line)),
  );
}
