// The sentences of the page's language, and small makers of elements that use them.
const template = document.getElementById("words");

export const places = template.dataset;

export function word(name) {
  return template.content.querySelector(`[data-word="${name}"]`).textContent;
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function button(name, act, kind = "second") {
  const element = make("button", { type: "button", class: `button ${kind}` }, word(name));
  element.addEventListener("click", act);
  return element;
}

// A button whose work cannot be undone asks for a second tap.
export function sureButton(name, act) {
  let asked = false;
  return button(name, ({ currentTarget }) => {
    if (asked) { act(); return; }
    asked = true;
    currentTarget.textContent = word("discard_sure");
  }, "danger");
}

// "Sửa", "12": what a result's refusal says, in one line.
export const reason = (row) => row.error || Object.values(row.errors || {})[0] || "";
