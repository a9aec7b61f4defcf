// The form: the question, what is wrong with it, and the filters.

import { Filters } from "./filters.js";
import { inquiryOf } from "./inquiry.js";

/** The controls in which a question is put; `ask` is called when it is sent. */
export class QuestionForm {
  #form;
  #field;
  #send;
  #fault;
  #filters;

  constructor(form, ask) {
    this.#form = form;
    this.#field = form.querySelector("#question");
    this.#send = form.querySelector("#send");
    this.#fault = form.querySelector("#question-fault");
    this.#filters = new Filters(form, form.querySelector("#filters"));
    this.#field.addEventListener("input", () => this.showFault(null));
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask();
    });
  }

  get question() {
    return this.#field.value.trim();
  }

  /** Return what the form asks, as if no question had been asked before. */
  read() {
    return inquiryOf(new URLSearchParams(new FormData(this.#form))).inquiry;
  }

  write(inquiry) {
    this.#field.value = inquiry.question;
    this.#filters.show(inquiry);
  }

  /** Say what is wrong with the question; null for nothing. */
  showFault(message) {
    this.#fault.textContent = message ?? "";
    this.#fault.hidden = message === null;
    this.#field.setAttribute("aria-invalid", `${message !== null}`);
  }

  showBusy(busy) {
    this.#send.disabled = busy;
    this.#send.textContent = busy ? "Looking…" : "Ask";
  }

  focus() {
    this.#field.focus();
  }
}
