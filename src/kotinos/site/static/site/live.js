// The live part of every page: keeps the page's topics as documents, follows their changes (SSE, each a
// JSON merge patch), and writes them into the nodes that say where their value comes from. What the data-*
// attributes mean stands in site/binding.py. What is not bound (new columns, another format) brings the page
// itself once more, and its <main> takes the place of the old one.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const block = (id, root = document) => JSON.parse(root.getElementById(id)?.textContent || "null");
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

let labels = {};
let games = "";
let topics = {}; // name → {doc}
let after = ""; // the point, epoch:seq, up to which the documents are known to be right
let made = ""; // what the page as it stands was made from

// ---- Documents -------------------------------------------------------------------------------------------

/** RFC 7396. What does not change keeps its identity, so that unchanged rows can be passed over. */
export function merge(target, patch) {
  if (!isObject(patch)) return patch;
  const out = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key === "__proto__") continue;
    if (value === null) delete out[key];
    else out[key] = merge(out[key], value);
  }
  return out;
}

const blank = (value) =>
  value === undefined || value === null || value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

const dig = (value, path) => (path === "." ? value : path.split(".").reduce((inner, key) => inner?.[key], value));

/** The first of `a|b|=literal` that holds something, as text. */
export function first(scope, paths) {
  for (const path of paths.split("|")) {
    const value = path[0] === "=" ? path.slice(1) : path === "$key" ? scope.key : dig(scope.value, path);
    if (!blank(value)) return String(value);
  }
  return "";
}

/** Members of a mapping in order; binding.Each does the same on the server. */
export function chosen(members, { order = "", where = "", limit = "" }) {
  const meets = ([, member]) => where.split(" ").every((condition) => {
    const [, name, not, wanted] = /^(.*?)(!?)=(.*)$/.exec(condition) || [];
    return !name || (String(member[name] ?? "") === wanted) === !not;
  });
  const compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1);
  const by = ([k1, one], [k2, two]) => {
    for (const field of order.split(" ")) {
      const name = field.replace(/^-/, "");
      let [a, b] = [dig(one, name), dig(two, name)];
      a ??= typeof b === "number" ? 0 : "";
      b ??= typeof a === "number" ? 0 : "";
      const sign = compare(a, b);
      if (sign) return name === field ? sign : -sign;
    }
    return compare(k1, k2);
  };
  const found = Object.entries(members ?? {}).filter(meets).sort(by);
  return limit ? found.slice(0, Number(limit)) : found;
}

// ---- Writing into nodes ----------------------------------------------------------------------------------

const drawn = new WeakMap(); // a row → the member it shows
let moved = []; // rows whose place may change, with where they stood

function text(el, value) {
  if (el.textContent === value) return;
  el.textContent = value;
  if (el.hasAttribute("data-say")) say(value);
  if (value && !calm.matches && el.isConnected) {
    el.animate([{ backgroundColor: "var(--hit)" }, { backgroundColor: "transparent" }], 1600);
  }
}

function attribute(el, name, value) {
  if (value === "" ? !el.hasAttribute(name) : el.getAttribute(name) === value) return;
  if (value === "") el.removeAttribute(name);
  else el.setAttribute(name, value);
}

function attributes(el, scope) {
  for (const item of el.dataset.a.split(";")) {
    const [, name, rule] = /^([^:]+):(.*)$/s.exec(item);
    let missing = false;
    const filled = rule.includes("{")
      ? rule.replace(/\{(.*?)\}/g, (_, path) => {
          const value = first(scope, path);
          missing ||= value === "";
          return encodeURIComponent(value);
        })
      : first(scope, rule);
    attribute(el, name, missing ? "" : filled);
  }
}

const cut = (stamp, to) => (to === "day" ? stamp.slice(0, 10) : stamp.slice(11).replace(/^(\d\d):?(\d\d).*$/, "$1:$2"));

