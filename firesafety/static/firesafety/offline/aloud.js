// Reads items and headings aloud, where the phone has a voice for the language of the page.
import { make, word } from "./words.js";

const speech = window.speechSynthesis;
const language = document.documentElement.lang;
const voice = () => speech.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language));
let speaking; // The button that was pressed.

function textOf(place) {
  const copy = place.cloneNode(true);
  copy.querySelectorAll(".item-code, button").forEach((part) => part.remove());
  return copy.textContent.trim().replace(/\s+/g, " ");
}

// A heading reads its items too.
function textsFor(place) {
  if (!place.matches("h2")) return [textOf(place)];
  const items = place.closest("section").querySelectorAll("legend[data-read]");
  return [place, ...items].map(textOf);
}

function quiet() {
  speech.cancel();
  if (speaking) speaking.lastChild.textContent = word("listen");
  speaking = null;
}

function toggle(pressed, place) {
  const again = pressed === speaking;
  quiet();
  if (again) return;
  speaking = pressed;
  pressed.lastChild.textContent = word("stop");
  const texts = textsFor(place);
  texts.forEach((text, index) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = voice().lang;
    utterance.voice = voice();
    if (index === texts.length - 1) utterance.onend = () => { if (speaking === pressed) quiet(); };
    speech.speak(utterance);
  });
}

function addButtons() {
  if (!voice() || document.querySelector(".listen")) return;
  for (const place of document.querySelectorAll("[data-read]")) {
    const drawing = document.getElementById("listen-drawing").content.cloneNode(true);
    const pressed = make("button", { type: "button", class: "listen" }, drawing, make("span", {}, word("listen")));
    pressed.setAttribute("aria-label", `${word("listen")}: ${textOf(place)}`);
    pressed.addEventListener("click", () => toggle(pressed, place));
    // Beside its words for the eye, and for the keyboard before the answers.
    if (place.matches("h2")) place.before(pressed);
    else place.after(pressed);
  }
}

if (speech) {
  addButtons();
  speech.addEventListener("voiceschanged", addButtons);
  addEventListener("pagehide", () => speech.cancel());
}
