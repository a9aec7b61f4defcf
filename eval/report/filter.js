// Hides the questions that were not asked for. Without this script all of them are there.

for (const form of document.querySelectorAll("form.filter")) {
  const questions = [...form.parentElement.querySelectorAll("details.question")];
  const fits = (question, [name, wanted]) => wanted === "" || question.dataset[name].split("\n").includes(wanted);

  const show = () => {
    const wanted = [...new FormData(form)];
    for (const question of questions) question.hidden = !wanted.every((one) => fits(question, one));
    const shown = questions.filter((question) => !question.hidden).length;
    form.querySelector("output").value = `${shown} of ${questions.length} questions`;
  };

  form.addEventListener("change", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show(); // a browser keeps what was chosen when a page is loaded again
}

// A link to a question opens what it is folded into.
const open = () => {
  for (let at = document.getElementById(location.hash.slice(1)); at; at = at.parentElement) {
    if (at.localName === "details") at.open = true;
  }
};
addEventListener("hashchange", open);
open();
