// What this phone holds, in IndexedDB. Four stores, each keyed by `id`:
// assignments (what was opened here), drafts (forms being filled in), results and photos (to send).
const NAME = "to-12-1";
const STORES = ["assignments", "drafts", "results", "photos"];
const news = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store, { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => { opening = undefined; });
  return opening;
}

// One transaction: all of `work` is stored, or nothing of it. Rejects when storage is full.
async function transact(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORES, mode);
    let request;
    transaction.oncomplete = () => resolve(request && request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    try {
      request = work((store) => transaction.objectStore(store));
    } catch (error) {
      transaction.abort();
      reject(error);
    }
  });
}

const tell = () => news?.postMessage("changed");

export const all = (store) => transact("readonly", (from) => from(store).getAll());
export const get = (store, id) => transact("readonly", (from) => from(store).get(id));

// `put`: [store, row] each; `remove`: [store, id] each.
export async function write({ put = [], remove = [] }) {
  await transact("readwrite", (from) => {
    for (const [store, id] of remove) from(store).delete(id);
    for (const [store, row] of put) from(store).put(row);
  });
  tell();
}

// Change some fields of a row that may have been changed, or removed, by another page meanwhile.
export async function patch(store, id, fields) {
  await transact("readwrite", (from) => {
    const rows = from(store);
    rows.get(id).onsuccess = ({ target }) => {
      if (target.result) rows.put({ ...target.result, ...fields });
    };
  });
  tell();
}

// Calls back after every change, whichever page or worker made it.
export function follow(callback) {
  if (news) new BroadcastChannel(NAME).addEventListener("message", callback);
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
