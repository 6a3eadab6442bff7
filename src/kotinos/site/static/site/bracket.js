// Brackets: pulled with the mouse, walked through with the arrow keys, and the way of a competitor lit up by
// pointing at it or focusing its match. Without this script a bracket scrolls, and everything in it can be read.

const START = 4; // pixels before a press becomes a pull, so that a click stays a click

function pull(tree) {
  let from = null;
  tree.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button === 0) from = { x: event.clientX, left: tree.scrollLeft, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const way = event.clientX - from.x;
    if (!from.moved && Math.abs(way) < START) return;
    from.moved = true;
    tree.dataset.pulled = "";
    tree.scrollLeft = from.left - way;
  });
  addEventListener("pointerup", () => {
    if (from?.moved) addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
    if (from?.moved) setTimeout(() => delete tree.dataset.pulled);
    from = null;
  });
  tree.addEventListener("dragstart", (event) => event.preventDefault());
}

/** Columns of links to matches, from the first round on. */
const columns = (tree) => [...tree.querySelectorAll(".stage")].map((stage) => [...stage.querySelectorAll("a.go[href]")]).filter((links) => links.length);

function walk(tree) {
  tree.addEventListener("keydown", (event) => {
    const back = document.dir === "rtl" ? 1 : -1;
    const step = { ArrowLeft: [back, 0], ArrowRight: [-back, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const all = columns(tree);
    const column = all.findIndex((links) => links.includes(document.activeElement));
    if (!step || column < 0) return;
    const row = all[column].indexOf(document.activeElement);
    const next = all[column + step[0]];
    if (!next) return;
    const place = step[0] ? Math.round(((row + .5) / all[column].length) * next.length - .5) : row + step[1];
    const link = next[Math.min(Math.max(place, 0), next.length - 1)];
    event.preventDefault();
    link.focus({ preventScroll: true });
    link.closest(".slot").scrollIntoView({ block: "nearest", inline: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  });
}

/** Light the way of whoever stands in a place; the name tells them apart, for a place keeps no code of its own. */
function light(tree, name) {
  for (const el of tree.querySelectorAll("[data-on]")) delete el.dataset.on;
  delete tree.dataset.lit;
  if (!name) return;
  for (const place of tree.querySelectorAll(".slot li")) {
    if (place.querySelector(".nm").textContent !== name) continue;
    place.dataset.on = "";
    place.closest(".slot").dataset.on = "";
    tree.dataset.lit = "";
  }
}

function follow(tree) {
  const winner = (slot) => (slot.querySelector('li[data-w="W"]') ?? slot.querySelector("li[data-key]"))?.querySelector(".nm").textContent;
  tree.addEventListener("pointerover", (event) => {
    const slot = event.target.closest(".slot");
    if (event.pointerType !== "mouse" || !slot) return;
    const place = [...slot.querySelectorAll("li")].find((li) => { const box = li.getBoundingClientRect(); return event.clientY >= box.top && event.clientY <= box.bottom; });
    light(tree, place?.querySelector(".nm").textContent);
  });
  tree.addEventListener("pointerleave", () => light(tree, ""));
  tree.addEventListener("focusin", (event) => { const slot = event.target.closest?.(".slot"); light(tree, slot ? winner(slot) : ""); });
  tree.addEventListener("focusout", () => light(tree, ""));
}

function make() {
  for (const tree of document.querySelectorAll("[data-tree]:not([data-made])")) {
    tree.dataset.made = "";
    for (const each of [pull, walk, follow]) each(tree);
  }
}

make();
new MutationObserver(make).observe(document.body, { childList: true }); // the page's script may put a fresh <main>
