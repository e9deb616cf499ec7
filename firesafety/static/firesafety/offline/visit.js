// The form of a visit: every tap is stored on the phone, and "send" stores before it sends.
import { fill, read, renewDay } from "./drafts.js";
import * as errors from "./errors.js";
import { fitPhotos } from "./photos.js";
import { enqueue, sendAll, sendResults, unsent } from "./queue.js";
import { all, follow, get, newId, write } from "./store.js";
import { button, make, places, reason, sureButton, word } from "./words.js";

const who = document.querySelector("[data-assignment]").dataset;
const form = document.querySelector("form[data-visit]");
const kind = form.dataset.visit;
const draftId = `${who.assignment}/${kind}`;
const send = form.querySelector("button:not([type=button])");
let clientId = form.elements.client_id.value;
let basedOn = Number(who.revision); // The revision that what stands in the form was written upon.
let queued; // The id under which the content of the form was last stored for sending.
let openedAt = Date.now(); // When the form was first opened, whatever was closed in between.
let busy = false;
let panel;

async function mine() {
  return (await all("results")).filter((row) => row.assignment === who.assignment);
}

// ── Opening: what this phone holds goes into the page, unless the page knows something newer.

async function open() {
  const rows = await mine();
  if (rows.some((row) => row.id === clientId)) clientId = newId();
  const last = rows.filter((row) => !unsent(row)).sort((a, b) => b.revision - a.revision)[0];
  const known = Math.max(basedOn, last ? last.revision : 0);
  const draft = await get("drafts", draftId);
  const shownByServer = document.querySelector(".error-summary");
  if (shownByServer) return;
  if (draft && draft.based_on >= known) take(draft, draft.based_on);
  else if (draft) offer(draft, known);
  else if (last && last.form === kind && last.revision > basedOn) fill(form, last.fields);
  else if (!basedOn) renewDay(form);
  if (!draft) basedOn = known;
  const returned = rows.find((row) => row.form === kind
    && (row.state === "conflict" || (row.state === "refused" && row.id === clientId)));
  if (returned) await show(returned);
}

function take(draft, revision) {
  fill(form, draft.fields);
  clientId = draft.client_id;
  openedAt = draft.opened_at ?? openedAt;
  queued = draft.queued && clientId;
  basedOn = revision;
}

// Another phone, or paper, was quicker: the page shows that; the draft is there for the asking.
function offer(draft, known) {
  basedOn = known;
  tell("warning", make("p", {}, word("newer")), button("use_draft", () => {
    take({ ...draft, client_id: newId() }, known);
    panel.remove();
  }));
}

// ── Writing: at every tap.

async function putDraft(fields, more) {
  const draft = {
    id: draftId, assignment: who.assignment, fields, client_id: clientId, based_on: basedOn,
    opened_at: openedAt, ...more,
  };
  await write({ put: [["drafts", draft]] });
}

async function keepDraft() {
  if (clientId === queued) clientId = newId();
  try {
    await putDraft(read(form), { queued: false });
  } catch {
    if (!panel) tell("warning", make("p", {}, word("full")));
  }
}

// ── Sending.

async function submit(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  send.setAttribute("aria-disabled", "true");
  try {
    await store();
  } finally {
    busy = false;
    send.removeAttribute("aria-disabled");
  }
}

async function store() {
  const gaps = errors.missing(form);
  if (Object.keys(gaps).length) {
    errors.show(form, gaps);
    return;
  }
  errors.clear(form);
  const stored = await queue();
  if (!stored) return;
  await sendResults(); // The receipt's page sends the photos.
  await show(await get("results", stored.id));
}

// Without room on the phone the form goes the plain way, while there is a network to take it.
async function queue() {
  const fields = read(form);
  const failed = fields.filter(([name, value]) => name.startsWith("a_") && value === "F");
  const row = {
    id: clientId, assignment: who.assignment, form: kind, path: location.pathname, fields,
    home: who.home, failed: failed.map(([name]) => name.slice(2)), based_on: basedOn,
    written_at: Date.now(), seconds: Math.round((Date.now() - openedAt) / 1000),
  };
  try {
    // The draft first: the receipt, which takes it away, may come at once.
    await putDraft(fields, { queued: true });
    const stored = await enqueue(row);
    if (stored.id !== clientId) {
      clientId = stored.id;
      await putDraft(fields, { queued: true });
    }
    queued = clientId;
    return stored;
  } catch {
    if (navigator.onLine) form.submit();
    else tell("warning", make("p", {}, word("full_offline")));
    return null;
  }
}

// ── What became of it.

async function show(row) {
  if (row.state === "sent") location.assign(`${who.home}sent/`);
  else if (row.state === "waiting") showWaiting();
  else if (row.state === "conflict") showConflict(row);
  else errors.show(form, row.errors || { form: reason(row) });
}

function showWaiting() {
  form.hidden = true;
  tell("warning", make("h2", {}, word("waiting")), make("p", {}, word("no_reply")),
    make("div", { class: "actions" },
      button("send", () => sendAll({ byHand: true }), ""),
      button("edit", () => { form.hidden = false; panel.remove(); }),
      make("a", { class: "button second", href: places.shelfPath }, word("see_shelf"))));
}

function showConflict(row) {
  const see = make("a", { class: "button second", href: `${who.home}sent/` }, word("see"));
  const overrule = button("overrule", async () => {
    await write({ put: [["results", { ...row, state: "waiting", based_on: row.revision }]] });
    await sendResults();
    await show(await get("results", row.id));
  });
  const discard = sureButton("discard", async () => {
    await write({ remove: [["results", row.id], ["drafts", draftId]] });
    location.assign(who.home);
  });
  tell("warning", make("h2", {}, word("conflict")), make("p", {}, reason(row)),
    make("div", { class: "actions" }, see, overrule, discard));
}

function tell(kindOfNotice, ...content) {
  if (panel) panel.remove();
  panel = make("div", { class: `notice ${kindOfNotice}`, role: "status", tabindex: "-1" }, ...content);
  form.before(panel);
  panel.focus();
}

// The signal may come back while someone looks at what waits.
follow(async () => {
  const row = queued && !busy && form.hidden && (await get("results", queued));
  if (row && row.state !== "waiting") {
    form.hidden = false;
    await show(row);
  }
});

form.addEventListener("input", keepDraft);
form.addEventListener("submit", submit);
open().catch((error) => console.warn(error));
fitPhotos(form, who);
