// Which sources an answer may rest on. The form has them, the address has them, the service is told them.

import { element } from "./dom.js";
import { KINDS, TEXT_NAMES } from "./words.js";

/** The part of the form that filters, its words for what is set, and what the service is to be told. */
export class Filters {
  #form;
  #details;

  constructor(form, details) {
    this.#form = form;
    this.#details = details;
    this.#offer("kind", KINDS);
    this.#offer("text", TEXT_NAMES);
    form.addEventListener("change", () => this.#say());
    details.querySelector("button").addEventListener("click", () => this.clear());
  }

  /** What the service is told. */
  get asked() {
    const given = new FormData(this.#form);
    return {
      year_from: Number(given.get("from")) || null,
      year_to: Number(given.get("to")) || null,
      evidence_levels: given.getAll("kind"),
      text_kinds: given.getAll("text"),
      include_retracted: given.has("retracted"),
    };
  }

  /** What is set, in words a reader can check an answer by; empty where nothing is. */
  get words() {
    const { year_from: from, year_to: to, evidence_levels: kinds, text_kinds: texts, include_retracted: all } = this.asked;
    const years = from && to ? `${from}–${to}` : from ? `from ${from}` : to && `until ${to}`;
    const named = [...kinds.map((kind) => KINDS[kind]), ...texts.map((text) => TEXT_NAMES[text])];
    return [years, ...named, all && "retracted work too"].filter(Boolean).join(" · ");
  }

  /** Whether the years can be meant; says so beside them if not. */
  check() {
    const { year_from: from, year_to: to } = this.asked;
    const last = this.#form.elements.to;
    last.setCustomValidity(from && to && from > to ? "The last year must not be before the first." : "");
    this.#details.open ||= !this.#form.checkValidity();
    return this.#form.reportValidity();
  }

  clear() {
    this.restore(new URLSearchParams());
  }

  /** Set what an address says. Return whether all of it is known here. */
  restore(parameters) {
    const wanted = [...parameters].filter(([name]) => name !== "q");
    for (const field of this.#details.querySelectorAll("input")) {
      const values = parameters.getAll(field.name);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      if (!field.validity.valid) field.value = "";
    }
    this.#say();
    const set = [...new FormData(this.#form)].filter(([name, value]) => name !== "q" && value !== "");
    return wanted.every(([name, value]) => set.some(([there, has]) => there === name && has === value));
  }

  #offer(name, choices) {
    this.#details.querySelector(`[data-choices="${name}"]`).append(
      ...Object.entries(choices).map(([value, words]) =>
        element("label", {}, element("input", { type: "checkbox", name, value }), ` ${words}`),
      ),
    );
  }

  #say() {
    this.#form.elements.to.setCustomValidity("");
    const words = this.words;
    this.#details.querySelector("summary b").textContent = words ? `: ${words}` : "";
    this.#details.querySelector("button").hidden = !words;
  }
}
