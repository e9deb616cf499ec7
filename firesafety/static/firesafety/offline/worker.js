// The service worker: the site's files from the phone, a household's pages from the network or, with
// no signal, from the phone; and a sending when the signal comes back after the page was closed.
import { drop, dropPast, find, keyOf, refresh, take } from "./pages.js";
import { sendAll, waits } from "./queue.js";

const FILES = "to-12-1 files ";
const PATIENCE = 5000; // Milliseconds to wait for a bad signal before what is kept is shown.
const NO_SIGNAL = "/k/no-signal/";
const GONE = [404, 410];

export function serve({ version, files }) {
  const own = FILES + version;
  let refreshed = false;

  self.addEventListener("install", (event) => event.waitUntil((async () => {
    await (await caches.open(own)).addAll(files);
    refreshed = await refresh();
    await self.skipWaiting();
  })()));

  self.addEventListener("activate", (event) => event.waitUntil((async () => {
    // A page that could not be fetched again still asks for the files of its own version.
    const names = refreshed ? await caches.keys() : [];
    for (const name of names) if (name.startsWith(FILES) && name !== own) await caches.delete(name);
    await dropPast();
    await self.clients.claim();
  })()));

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== self.location.origin) return;
    if (request.mode === "navigate" && /^\/k(\/|$)/i.test(pathname)) {
      event.respondWith(openPage(event));
    } else if (files.includes(pathname)) {
      event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
    }
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "send") event.waitUntil(sendWaiting());
  });
}

// Failing tells the browser to come back later.
async function sendWaiting() {
  await sendAll();
  if (await waits()) throw new Error("not all was sent");
}

async function openPage(event) {
  const { request } = event;
  const network = fetch(request);
  event.waitUntil(network.then((response) => remember(request.url, response.clone()), () => {}));
  const kept = await find(request.url);
  if (!kept) {
    return network.catch(async () => (await find(NO_SIGNAL)) || Response.error());
  }
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, kept); });
  const usable = network.then((response) => (response.status >= 500 ? kept : response));
  return Promise.race([usable, late]).catch(() => kept);
}

async function remember(url, response) {
  if (GONE.includes(response.status)) {
    const [, home, part] = /^(\/k\/[^/]+\/)(.*)$/.exec(keyOf(url)) || [];
    if (["", "answers/", "obstacle/"].includes(part)) await drop(home);
    return;
  }
  await take(url, response);
}
