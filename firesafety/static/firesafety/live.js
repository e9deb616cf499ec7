// Fetches a part of the page again while the work behind it goes on. Without this: "Tải lại".
const watch = async () => {
  if (!document.querySelector("[data-live] [data-waiting]")) return;
  try {
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = page.getElementById(part.id);
        if (!fresh || fresh.innerHTML === part.innerHTML) continue;
        // Who was on a button stays on it.
        const held = part.contains(document.activeElement) && document.activeElement.id;
        part.innerHTML = fresh.innerHTML;
        if (held) document.getElementById(held)?.focus();
      }
    }
  } catch {
    // No network just now: the next round may have one.
  }
  setTimeout(watch, 3000);
};
setTimeout(watch, 3000);
