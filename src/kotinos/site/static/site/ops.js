// The moving part of the operations page: asks for the page again every few seconds and puts what is new in
// its place, part by part (data-part), so that an open table stays open. Over a plot, the figures of the
// moment under the pointer stand in its legend.

const main = document.getElementById("main");
const link = document.getElementById("link");
const labels = JSON.parse(document.getElementById("ops-labels").textContent);
const every = Number(main.dataset.refresh) * 1000;
let [paused, last, timer] = [false, new Date(), 0];

const clock = (date) => date.toISOString().slice(11, 19);
const parts = (root) => new Map([...root.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));

function say(kind, state) {
  link.textContent = labels[kind].replace("%(at)s", `${clock(last)} UTC`);
  link.dataset.state = state;
}

function put(fresh) {
  const here = parts(document);
  for (const [name, node] of parts(fresh)) {
    const old = here.get(name);
    if (old && old.innerHTML !== node.innerHTML) {
      const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
      old.replaceChildren(...node.childNodes);
      if (focused) old.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }
}

async function refresh() {
  clearTimeout(timer);
  if (paused || document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    last = new Date();
    say("updated", "live");
  } catch {
    say("late", "offline");
  }
  timer = setTimeout(refresh, every);
}

function addPause() {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pause" });
  button.textContent = labels.pause;
  button.addEventListener("click", () => {
    paused = !paused;
    button.textContent = paused ? labels.resume : labels.pause;
    if (paused) say("paused", "");
    else refresh();
  });
  document.querySelector(".head h1").after(button);
}

// ---- Under the pointer -----------------------------------------------------------------------------------

function read(panel, place) {
  const rows = panel.querySelectorAll("tbody tr");
  const picture = panel.querySelector(".picture");
  const begin = Number(picture.dataset.begin);
  const at = begin + place * Number(picture.dataset.step);
  const row = [...rows].find((each) => Date.parse(each.querySelector("time").dateTime) === at * 1000);
  if (!row) return null;
  return { at: row.querySelector("time").textContent, cells: [...row.querySelectorAll("td")].map((td) => td.textContent) };
}

function show(panel, values, at) {
  panel.querySelectorAll(".legend b").forEach((node, number) => {
    node.dataset.now ??= node.textContent;
    node.textContent = values?.[number] ?? node.dataset.now;
  });
  panel.querySelector(".legend .at").textContent = at;
}

function follow(event) {
  const picture = event.target.closest?.(".picture");
  if (!picture) return;
  const panel = picture.closest(".panel");
  const [box, points] = [picture.querySelector(".plot").getBoundingClientRect(), Number(picture.dataset.points)];
  const place = Math.min(points - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * points)));
  const found = read(panel, place);
  leave(panel);
  if (!found) return;
  show(panel, found.cells, found.at);
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  const x = `${((place + 0.5) / points) * 100}%`;
  for (const [name, value] of Object.entries({ class: "cursor", x1: x, x2: x, y1: 14, y2: 150 })) line.setAttribute(name, value);
  picture.querySelector(".plot").append(line);
}

function leave(panel) {
  panel.querySelector(".cursor")?.remove();
  show(panel, null, "");
}

main.addEventListener("pointermove", follow);
main.addEventListener("pointerdown", follow);
main.querySelectorAll(".panel").forEach((panel) => {
  panel.querySelector(".picture").addEventListener("pointerleave", () => leave(panel));
});

if (document.querySelector(".head h1") && every) {
  link.hidden = false;
  addPause();
  say("updated", "live");
  timer = setTimeout(refresh, every);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
