// A form as it is being filled in: read out of the page, put back into it.
const OURS = ["csrfmiddlewaretoken", "client_id", "based_on", "drawn_at"];

// [name, text] of every answer; pictures go their own way.
export function read(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OURS.includes(name));
}

export function fill(form, fields) {
  const given = new Map(fields);
  for (const control of form.elements) {
    if (!control.name || OURS.includes(control.name) || control.type === "file") continue;
    if (control.type === "radio" || control.type === "checkbox") {
      control.checked = given.get(control.name) === control.value;
    } else if (given.has(control.name)) {
      control.value = given.get(control.name);
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// A page that was kept yesterday proposes yesterday as the day of the visit.
export function renewDay(form) {
  const day = form.elements.done_on;
  const today = new Date();
  const written = (date) => [date.getDate(), date.getMonth() + 1].map((n) => String(n).padStart(2, "0"))
    .concat(date.getFullYear()).join("/");
  const [d, m, y] = day.defaultValue.split("/").map(Number);
  if (today > new Date(y, m - 1, d)) day.value = written(today);
}
