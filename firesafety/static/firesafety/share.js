// A button that hands a picture to another app of the phone. Where that cannot be, or without
// this, the link beside it saves the picture.
for (const button of document.querySelectorAll("[data-share]")) {
  const { share: address, name, title } = button.dataset;
  const sample = new File([""], name, { type: "image/png" });
  if (!navigator.canShare?.({ files: [sample] })) continue;
  // Fetched before it is asked for: a browser lets a page share only right after a press.
  const picture = fetch(address, { credentials: "same-origin" })
    .then((response) => (response.ok ? response.blob() : Promise.reject(response.status)))
    .then((content) => new File([content], name, { type: "image/png" }));
  picture.catch(() => {}); // Told on the press.
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ files: [await picture], title });
    } catch (error) {
      if (error?.name === "AbortError") return; // Closed again without sending.
      button.textContent = button.dataset.failed;
      button.disabled = true;
    }
  });
}
