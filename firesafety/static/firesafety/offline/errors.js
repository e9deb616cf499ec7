// What keeps a result from being sent, shown as the server shows it: a summary with links, and a
// sentence at each place.
import { make, word } from "./words.js";

export function clear(form) {
  document.querySelectorAll(".error-summary").forEach((summary) => summary.remove());
  form.querySelectorAll(".wrong").forEach((place) => place.classList.remove("wrong"));
  form.querySelectorAll(".error-text, .errorlist").forEach((text) => text.remove());
}

// Items without an answer, or no cause chosen: {code or field: sentence}. The rest is the server's
// to judge.
export function missing(form) {
  const found = {};
  for (const place of form.querySelectorAll("fieldset.item, fieldset#id_obstacle")) {
    if (place.querySelector("input[type=radio]:checked")) continue;
    if (place.id === "id_obstacle") found.obstacle = word("missing_cause");
    else found[place.id.replace("item-", "")] = word("missing");
  }
  return found;
}

const placeOf = (name) =>
  document.getElementById(`item-${name}`) || document.getElementById(`id_${name}`);

// `errors`: {code or field: sentence}, or {form: sentence} for what has no place of its own.
export function show(form, errors, more = []) {
  clear(form);
  const lines = Object.entries(errors).map(([name, sentence]) => {
    const place = placeOf(name);
    if (!place) return make("li", {}, sentence);
    mark(place, sentence);
    const legend = place.id.startsWith("item-") && place.querySelector("legend");
    const text = legend ? `${legend.textContent.trim()}: ${sentence}` : sentence;
    return make("li", {}, make("a", { href: `#${place.id}` }, text));
  });
  const summary = make("div", { class: "error-summary", role: "alert", tabindex: "-1" },
    make("h2", {}, word("refused")), make("ul", {}, ...lines), make("p", {}, word("kept")), ...more);
  form.before(summary);
  summary.focus();
}

function mark(place, sentence) {
  const text = make("p", { class: "error-text" }, sentence);
  if (place.matches("fieldset")) {
    place.classList.add("wrong");
    place.querySelector("legend").after(text);
  } else {
    place.closest(".field").classList.add("wrong");
    place.before(text);
  }
}
