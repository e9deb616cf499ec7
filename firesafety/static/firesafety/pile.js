// Enter goes to the next field, the arrows to the same field of the sheet above or below.
// The page works as well without: Tab goes on, and Enter saves.
for (const pile of document.querySelectorAll("form[data-pile]")) {
  const fields = () =>
    [...pile.querySelectorAll(".pile-row :is(input:not([type=hidden]), select, textarea)")].filter(
      (field) => !field.closest("details:not([open])"),
    );
  const kind = (field) => field.name.slice(field.name.indexOf("-") + 1);

  const goTo = (field) => {
    if (!field) return false;
    field.focus();
    if (field.select && field.type === "text") field.select();
    return true;
  };

  pile.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("input, select, textarea") || event.altKey || event.ctrlKey) return;
    const all = fields();
    const at = all.indexOf(field);
    let next = null;
    if (event.key === "Enter" && field.tagName !== "TEXTAREA") {
      next = all[at + (event.shiftKey ? -1 : 1)];
      if (!next && !event.shiftKey) next = pile.querySelector(".actions button");
    } else if (field.tagName === "INPUT" && event.key === "ArrowDown") {
      next = all.slice(at + 1).find((other) => kind(other) === kind(field));
    } else if (field.tagName === "INPUT" && event.key === "ArrowUp") {
      next = all.slice(0, at).reverse().find((other) => kind(other) === kind(field));
    } else if (field.type === "checkbox" && event.key === "ArrowRight") {
      next = all[at + 1];
    } else if (field.type === "checkbox" && event.key === "ArrowLeft") {
      next = all[at - 1];
    } else {
      return;
    }
    if (goTo(next) || event.key === "Enter") event.preventDefault();
  });
}