function bind(el, scope) {
  const { t, l, a, show } = el.dataset;
  if (t !== undefined) text(el, "cut" in el.dataset ? cut(first(scope, t), el.dataset.cut) : first(scope, t));
  if (l !== undefined) {
    const [set, ...path] = l.split(":");
    const code = first(scope, path.join(":"));
    text(el, labels[set]?.[code] ?? code);
  }
  if (a !== undefined) attributes(el, scope);
  if (show !== undefined) el.hidden = show[0] === "!" ? !blank(dig(scope.value, show.slice(1))) : blank(dig(scope.value, show));
}

function draw(el, scope) {
  if (el.dataset.topic !== undefined) scope = { key: el.dataset.topic, value: topics[el.dataset.topic]?.doc };
  if (el.dataset.in !== undefined) {
    scope = { key: el.dataset.key, value: dig(scope.value, el.dataset.in)?.[el.dataset.key] };
  }
  if (scope) bind(el, scope);
  if (scope && el.dataset.each !== undefined) return list(el, scope);
  for (const child of el.children) if (child.localName !== "template") draw(child, scope);
}

function list(el, scope) {
  const rows = new Map([...el.children].filter((row) => row.dataset.key !== undefined).map((row) => [row.dataset.key, row]));
  const before = rows.keys().next().value;
  const blankRow = el.querySelector(":scope > template");
  const members = chosen(dig(scope.value, el.dataset.each), el.dataset);
  let place = el.firstElementChild;
  for (const [key, member] of members) {
    let row = rows.get(key);
    if (row) rows.delete(key);
    else (row = blankRow.content.firstElementChild.cloneNode(true)).dataset.key = key;
    if (drawn.get(row) !== member) {
      draw(row, { key, value: member });
      drawn.set(row, member);
    }
    if (row === place) place = place.nextElementSibling;
    else {
      if (row.isConnected && !calm.matches) moved.push([row, row.getBoundingClientRect().top]);
      el.insertBefore(row, place);
    }
  }
  for (const row of rows.values()) row.remove();
  const leader = members[0];
  if (el.dataset.leads && before !== undefined && leader && leader[0] !== before && leader[1].rank === "1") {
    say(labels.say.leads.replace("%(name)s", leader[1].name));
  }
}

function paint() {
  moved = [];
  const main = document.getElementById("main");
  draw(main, null);
  for (const [row, top] of moved) {
    const way = top - row.getBoundingClientRect().top;
    if (way) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration: 450, easing: "ease-out" });
  }
  if (shape(main, pageDoc(main, topics)) !== made) again(main);
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  (document.hidden ? setTimeout : requestAnimationFrame)(() => { waiting = false; paint(); });
}

// ---- The page once more ----------------------------------------------------------------------------------

const sorted = (value) => (isObject(value) ? Object.keys(value).sort().map((key) => [key, sorted(value[key])]) : value);

/** What of the document the page's structure was made from; of a path with `*` behind it only the keys. */
function shape(main, doc) {
  return JSON.stringify((main.dataset.shape ?? "").split(" ").map((path) => {
    const value = dig(doc, path.replace("*", ""));
    return path.endsWith("*") ? Object.keys(value ?? {}).sort() : sorted(value ?? null);
  }));
}

const pageDoc = (main, held) => held[main.dataset.topic]?.doc;

