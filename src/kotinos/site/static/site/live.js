// The live part of every page: keeps the page's topics as documents, follows their changes (SSE, each a
// JSON merge patch), and writes them into the nodes that say where their value comes from. What the data-*
// attributes mean stands in site/binding.py. What is not bound (new columns, another format) brings the page
// itself once more, and its <main> takes the place of the old one.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const block = (id, root = document) => JSON.parse(root.getElementById(id)?.textContent ?? "null");
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

let [labels, games] = [{}, ""];
let shown = (name) => name; // a name as it is called in the reader's language
let learnt = ""; // where that was read
let topics = {}; // name → its document
let after = ""; // the point, epoch:seq, up to which the documents are known to be right
let made = ""; // what the page as it stands was made from
const from = new WeakMap(); // an element that the server drew → what it drew it from

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

const blank = (value) => (value ?? "") === "" || (typeof value === "object" && !Object.keys(value).length);
const dig = (value, path) => (path === "." ? value : path.split(".").reduce((inner, key) => inner?.[key], value));
const without = (text, start) => {
  const rest = start && String(text).startsWith(`${start} `) ? text.slice(start.length + 1) : "";
  return !rest || /^\d+$/.test(rest) ? text : rest.replace(/^- /, "");
};

/** The first of `a|b|=literal` that holds something, as text. */
export function first(scope, paths) {
  for (const path of paths.split("|")) {
    const [name, start] = path.split("~");
    const value = path[0] === "=" ? path.slice(1) : path === "$key" ? scope.key : dig(scope.value, name);
    if (!blank(value)) return String(start ? without(value, dig(scope.value, start)) : value);
  }
  return "";
}

const GENDERS = { M: "men", W: "women", X: "mixed", O: "open" };
const PHASES = { FNL: "final", SFNL: "semifinal", QFNL: "quarterfinal", "8FNL": "round-of-16", R32: "round-of-32", R64: "round-of-64",
  HEAT: "heat", PREL: "preliminary", QUAL: "qualification", RND1: "first-round", RND2: "second-round", REP: "repechage", VICT: "ceremony" };

/** The address of a unit or event in words, as site/addresses.py says them; what they cannot say stays a code. */
export function words(rsc) {
  const [, discipline, gender, event, phase, unit] = /^([A-Z0-9]{3})([MWXO])([A-Z0-9.-]{18})([A-Z0-9.-]{4})([A-Z0-9.-]{8})$/.exec(rsc)?.map((part) => part.replace(/-+$/, "")) ?? [];
  const raw = `${/^.{22}-{12}$/.test(rsc) ? "events" : "units"}/${encodeURIComponent(rsc)}`;
  if (!event || discipline.length < 3 || (phase || unit ? !phase || !unit || unit.includes("-") : false)) return raw;
  if (/^\d/.test(unit) && !/^\d{6}$/.test(unit) && /^\d{1,4}(\.\d{1,2})?$/.test(unit)) return raw;
  const [, first, part] = /^(\d{4})(\d\d)$/.exec(unit) ?? [];
  const number = first === undefined ? unit.toLowerCase() : `${+first}${+part ? `.${+part}` : ""}`;
  const said = PHASES[phase] ?? phase.toLowerCase().replace(/^gp(?=[a-z]$)/, "group-");
  return `${discipline}/${GENDERS[gender]}-${event}`.toLowerCase() + (phase ? `/${said}-${number}` : "");
}

