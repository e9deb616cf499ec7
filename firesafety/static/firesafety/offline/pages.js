// Pages kept for days without signal. Only what the server marks with X-Keep-Until is kept, up to
// that day; it never marks a page of someone who has signed in.
const CACHE = "to-12-1 pages";
const AN_HOUR = 3_600_000;

const untilOf = (response) => response.headers.get("X-Keep-Until") || "";
export const dayOf = (moment) => {
  const [year, month, day] = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
};

// One key for all spellings of a link: /K/abc, /k/ABC/, /k/abc/ are the same page.
export function keyOf(address) {
  const [, , token = "", ...rest] = new URL(address, location.origin).pathname.split("/");
  const known = /^[0-9a-z-]{10,32}$/i.test(token) && token !== "no-signal";
  const first = known ? token.toUpperCase() : token;
  return "/k/" + [first, ...rest].filter(Boolean).map((part) => part + "/").join("");
}

export async function find(address) {
  const kept = await (await caches.open(CACHE)).match(keyOf(address), { ignoreVary: true });
  return kept && untilOf(kept) >= dayOf(new Date()) ? kept : undefined;
}

// Whether the response was one to keep.
export async function take(address, response) {
  if (!response.ok || response.redirected || !untilOf(response)) return false;
  await (await caches.open(CACHE)).put(keyOf(address), response);
  return true;
}

// Fetch what is not kept in this language, or was kept over an hour ago or before `since` (ms).
export async function keep(addresses, { language, since = 0 }) {
  const oldest = Math.max(since, Date.now() - AN_HOUR);
  for (const address of addresses) {
    const kept = await find(address);
    const fresh = kept && Date.parse(kept.headers.get("Date")) >= oldest;
    if (fresh && kept.headers.get("Content-Language") === language) continue;
    await take(address, await fetch(address, { credentials: "same-origin" }));
  }
}

// Forget all pages of one link.
export async function drop(home) {
  const cache = await caches.open(CACHE);
  const start = keyOf(home);
  for (const { url } of await cache.keys()) {
    if (new URL(url).pathname.startsWith(start)) await cache.delete(url);
  }
}

export async function dropPast() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept && untilOf(kept) < dayOf(new Date())) await cache.delete(request);
  }
}

// Fetch every kept page again, for the files of a new version. Whether all came.
export async function refresh() {
  const cache = await caches.open(CACHE);
  let whole = true;
  for (const { url } of await cache.keys()) {
    try {
      whole = (await take(url, await fetch(url, { credentials: "same-origin" }))) && whole;
    } catch {
      whole = false;
    }
  }
  return whole;
}
