// How many items have an answer, beside the button. The page works as well without.
for (const form of document.querySelectorAll("form[data-progress]")) {
  const count = form.querySelector("[data-count]");
  const items = form.querySelectorAll(".item").length;
  const show = () => {
    count.textContent = `${form.querySelectorAll(".answers input:checked").length} / ${items}`;
  };
  form.addEventListener("change", show);
  count.hidden = false;
  show();
}