/** Members of a mapping in order; binding.Each does the same on the server. */
export function chosen(members, { order = "", where = "", limit = Infinity }) {
  const meets = ([key, member]) => where.split(" ").every((condition) => {
    const [, name, at, sign, wanted] = /^([\w$]+)(?:@(\d+))?(!=|>=|<|=)(.*)$/.exec(condition) ?? [];
    if (!name) return true;
    const whole = name === "$key" ? key : member[name] ?? (/[<>]/.test(sign) ? 0 : "");
    if (sign === ">=") return whole >= Number(wanted);
    if (sign === "<") return whole < Number(wanted);
    return wanted.split("|").includes(at ? String(whole).charAt(at) : String(whole)) === (sign === "=");
  });
  const by = ([k1, one], [k2, two]) => {
    for (const field of order.split(" ")) {
      const [a, b] = [one, two].map((member) => dig(member, field.replace(/^-/, "")));
      let [x, y] = [a ?? (typeof b === "number" ? 0 : ""), b ?? (typeof a === "number" ? 0 : "")];
      if (typeof x === "string") {
        const [[k1, n1], [k2, n2]] = [x, y].map((value) => (/^\d{1,15}$/.test(value) ? [1, Number(value)] : [value ? 2 : 0, 0]));
        if (k1 !== k2 || n1 !== n2) [x, y] = k1 !== k2 ? [k1, k2] : [n1, n2];
      }
      if (x !== y) return (x < y ? -1 : 1) * (field[0] === "-" ? -1 : 1);
    }
    return k1 < k2 ? -1 : 1;
  };
  return Object.entries(members ?? {}).filter(meets).sort(by).slice(0, limit);
}

// ---- Writing into nodes ----------------------------------------------------------------------------------

const drawn = new WeakMap(); // a row → the member it shows
let moved = []; // rows of lists whose order changes, with where they stood

function text(el, told) {
  const value = shown(told);
  if (el.textContent === value) return;
  el.textContent = value;
  if (el.hasAttribute("data-say")) say(value);
  if (value && el.dataset.cut === undefined && el.isConnected && !calm.matches) {
    el.animate([{ backgroundColor: "var(--hit)" }, { backgroundColor: "transparent" }], 1600);
  }
}

function attribute(el, scope, item) {
  const [, name, rule] = /^([^:]+):(.*)$/s.exec(item);
  const paths = [...rule.matchAll(/\{@?(.*?)\}/g)].map((found) => found[1]);
  const missing = paths.some((path) => first(scope, path) === "");
  const filled = paths.length ? rule.replace(/\{(@?)(.*?)\}/g, (_, at, path) => (at ? words : encodeURIComponent)(first(scope, path))) : first(scope, rule);
  if (missing || filled === "") el.removeAttribute(name);
  else if (el.getAttribute(name) !== filled) el.setAttribute(name, filled);
}

/** Parts of an ISO 8601 text or a message's stamp; times.py cuts the same. */
const PARTS = { day: (stamp) => stamp.slice(0, 10), "": (stamp) => stamp.slice(11).replace(/^(\d\d):?(\d\d).*$/, "$1:$2") };

function bind(el, scope) {
  const { t, l, a, show, cut } = el.dataset;
  const told = (path) => (cut === undefined ? first(scope, path) : PARTS[cut](first(scope, path)));
  if (t !== undefined) text(el, told(t));
  if (l !== undefined) {
    const [, set, path] = /^(.*?):(.*)$/.exec(l);
    const code = told(path);
    text(el, Object.hasOwn(labels[set], code) ? labels[set][code] : code);
  }
  for (const item of a?.split(";") ?? []) attribute(el, scope, item);
  if (show !== undefined) el.hidden = blank(dig(scope.value, show.replace("!", ""))) === (show[0] !== "!");
}

function draw(el, scope) {
  const { topic, in: inside, key, each } = el.dataset;
  if (topic !== undefined) scope = { key: topic, value: topics[topic] };
  if (inside !== undefined) scope = { key, value: dig(scope.value, inside)?.[key] };
  if (scope) bind(el, scope);
  if (scope && each !== undefined) list(el, scope);
  else for (const child of el.children) draw(child, scope);
}

function list(el, scope) {
  const rows = new Map();
  for (const row of el.children) if (row.dataset.key !== undefined) rows.set(row.dataset.key, row);
  const members = chosen(dig(scope.value, el.dataset.each), el.dataset);
  const [old, keys] = [[...rows.keys()], members.map(([key]) => key)];
  if (old.join("\n") !== keys.join("\n") && !calm.matches) {
    for (const row of rows.values()) moved.push([row, row.getBoundingClientRect().top]);
  }
  let place = el.firstElementChild;
  for (const [key, member] of members) {
    const row = rows.get(key) ?? el.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
    row.dataset.key = key;
    rows.delete(key);
    if (drawn.get(row) !== member) draw(row, { key, value: member });
    drawn.set(row, member);
    if (row === place) place = place.nextElementSibling;
    else el.insertBefore(row, place);
  }
  for (const row of rows.values()) row.remove();
  const leads = "leads" in el.dataset && old.length && keys[0] !== old[0] && members[0]?.[1];
  if (leads?.rank === "1") say(labels.say.leads.replace("%(name)s", shown(leads.name)));
}

