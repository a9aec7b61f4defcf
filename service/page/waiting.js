// What is said while an answer is awaited, and the way to end it.

const LONG_MS = 5000;

/** The line that appears when the service takes long. */
export class Waiting {
  #line;
  #words;
  #say;
  #timer = null;

  /** `say` tells listeners; `stop` is called when the reader has waited enough. */
  constructor(line, { say, stop }) {
    this.#line = line;
    this.#words = line.querySelector("p");
    this.#say = say;
    line.querySelector("button").addEventListener("click", stop);
  }

  begin() {
    this.end();
    this.#words.textContent = "Still looking in the sources.";
    this.#timer = setTimeout(() => {
      this.#line.hidden = false;
      this.#say(this.#words.textContent);
    }, LONG_MS);
  }

  /** Take word of how far it has come. */
  hear(words) {
    this.#words.textContent = words;
    if (!this.#line.hidden) this.#say(words);
  }

  end() {
    clearTimeout(this.#timer);
    this.#line.hidden = true;
  }
}
