// Lets a map be moved and enlarged: by buttons and keys, by one finger once it is enlarged, by two
// at any time, by the wheel with Ctrl. Without this the map is a drawing with links, and all is in it.
const MOST = 32;
const ROOM = 6000; // Square points on the screen that a mark with its name needs.

// Where there are many, the page comes without their names: a title has them, and the place.
const name = (mark) => {
  if (mark.querySelector("text")) return;
  const text = document.createElementNS(mark.namespaceURI, "text");
  [text.textContent] = mark.querySelector("title").textContent.split(", ");
  mark.append(text);
};

// A round number of metres that is about a quarter of what is seen, in letters that can be read.
const measure = (scale, perMetre, view, size) => {
  const most = Math.max(1, view.width / 4 / perMetre);
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].find((step) => step * power <= most) * power;
  scale.setAttribute("transform", `translate(${view.x + 16 * size} ${view.y + 16 * size}) scale(${size})`);
  scale.querySelector("path").setAttribute("d", `M0 0v10h${(metres * perMetre) / size}v-10`);
  scale.querySelector("text").textContent = `${metres} ${scale.dataset.unit}`;
};

const enliven = (map) => {
  if (map.dataset.live) return;
  map.dataset.live = "yes";
  const svg = map.querySelector("svg");
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const marks = [...svg.querySelectorAll(".mark > a")].map((mark) => {
    const { e: x, f: y } = mark.transform.baseVal.consolidate().matrix;
    return { mark, x, y };
  });
  const scale = svg.querySelector("[data-scale]");
  const perMetre = scale.querySelector("path").getBBox().width / scale.dataset.scale;
  const fingers = new Map();
  let zoom = 1;
  let middle = { x: full.width / 2, y: full.height / 2 };
  let moved = 0;

  const draw = () => {
    const [width, height] = [full.width / zoom, full.height / zoom];
    const within = (value, size, all) => Math.min(all - size / 2, Math.max(size / 2, value));
    middle = { x: within(middle.x, width, full.width), y: within(middle.y, height, full.height) };
    const view = { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
    svg.setAttribute("viewBox", Object.values(view).join(" "));
    // Marks keep their size on the screen, whatever the screen; names come where there is room.
    const shown = svg.clientWidth || full.width;
    const size = (0.75 * width) / shown;
    for (const { mark, x, y } of marks) {
      mark.setAttribute("transform", `translate(${x} ${y}) scale(${size})`);
    }
    measure(scale, perMetre, view, size);
    const room = (shown * zoom) ** 2 * (full.height / full.width);
    const crowded = map.classList.toggle("crowded", marks.length * ROOM > room);
    if (!crowded) marks.forEach(({ mark }) => name(mark));
    map.classList.toggle("enlarged", zoom > 1);
  };

  const enlarge = (factor, at = middle) => {
    const before = zoom;
    zoom = Math.min(MOST, Math.max(1, zoom * factor));
    // What lies under the finger stays there.
    const share = before / zoom;
    middle = { x: at.x + (middle.x - at.x) * share, y: at.y + (middle.y - at.y) * share };
    draw();
  };

  const place = (point) => {
    const inside = new DOMPoint(point.x, point.y).matrixTransform(svg.getScreenCTM().inverse());
    return { x: inside.x, y: inside.y };
  };

  map.querySelector(".map-buttons").hidden = false;
  map.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button?.dataset.zoom === "in") enlarge(1.6);
    if (button?.dataset.zoom === "out") enlarge(1 / 1.6);
    if (button?.dataset.zoom === "all") enlarge(0);
    // A finger that moved the map does not also follow a link.
    if (!button && moved > 8) event.preventDefault();
  });

  const zooms = { "+": 1.6, "=": 1.6, "-": 1 / 1.6, 0: 0 };
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.tabIndex = 0;
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const way = zoom > 1 && ways[event.key];
    if (way) {
      const step = full.width / zoom / 5;
      middle = { x: middle.x + way[0] * step, y: middle.y + way[1] * step };
      draw();
    } else if (event.key in zooms) enlarge(zooms[event.key]);
    else return;
    event.preventDefault();
  });

  svg.addEventListener("pointerdown", (event) => {
    if (!fingers.size) moved = 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });

  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (others.length) {
      const apart = (a) => Math.max(1, Math.hypot(a.x - others[0].x, a.y - others[0].y));
      const between = { x: (now.x + others[0].x) / 2, y: (now.y + others[0].y) / 2 };
      enlarge(apart(now) / apart(before), place(between));
    } else if (zoom > 1) {
      const [from, to] = [place(before), place(now)];
      middle = { x: middle.x + from.x - to.x, y: middle.y + from.y - to.y };
      draw();
    }
    fingers.set(event.pointerId, now);
  });

  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    svg.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
  new ResizeObserver(draw).observe(svg);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      enlarge(event.deltaY < 0 ? 1.25 : 0.8, place({ x: event.clientX, y: event.clientY }));
    },
    { passive: false },
  );
};

const enlivenAll = () => document.querySelectorAll("[data-map]").forEach(enliven);
document.addEventListener("htmx:afterSettle", enlivenAll);
enlivenAll();
