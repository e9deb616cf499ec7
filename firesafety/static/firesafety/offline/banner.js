// At the top of every page: how much is not yet sent, since when, and a button that sends it now.
import { all, follow } from "./store.js";
import { sendAll, unsent } from "./queue.js";
import { button, make, places, word } from "./words.js";

const THREE_DAYS = 3 * 24 * 3_600_000;
const notice = make("div", { class: "notice", role: "status", hidden: "", "data-unsent": "" });

export async function startBanner() {
  document.getElementById("content").prepend(notice);
  follow(show);
  await show();
}

// Where the browser knows how: send even when the signal returns after the page was closed.
async function askWorker() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register("send");
}

async function show() {
  const results = (await all("results")).filter(unsent);
  const photos = (await all("photos")).filter((photo) => unsent(photo) && photo.result);
  const told = [
    results.length && `${word("results")}: ${results.length}`,
    photos.length && `${word("photos")}: ${photos.length}`,
  ].filter(Boolean).join(" · ");
  if (notice.dataset.told === told + isOld(results, photos)) return;
  notice.dataset.told = told + isOld(results, photos);
  notice.hidden = !told;
  if (told) askWorker().catch((error) => console.warn(error));
  notice.classList.toggle("warning", isOld(results, photos));
  notice.replaceChildren(
    make("p", {}, make("strong", {}, told)),
    ...(isOld(results, photos) ? [make("p", {}, word("old"))] : []),
    make("div", { class: "actions" }, button("send", sendNow, ""), ...shelfLink())
  );
}

const isOld = (...lists) => lists.flat().some((row) => Date.now() - row.written_at > THREE_DAYS);

const shelfLink = () => (location.pathname === places.shelfPath ? [] : [
  make("a", { class: "button second", href: places.shelfPath }, word("see_shelf")),
]);

async function sendNow({ currentTarget }) {
  currentTarget.textContent = word("sending");
  await sendAll({ byHand: true });
  currentTarget.textContent = word("send");
}
