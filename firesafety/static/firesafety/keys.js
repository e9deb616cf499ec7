// Walks through the rows of a list by keys: j and k, arrows once a row has the focus, "/" to search.
// A key alone can get in the way of a screen reader or of speech, so all of it can be switched off.
const OFF = "keys-off";
const isOff = () => {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
};

const show = () => {
  for (const help of document.querySelectorAll("[data-keys-help]")) {
    help.hidden = false;
    help.querySelector("[data-keys-switch]").setAttribute("aria-pressed", String(!isOff()));
  }
};

const walk = (step) => {
  const rows = [...document.querySelectorAll("[data-keys] [data-row]")];
  const now = rows.indexOf(document.activeElement);
  const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step];
  next?.focus();
  return Boolean(next);
};

document.addEventListener("keydown", (event) => {
  if (isOff() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const onRow = event.target.matches("[data-row]");
  const steps = { j: 1, k: -1, ...(onRow ? { ArrowDown: 1, ArrowUp: -1 } : {}) };
  const search = document.getElementById("id_q");
  if (event.key in steps) {
    if (walk(steps[event.key])) event.preventDefault();
  } else if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-switch]")) return;
  try {
    localStorage.setItem(OFF, isOff() ? "0" : "1");
  } catch {
    // Where nothing may be kept, the keys stay as they are.
  }
  show();
});

show();
