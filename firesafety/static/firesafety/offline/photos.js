// Pictures of what is wrong: made small on the phone, kept there, and sent one by one.
import { all, follow, newId, write } from "./store.js";
import { unsent } from "./queue.js";
import { make, reason, sureButton, word } from "./words.js";

const LONGEST = 1600; // pixels
const QUALITY = 0.8;
const AT_MOST = 3;

// Drawing it anew makes it small, turns it upright, and leaves place and time behind. A format that
// this browser cannot draw, such as HEIC, goes as it is; the server knows it.
export async function shrink(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file.type.startsWith("image/") ? file : null;
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
}

export function fitPhotos(form, who) {
  for (const input of form.querySelectorAll("input[type=file][data-photo]")) fit(input, who);
}

function fit(input, who) {
  const list = make("ul", { class: "list" });
  const message = make("p", { class: "error-text", role: "status" });
  (input.closest("label") || input).after(list, message);
  const held = async () => (await all("photos")).filter(
    (row) => row.assignment === who.assignment && row.item === input.dataset.photo
  );

  input.addEventListener("change", async () => {
    message.textContent = "";
    const files = [...input.files];
    for (const file of files) {
      const blob = await shrink(file);
      if ((await held()).length >= AT_MOST) message.textContent = word("photo_full");
      else if (!blob) message.textContent = word("photo_unread");
      else if (!(await keepPhoto(blob, input.dataset.photo, who))) {
        message.textContent = word("full");
        return; // Left in the form, where the plain sending takes it along.
      }
    }
    input.value = "";
  });

  async function show() {
    const rows = await held();
    list.replaceChildren(...rows.map((row, index) => make("li", { class: "row" },
      make("span", { class: "grow" }, `${word("photo")} ${index + 1}: ${stateOf(row)}`),
      ...(unsent(row) ? [sureButton("drop_photo", () => write({ remove: [["photos", row.id]] }))] : []))));
  }
  follow(show);
  show().catch((error) => console.warn(error));
}

async function keepPhoto(blob, item, who) {
  const row = {
    id: newId(), assignment: who.assignment, home: who.home, item, blob, result: null,
    state: "waiting", written_at: Date.now(),
  };
  try {
    await write({ put: [["photos", row]] });
    return true;
  } catch {
    return false;
  }
}

function stateOf(row) {
  if (row.state === "sent") return word("sent");
  return row.state === "refused" ? reason(row) : word("photo_kept");
}
