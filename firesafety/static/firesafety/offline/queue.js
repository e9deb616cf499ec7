// What waits to be sent. A result goes first, then its photos one by one, each with its own receipt.
// Nothing counts as sent before the server's receipt came, and nothing unsent is ever removed but
// by a newer version of itself or by its writer's own hand.
import { all, get, patch, write } from "./store.js";

const TIMEOUT = 30_000; // milliseconds
const BUSY = [408, 425, 429];

export const unsent = (row) => row.state !== "sent";
export const waits = async () => (await all("results")).some(({ state }) => state === "waiting");
const inOrder = (a, b) => a.written_at - b.written_at || (a.id < b.id ? -1 : 1);
const same = (a, b) => JSON.stringify(a.fields) === JSON.stringify(b.fields);

// Store a result for sending and return the stored row.
export async function enqueue(row) {
  const rows = (await all("results")).filter(
    (other) => other.assignment === row.assignment && other.form === row.form && unsent(other)
  );
  // One that was tried may have been stored with its answer lost: it is delivered again before
  // this one follows as a correction. All others are replaced.
  const tried = rows.filter((other) => other.state === "waiting" && other.tried);
  const again = tried.find((other) => same(other, row));
  if (again) return again;
  const replaced = rows.filter((other) => !tried.includes(other));
  const stored = { ...row, state: "waiting", tried: false };
  const photos = (await all("photos"))
    .filter((photo) => photo.assignment === row.assignment && photo.state !== "sent")
    .filter((photo) => row.failed.includes(photo.item))
    .map((photo) => ["photos", { ...photo, result: row.id }]);
  await write({
    remove: replaced.filter(({ id }) => id !== row.id).map(({ id }) => ["results", id]),
    put: [["results", stored], ...photos],
  });
  return stored;
}

// Send what waits, results before photos. `byHand` tries again what the server has refused.
export async function sendAll({ byHand = false } = {}) {
  await sendResults({ byHand });
  await sendPhotos({ byHand });
}

// One pass at a time in this page, and in all pages of this phone. Whoever asks while a pass is under
// way gets another one after it: the first may have failed just before the signal came back.
function oneAtATime(name, work) {
  const alone = (pass) => (navigator.locks ? navigator.locks.request(name, pass) : pass());
  let last = Promise.resolve();
  let coming; // The pass that has not begun yet; all who ask meanwhile share it.
  const plan = () => {
    const pass = { byHand: false };
    const leave = () => { if (coming === pass) coming = undefined; };
    const begin = () => { leave(); return work(pass); };
    pass.done = last.catch(() => {}).then(() => alone(begin)).finally(leave);
    last = pass.done;
    return pass;
  };
  return ({ byHand = false } = {}) => {
    coming ??= plan();
    coming.byHand ||= byHand;
    return coming.done;
  };
}

export const sendResults = oneAtATime("results", async ({ byHand }) => {
  const done = new Set();
  const stuck = new Set(); // Assignments whose first result did not get through this time.
  const next = async () => (await all("results")).sort(inOrder).find(
    (row) => !done.has(row.id) && !stuck.has(row.assignment)
      && (row.state === "waiting" || (byHand && row.state === "refused"))
  );
  for (let row = await next(); row; row = await next()) {
    done.add(row.id);
    if ((await sendResult(row)) === "waiting") stuck.add(row.assignment);
  }
});

const sendPhotos = oneAtATime("photos", async ({ byHand }) => {
  for (const photo of await all("photos")) {
    if (photo.state === "waiting" || (byHand && photo.state === "refused")) await sendPhoto(photo);
  }
});

async function sendResult(row) {
  await patch("results", row.id, { tried: true });
  const body = new URLSearchParams(row.fields);
  body.set("client_id", row.id);
  body.set("based_on", await known(row));
  body.set("finished_at", new Date(row.written_at).toISOString());
  body.set("seconds", row.seconds ?? "");
  const reply = await post(row.path, body);
  const outcome = judge(reply);
  if (outcome.state === "sent") await settle(row, reply.said);
  else await patch("results", row.id, outcome);
  return outcome.state;
}

// What this phone itself has sent meanwhile was known to whoever wrote the next one on it.
async function known(row) {
  const own = (await all("results")).filter((other) => other.assignment === row.assignment && !unsent(other));
  return Math.max(row.based_on, ...own.map(({ revision }) => revision));
}

// The receipt came: the draft has done its work.
async function settle(row, said) {
  const sent = {
    ...row, tried: true, state: "sent", errors: null, error: null, receipt: said.receipt,
    stored_id: said.client_id, revision: said.revision, received_at: said.received_at,
  };
  const draft = await get("drafts", `${row.assignment}/${row.form}`);
  await write({
    put: [["results", sent]],
    remove: draft && draft.client_id === row.id ? [["drafts", draft.id]] : [],
  });
}

async function sendPhoto(photo) {
  const result = photo.result && (await get("results", photo.result));
  if (!result || result.state !== "sent") return;
  const body = new FormData();
  body.set("photo_id", photo.id);
  body.set("submission_id", result.stored_id);
  body.set("item", photo.item);
  body.set("taken_at", new Date(photo.written_at).toISOString());
  body.set("photo", photo.blob, `${photo.id}.jpg`);
  const reply = await post(`${photo.home}photos/`, body);
  const outcome = judge(reply);
  // The server does not know the result yet; it will, and then it takes the photo.
  if (outcome.state === "conflict") outcome.state = "waiting";
  // The receipt is proof enough; the picture itself need not stay on a shared phone.
  if (outcome.state === "sent") Object.assign(outcome, { receipt: reply.said.receipt, blob: null });
  await patch("photos", photo.id, outcome);
}

// What the server said, or null: no signal, no answer in time, or an answer that was not ours, such
// as the page of a café's network.
async function post(path, body) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT);
  try {
    const response = await fetch(path, {
      method: "POST", body, headers: { Accept: "application/json" },
      credentials: "same-origin", signal: abort.signal,
    });
    return { status: response.status, said: await response.json() };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function judge(reply) {
  if (!reply || reply.status >= 500 || BUSY.includes(reply.status)) return { state: "waiting" };
  if (reply.status < 300) return { state: reply.said.receipt ? "sent" : "waiting" };
  const { errors = null, error = null, revision = null } = reply.said;
  return { state: reply.status === 409 ? "conflict" : "refused", errors, error, revision };
}