function paint() {
  const [main, held] = [document.getElementById("main"), document.activeElement];
  moved = [];
  draw(main, null);
  const notices = document.getElementById("notices");
  if (notices) draw(notices, null);
  if (held !== document.activeElement && held?.isConnected) held.focus({ preventScroll: true }); // a row that moves lets go
  for (const [row, top] of moved) {
    const way = top - row.getBoundingClientRect().top;
    if (way) row.animate([{ transform: `translateY(${way}px)`, background: "var(--card)" }, { transform: "none", background: "var(--card)" }], { duration: 450, easing: "ease-out" });
  }
  if (shape(main, topics) !== made) again(main);
  else if (drawings(main, topics).some(([el, now]) => from.get(el) !== now)) again(main, 2000 + Math.random() * 2000);
}

let waiting = false;
function soon() {
  if (waiting) return;
  waiting = true;
  (document.hidden ? setTimeout : requestAnimationFrame)(() => { waiting = false; paint(); });
}

// ---- The page once more ----------------------------------------------------------------------------------

const sorted = (value) => (isObject(value) ? Object.keys(value).sort().map((key) => [key, sorted(value[key])]) : value);

/** What of a document something was made from; of a path `a*` only the keys, of `a*.b` each member's b. */
function madeOf(document, paths) {
  return JSON.stringify(paths?.split(" ").map((path) => {
    const [whole, inner] = path.split("*");
    const value = dig(document, whole) ?? null;
    if (inner === undefined) return sorted(value);
    return Object.keys(value ?? {}).sort().map((key) => inner ? [key, sorted(dig(value[key], inner.slice(1)))] : key);
  }));
}

const shape = (main, documents) => madeOf(documents[main.dataset.topic], main.dataset.shape);

/** Elements that the server drew, each with what it drew them from now. */
const drawings = (root, documents) => [...root.querySelectorAll("[data-fresh]")].map((el) =>
  [el, madeOf(documents[el.closest("[data-topic]").dataset.topic], el.dataset.fresh)]);

let asked = false;
async function again(main, pause = 200 + Math.random() * 1800) {
  if (asked) return;
  asked = true;
  await sleep(pause);
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      await learn(block("labels", fresh)?.names);
      takeOver(main, fresh);
    }
  } catch { /* offline: the link's state says so, and the next change asks again */ }
  asked = false;
}

/** The fresh page's <main> where its structure is another; else only what the server draws. */
function takeOver(main, fresh) {
  const told = block("live", fresh);
  if (shape(main, told.topics) !== made) return swap(main, fresh, told);
  for (const [el, drawnFrom] of drawings(fresh, told.topics)) {
    const old = document.getElementById(el.id);
    if (!old || from.get(old) === drawnFrom) continue;
    for (const each of old.querySelectorAll("details[id][open]")) {
      el.querySelector(`#${CSS.escape(each.id)}`)?.setAttribute("open", "");
    }
    old.replaceWith(el);
    from.set(el, drawnFrom);
  }
  soon(); // what has changed meanwhile asks for the page once more
}

function swap(main, fresh, told) {
  const { id, attributes: { href } = {} } = document.activeElement ?? {};
  const mark = id ? `#${CSS.escape(id)}` : href && `a[href="${CSS.escape(href.value)}"]`;
  const open = [...main.querySelectorAll("details[id][open]")].map((el) => el.id);
  const [next, place] = [fresh.getElementById("main"), [scrollX, scrollY]];
  main.replaceWith(next);
  settle(next, told.topics);
  if (newer(told.after, after)) topics = told.topics;
  for (const ident of open) document.getElementById(ident)?.setAttribute("open", "");
  if (mark) [...next.querySelectorAll(mark)].find((el) => el.offsetParent)?.focus({ preventScroll: true });
  scrollTo(...place);
  soon();
}

