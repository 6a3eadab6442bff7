// The schedule's own script. What is chosen applies at once, as an address of its own; times turn into the
// reader's when the address says `time=mine`. live.js keeps writing the venue's time into the nodes: the
// reader's stands beside it in `data-mine`, and the style sheet shows one of them.

const mine = new URLSearchParams(location.search).get("time") === "mine";
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const tag = document.documentElement.lang;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const days = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });
const names = new Intl.DateTimeFormat(tag, { weekday: "short" });

/** A moment with an offset in the reader's zone: `21:40`, with the weekday where it is another day there. */
export function turned(stamp) {
  const moment = new Date(stamp);
  if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(stamp) || Number.isNaN(moment.valueOf())) return "";
  const time = clock.format(moment);
  return days.format(moment) === stamp.slice(0, 10) ? time : `${names.format(moment)} ${time}`;
}

function turn(root) {
  for (const el of root.querySelectorAll("time[datetime]")) {
    const told = turned(el.dateTime);
    if (told && el.dataset.mine !== told) el.dataset.mine = told;
    else if (!told) delete el.dataset.mine;
  }
}

function inMyTime() {
  document.documentElement.dataset.time = "mine";
  turn(document);
  const watch = new MutationObserver(() => turn(document));
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ["datetime"] });
}

/** What is chosen as an address without empty parts. */
function address(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return `${form.action.split("?")[0]}${query.size ? `?${query}` : ""}`;
}

const FOCUS = "kotinos-focus"; // the field that was changed has the focus on the next page too

function atOnce(form) {
  document.documentElement.dataset.atonce = ""; // the style sheet shows the sentence instead of the button
  form.addEventListener("change", (event) => {
    sessionStorage.setItem(FOCUS, event.target.id);
    location.assign(address(form));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.assign(address(form));
  });
  const held = sessionStorage.getItem(FOCUS);
  sessionStorage.removeItem(FOCUS);
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

document.documentElement.style.setProperty("--zone", JSON.stringify(zone)); // shown beside "My time"
const form = document.querySelector("form[data-filter]");
if (form) atOnce(form);
if (mine) inMyTime();
// A page that the reader comes back to has the choices of its address, not the last ones.
addEventListener("pageshow", () => form?.reset());
