// Has this page, and where its Games is read from, kept for when there is no line (worker.js).

async function keep() {
  const manifest = document.querySelector("link[rel=manifest]")?.href;
  if (!manifest || !navigator.serviceWorker || self !== top) return;
  const known = await navigator.serviceWorker.register("/sw.js").catch(() => null); // a browser may be told not to
  if (!known) return;
  const { active } = await navigator.serviceWorker.ready;
  const near = ["./", "schedule/", "medals/", "offline/"].map((path) => new URL(path, manifest).href);
  active.postMessage({ keep: [location.href.replace(/#.*/, ""), ...near] });
}

const later = () => setTimeout(keep, 3000); // after all that somebody waits for
if (document.readyState === "complete") later();
else addEventListener("load", later);
