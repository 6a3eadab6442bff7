// The worker that keeps pages for when there is no line. It answers two kinds of requests and no others:
// static files, whose address holds their version, from what is kept; and pages, from the server, and only
// when that cannot be reached from what is kept, with the moment they are of written into them. Snapshots and
// streams pass it by: nothing kept is ever shown as live.

const [PAGES, FILES] = ["pages", "files"];
const MOST = { [PAGES]: 80, [FILES]: 120 };
const FILE = /^\/static\/site\//;
const NEVER = /^\/(?:api|ops|metrics|odf|snap|live|embed|text|sw\.js)(?:\/|$)/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const at = new URL(request.url);
  if (request.method !== "GET" || at.origin !== location.origin) return;
  if (FILE.test(at.pathname) && at.search.startsWith("?v=")) event.respondWith(file(request.url));
  else if (request.mode === "navigate" && !NEVER.test(at.pathname)) event.respondWith(page(event));
});

addEventListener("message", ({ data }) => {
  if (Array.isArray(data?.keep)) data.keep.forEach((address) => fetchAndKeep(address).catch(() => {}));
});

async function file(address) {
  const kept = await caches.open(FILES);
  const found = await kept.match(address);
  if (found) return found;
  const answer = await fetch(address);
  if (answer.ok) await put(FILES, address, answer.clone());
  return answer;
}

async function page(event) {
  try {
    // Asked anew: what the browser itself keeps for a while would not say of when it is.
    const answer = await fetch(event.request, { cache: "no-cache" });
    if (answer.ok) event.waitUntil(keep(event.request.url, answer.clone()));
    return answer;
  } catch (error) {
    return (await older(event.request.url)) ?? (await nothing(event.request.url)) ?? Response.error();
  }
}

/** A page that is kept, which says of when it is. */
async function older(address) {
  const found = await (await caches.open(PAGES)).match(address, { ignoreVary: true });
  if (!found) return undefined;
  const at = new Date(found.headers.get("X-Kept"));
  const [day, time] = [at.toLocaleDateString("sv"), at.toTimeString().slice(0, 5)];
  const told = day === new Date().toLocaleDateString("sv") ? time : `${day} ${time}`;
  const html = (await found.text()).replace('id="as-of" hidden', 'id="as-of"').replace("{time}", told);
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": found.headers.get("Content-Security-Policy") ?? "" } });
}

/** Instead of a page that is not kept: the page that says so, of the same Games and language. */
async function nothing(address) {
  const [, start] = /^(\/(?:[a-z]{2}(?:-[a-z]+)?\/)?[A-Z][^/]*\/)/.exec(new URL(address).pathname) ?? [];
  return start && older(new URL(`${start}offline/`, address).href);
}

async function fetchAndKeep(address) {
  const found = await (await caches.open(PAGES)).match(address, { ignoreVary: true });
  if (found && Date.now() - new Date(found.headers.get("X-Kept")) < 60_000) return;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.ok) await keep(new URL(address, location.href).href, answer);
}

async function keep(address, answer) {
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) return;
  const html = await answer.text();
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "X-Kept": new Date().toISOString() });
  headers.set("Content-Security-Policy", answer.headers.get("Content-Security-Policy") ?? "");
  await put(PAGES, address, new Response(html, { headers }));
  const files = new Set([...html.matchAll(/"(\/static\/site\/[^"?]+\?v=[0-9a-f]+)"/g)].map((found) => found[1]));
  await Promise.all([...files].map((one) => file(new URL(one, location.href).href).catch(() => {})));
}

async function put(name, address, answer) {
  const kept = await caches.open(name);
  await kept.delete(address);
  await kept.put(address, answer);
  const keys = await kept.keys(); // in the order in which they came
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[name])).map((old) => kept.delete(old)));
}
