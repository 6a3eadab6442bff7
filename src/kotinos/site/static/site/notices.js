// Notices can be closed. What was closed stays closed for this reader until it is told anew; what is dangerous
// comes back with the next page. Runs before the page below is drawn, so that nothing moves.
{
  const region = document.getElementById("notices");
  const standing = region.querySelector(".standing");
  const PLACE = "kotinos-notices";
  const MOST = 60;
  const closed = new Set(); // closed on this page
  const rows = () => region.querySelectorAll("li[data-key]");
  const name = (row) => `${region.dataset.games}/${row.dataset.key}/${row.dataset.at}`;
  let height = 0;

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(PLACE)) ?? [];
    } catch {
      return []; // none may be kept here
    }
  }

  function keep(name) {
    try {
      localStorage.setItem(PLACE, JSON.stringify([...kept(), name].slice(-MOST)));
    } catch { /* closed for this page only */ }
  }

  function look() {
    const away = new Set(kept());
    for (const row of rows()) {
      row.querySelector(".close").hidden = false;
      row.classList.toggle("away", closed.has(name(row)) || (row.dataset.level !== "danger" && away.has(name(row))));
    }
  }

  function measure() {
    standing.style.minBlockSize = "";
    height = standing.getBoundingClientRect().height;
  }

  region.addEventListener("click", ({ target }) => {
    const row = target.closest(".close")?.closest("li");
    if (!row) return;
    closed.add(name(row));
    if (row.dataset.level !== "danger") keep(name(row));
    look();
    measure();
    const next = [...rows()].find((each) => !each.classList.contains("away"));
    (next?.querySelector(".close") ?? document.getElementById("main")).focus({ preventScroll: true });
  });

  new MutationObserver((changes) => {
    look();
    // One that is taken back leaves its place empty until the next page: nobody's line jumps.
    if (changes.some(({ target, removedNodes }) => target === standing && removedNodes.length)) {
      standing.style.minBlockSize = `${height}px`;
    }
  }).observe(region, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-at", "data-level"] });

  look();
  addEventListener("load", measure);
}
