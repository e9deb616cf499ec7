// The assignments that were opened on this phone, and how they leave it again.
import { dayOf, drop } from "./pages.js";
import { unsent } from "./queue.js";
import { all, write } from "./store.js";

// `told`: the data of the line that says whose page this is.
export async function remember(told) {
  const { assignment, home, inspector, inspected, due, until } = told;
  await write({ put: [["assignments", { id: assignment, home, inspector, inspected, due, until }]] });
}

export async function forget(assignment) {
  const owned = async (store) => (await all(store))
    .filter((row) => row.assignment === assignment.id).map(({ id }) => [store, id]);
  await write({
    remove: [
      ["assignments", assignment.id],
      ...(await owned("drafts")), ...(await owned("results")), ...(await owned("photos")),
    ],
  });
  if ("caches" in self) await drop(assignment.home);
}

// After the month nothing of it stays, except what was written and never got through.
export async function forgetPast() {
  const waiting = new Set((await all("results")).filter(unsent).map((row) => row.assignment));
  for (const assignment of await all("assignments")) {
    if (assignment.until < dayOf(new Date()) && !waiting.has(assignment.id)) await forget(assignment);
  }
}
