// The filters of the form: what they hold, and in their summary what is set.

import { element } from "./dom.js";
import { UNFILTERED, filtersOf, inquiryOf } from "./inquiry.js";
import { KINDS, TEXTS } from "./words.js";

/** The controls of a form that name what may be looked at. */
export class Filters {
  #form;
  #fold;

  constructor(form, fold) {
    this.#form = form;
    this.#fold = fold;
    fold.querySelector("#kinds").append(...Object.entries(KINDS).map(([value, label]) => renderChoice("kind", value, label)));
    fold.querySelector("#texts").append(...Object.entries(TEXTS).map(([value, label]) => renderChoice("text", value, label)));
    fold.querySelector("#clear").addEventListener("click", () => this.show(UNFILTERED));
    fold.addEventListener("input", () => this.#tell());
    fold.addEventListener("invalid", () => (fold.open = true), { capture: true }); // else the fault could not be seen
  }

  /** Put filters in the controls. */
  show({ from, to, kinds, texts, retracted }) {
    this.#form.elements.from.value = from ?? "";
    this.#form.elements.to.value = to ?? "";
    for (const choice of this.#fold.querySelectorAll("[name=kind]")) choice.checked = kinds.includes(choice.value);
    for (const choice of this.#fold.querySelectorAll("[name=text]")) choice.checked = texts.includes(choice.value);
    this.#form.elements.retracted.checked = retracted;
    this.#tell();
  }

  #tell() {
    const { from, to } = this.#form.elements;
    const isWrongWayRound = from.value && to.value && Number(from.value) > Number(to.value);
    to.setCustomValidity(isWrongWayRound ? "The last year is before the first." : "");
    const set = filtersOf(inquiryOf(new URLSearchParams(new FormData(this.#form))).inquiry);
    this.#fold.querySelector("#filters-set").textContent = set || "none";
    this.#fold.classList.toggle("set", Boolean(set));
  }
}

function renderChoice(name, value, label) {
  return element("label", {}, element("input", { type: "checkbox", name, value }), ` ${label}`);
}
