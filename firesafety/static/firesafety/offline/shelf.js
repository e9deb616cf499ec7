// What this phone holds: one line an assignment, how far each is, and what can be done about it.
import { forget } from "./assignments.js";
import { unsent } from "./queue.js";
import { all, follow } from "./store.js";
import { make, reason, sureButton, word } from "./words.js";

const MARKS = { sent: "done", waiting: "soon", draft: "soon", refused: "late", conflict: "late" };
const shelf = document.querySelector("[data-shelf]");

async function show() {
  const [assignments, drafts, results, photos] = await Promise.all(
    ["assignments", "drafts", "results", "photos"].map(all)
  );
  const lines = assignments.sort((a, b) => (a.due + a.inspected < b.due + b.inspected ? -1 : 1))
    .map((assignment) => {
      const own = (rows) => rows.filter((row) => row.assignment === assignment.id);
      return line(assignment, own(drafts), own(results), own(photos));
    });
  shelf.querySelector("ul").replaceChildren(...lines);
  shelf.hidden = !lines.length;
}

function line(assignment, drafts, results, photos) {
  const open = results.filter(unsent);
  const late = open.find(({ state }) => state !== "waiting");
  const last = results.filter((row) => !unsent(row)).sort((a, b) => b.revision - a.revision)[0];
  const state = (late || open[0] || (drafts.length ? { state: "draft" } : last) || {}).state || "untouched";
  const kept = photos.filter(unsent).length;
  return make("li", {},
    make("p", {}, make("a", { class: "row-link", href: assignment.home },
      `${assignment.inspector} → ${assignment.inspected}`)),
    make("p", {}, make("span", { class: `state ${MARKS[state] || ""}` }, word(state)),
      ` ${word("held")} ${assignment.due}`,
      ...(state === "sent" ? [` · ${word("receipt")} ${last.receipt}`] : []),
      ...(kept ? [` · ${word("photos")}: ${kept}`] : [])),
    ...(late ? [make("p", { class: "error-text" }, sentence(late))] : []),
    ...(late ? [make("p", {}, make("a", { class: "row-link", href: late.path }, word("edit")))] : []),
    sureButton("forget", () => forget(assignment)));
}

// The items that were refused by their codes, each with the server's reason.
function sentence(row) {
  const errors = Object.entries(row.errors || {});
  return errors.map(([name, text]) => (name.includes("-") ? `${name}: ${text}` : text)).join(" ") || reason(row);
}

// The browser's own offer, made where it makes sense to a person.
addEventListener("beforeinstallprompt", (event) => {
  const install = document.querySelector("[data-install]");
  if (!install) return;
  event.preventDefault();
  install.hidden = false;
  install.addEventListener("click", () => { event.prompt(); install.hidden = true; }, { once: true });
});

follow(show);
show().catch((error) => console.warn(error));