let asked = false;
async function again(main) {
  if (asked) return;
  asked = true;
  await sleep(200 + Math.random() * 1800);
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (answer.ok) swap(main, new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* offline: the link's state says so, and the next change asks again */ }
  asked = false;
}

function swap(main, fresh) {
  const active = document.activeElement;
  const href = active?.getAttribute("href");
  const mark = active?.id ? `#${CSS.escape(active.id)}` : href && `a[href="${CSS.escape(href)}"]`;
  const open = [...main.querySelectorAll("details[id][open]")].map((el) => el.id);
  const place = [scrollX, scrollY];
  const next = document.adoptNode(fresh.getElementById("main"));
  const told = block("live", fresh);
  main.replaceWith(next);
  made = shape(next, pageDoc(next, told.topics));
  if (newer(told.after, after)) topics = told.topics;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (mark) next.querySelector(mark)?.focus({ preventScroll: true });
  scrollTo(...place);
  soon();
}

// ---- Following -------------------------------------------------------------------------------------------

/** Whether `epoch:seq` one is newer than two; another epoch always is. */
export function newer(one, two) {
  const [[e1, s1], [e2, s2]] = [one, two].map((at) => at.split(":"));
  return e1 !== e2 || Number(s1) > Number(s2);
}

function state(name) {
  const el = document.getElementById("link");
  if (el.dataset.state === name) return;
  el.hidden = false;
  el.dataset.state = name;
  el.textContent = labels.link[name];
}

/** One block of the stream. Gives false when the documents must be fetched again. To be told a change
    twice does no harm. */
function take(block) {
  const told = { id: "", event: "", data: "" };
  for (const line of block.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name in told) told[name] += value;
  }
  if (told.event === "resync") return false;
  if (told.event === "change") {
    const { topic, patch } = JSON.parse(told.data);
    if (topics[topic]) topics[topic].doc = merge(topics[topic].doc, patch);
    soon();
  }
  after = told.id || after;
  return true;
}

async function listen(signal, alive) {
  const query = new URLSearchParams(Object.keys(topics).map((name) => ["topic", name]));
  query.set("after", after);
  const answer = await fetch(`/live/${encodeURIComponent(games)}?${query}`, { signal, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  state("live");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    alive();
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    if (!blocks.every(take)) return resync();
  }
}

async function resync() {
  await sleep(Math.random() * 2000);
  let oldest = "";
  for (const name of Object.keys(topics)) {
    const answer = await fetch(`/snap/${encodeURIComponent(games)}/${name}`, { cache: "no-cache" });
    if (!answer.ok) throw new Error(answer.status);
    topics[name] = { doc: await answer.json() };
    const at = answer.headers.get("X-Kotinos-Seq");
    if (!oldest || newer(oldest, at)) oldest = at;
  }
  after = oldest;
  soon();
}

const SILENCE = 45_000; // the server says something every 15 s
const HIDDEN = 60_000; // a page nobody looks at lets go of its stream

async function follow() {
  let stream = new AbortController();
  let wake = () => {};
  let leave;
  let tries = 0;
  addEventListener("offline", () => { state("offline"); stream.abort(); });
  addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leave);
    if (document.hidden) leave = setTimeout(() => stream.abort(), HIDDEN);
    else wake();
  });
  for (;;) {
    let silent;
    const mine = (stream = new AbortController());
    const alive = () => { tries = 0; clearTimeout(silent); silent = setTimeout(() => mine.abort(), SILENCE); };
    try {
      await listen(mine.signal, alive);
    } catch { /* whatever ended it, it is tried again */ }
    clearTimeout(silent);
    mine.abort();
    state(navigator.onLine && tries < 5 ? "reconnecting" : "offline");
    const pause = document.hidden ? 2 ** 31 - 1 : 200 + Math.random() * Math.min(30_000, 400 * 2 ** tries++);
    await new Promise((done) => { wake = done; setTimeout(done, pause); });
  }
}

// ---- Saying ----------------------------------------------------------------------------------------------

let sayings = [];
let speaking = false;
async function say(sentence) {
  if (!sentence || sayings.includes(sentence)) return;
  sayings.push(sentence);
  if (speaking) return;
  speaking = true;
  await sleep(400);
  while (sayings.length) {
    document.getElementById("say").textContent = sayings.slice(-3).join(". ");
    sayings = [];
    await sleep(5000); // a listener must be able to follow
  }
  speaking = false;
}

const started = block("live");
if (started) {
  labels = block("labels");
  ({ games, topics, after } = started);
  const main = document.getElementById("main");
  made = shape(main, pageDoc(main, topics));
  paint();
  state("connecting");
  follow();
}
