// Every page that a household's link opens: keep it for days without signal, send what waits.
import { forgetPast, remember } from "./assignments.js";
import { startBanner } from "./banner.js";
import { keep } from "./pages.js";
import { sendAll } from "./queue.js";
import { all } from "./store.js";
import { places } from "./words.js";

const AGAIN = 60_000; // milliseconds
const who = document.querySelector("[data-assignment]");

async function keepPages() {
  if (!("serviceWorker" in navigator && "caches" in self)) return;
  const options = { type: "module", updateViaCache: "none" };
  await navigator.serviceWorker.register(places.workerPath, { ...options, scope: "/k/" });
  // The codes on paper sheets are in capitals, which makes their squares smaller.
  if (location.pathname.startsWith("/K")) {
    await navigator.serviceWorker.register(places.workerPath, { ...options, scope: "/K/" });
  }
  const own = who ? ["", "answers/", "obstacle/"].map((part) => who.dataset.home + part) : [];
  await keep([...own, places.shelfPath, places.noSignalPath], {
    language: document.documentElement.lang,
    since: await lastSent(),
  });
}

async function lastSent() {
  const results = who ? await all("results") : [];
  const mine = results.filter((row) => row.assignment === who.dataset.assignment);
  return Math.max(0, ...mine.map((row) => Date.parse(row.received_at) || 0));
}

async function holdPhone() {
  await forgetPast();
  if (who) await remember(who.dataset);
  await startBanner();
  await sendAll();
}

// Each step alone: a phone that cannot keep pages can still send, and the other way round.
const quietly = (work) => work().catch((error) => console.warn(error));
const sendQuietly = () => quietly(sendAll);

quietly(holdPhone).then(() => quietly(keepPages));
addEventListener("online", sendQuietly);
document.addEventListener("visibilitychange", () => { if (!document.hidden) sendQuietly(); });
setInterval(sendQuietly, AGAIN);