/** Remember what a page as the server wrote it was made from. */
function settle(main, documents) {
  made = shape(main, documents);
  for (const [el, drawnFrom] of drawings(main, documents)) from.set(el, drawnFrom);
}

// ---- Following -------------------------------------------------------------------------------------------

/** Whether `epoch:seq` one is newer than two; another epoch always is. */
export function newer(one, two) {
  const [[e1, s1], [e2, s2]] = [one, two].map((at) => at.split(":"));
  return e1 !== e2 || Number(s1) > Number(s2);
}

function state(name) {
  const el = document.getElementById("link");
  if (name === "live") document.getElementById("as-of")?.setAttribute("hidden", "");
  if (el.dataset.state !== name) el.textContent = labels.link[name];
  el.dataset.state = name;
  el.hidden = false;
}

/** One block of the stream; false: the documents must be fetched again. To be told a change twice is harmless. */
function take(lines) {
  const told = { id: "", event: "", data: "" };
  for (const line of lines.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name in told) told[name] += value;
  }
  if (told.event === "resync") return false;
  if (told.event === "change") {
    const { topic, patch } = JSON.parse(told.data);
    if (topic in topics) topics[topic] = merge(topics[topic], patch);
    soon();
  }
  after = told.id || after;
  return true;
}

/** Names in the reader's language, before anything is written: the page as it came has them already. */
async function learn({ script, data } = {}) {
  if (!data || data === learnt) return;
  shown = await (await import(script)).read(data);
  learnt = data;
}

async function listen(signal, alive) {
  await learn(labels.names);
  soon();
  const query = new URLSearchParams([...Object.keys(topics).map((name) => ["topic", name]), ["after", after]]);
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
    topics[name] = await answer.json();
    const at = answer.headers.get("X-Kotinos-Seq");
    if (!oldest || newer(oldest, at)) oldest = at;
  }
  after = oldest;
  soon();
}

const SILENCE = 45_000; // the server says something every 15 s
const HIDDEN = 20_000; // a page nobody looks at lets go of its stream: browsers keep but six to a server

async function follow() {
  let [stream, wake, leave, tries] = [new AbortController(), () => {}, 0, 0];
  addEventListener("offline", () => { state("offline"); stream.abort(); });
  addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => {
    clearTimeout(leave);
    if (document.hidden) leave = setTimeout(() => stream.abort(), HIDDEN);
    else wake();
  });
  for (let pause = 0; ; pause = 200 + Math.random() * Math.min(30_000, 400 * 2 ** tries++)) {
    await new Promise((done) => { wake = done; if (!document.hidden) setTimeout(done, pause); });
    let silent;
    const mine = (stream = new AbortController());
    const alive = () => { tries = 0; clearTimeout(silent); silent = setTimeout(() => mine.abort(), SILENCE); };
    await listen(mine.signal, alive).catch(() => {}); // whatever ended it, it is tried again
    clearTimeout(silent);
    mine.abort();
    state(navigator.onLine && tries < 5 ? "reconnecting" : "offline");
  }
}

// ---- Saying ----------------------------------------------------------------------------------------------

let sayings = null; // what waits to be said, while something is being said
async function say(sentence) {
  if (sayings) return void sayings.push(sentence);
  sayings = [sentence];
  for (await sleep(400); sayings.length; await sleep(5000)) { // a listener must be able to follow
    document.getElementById("say").textContent = [...new Set(sayings.filter(Boolean).slice(-3))].join(". ");
    sayings = [];
  }
  sayings = null;
}

/** The current entry of a list that scrolls sideways is in view from the beginning. */
function inView(list) {
  const [entry, box] = [list.querySelector("[aria-current]")?.getBoundingClientRect(), list.getBoundingClientRect()];
  if (entry && (entry.left < box.left || entry.right > box.right)) {
    list.scrollLeft += entry.left + entry.width / 2 - box.left - box.width / 2;
  }
}

const started = block("live");
if (started) {
  document.querySelectorAll(".top nav, .strip").forEach(inView);
  labels = block("labels");
  ({ games, topics, after } = started);
  settle(document.getElementById("main"), topics);
  state("connecting");
  follow();
}
