// Suggestions while somebody types into a search box. The box works without: it is a plain form.
//
// A combobox with a listbox (ARIA Authoring Practices): arrows move, Enter follows, Escape closes, Tab leaves;
// "/" anywhere puts the cursor into the box. Asked 150 ms after the last key, older answers are dropped.

const WAIT = 150;
let count = 0;

function box(form) {
  const input = form.querySelector("input");
  const list = document.createElement("ul");
  const id = `offers${(count += 1)}`;
  let timer = 0, asking = null, at = -1;

  Object.assign(list, { id, className: "offers", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) {
    input.setAttribute(name, value);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(index) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = index;
    const chosen = list.children[at];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", chosen.id);
  }

  function option(hit, index) {
    const item = document.createElement("li");
    Object.assign(item, { id: `${id}-${index}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.to = hit.to;
    const name = document.createElement("b");
    name.textContent = hit.name;
    item.append(name);
    if (hit.local) {
      const local = document.createElement("bdi");
      Object.assign(local, { className: "local", textContent: hit.local, lang: hit.lang || "" });
      item.append(" ", local);
    }
    const about = document.createElement("small");
    about.textContent = [hit.code, hit.about].filter(Boolean).join(" · ");
    item.append(about);
    return item;
  }

  function show(answer) {
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...answer.hits.map(option));
    list.hidden = !answer.hits.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const say = document.getElementById("say");
    if (say) say.textContent = answer.said;
  }

  async function ask() {
    const q = input.value.trim();
    asking?.abort();
    if (!q) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.offered}?${new URLSearchParams({ q })}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close(); // the line is down: the form still works
    }
  }

  function key(event) {
    const size = list.children.length;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      location.assign(list.children[at].dataset.to);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && size) {
      event.preventDefault();
      if (list.hidden) { list.hidden = false; input.setAttribute("aria-expanded", "true"); }
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(at < 0 && step < 0 ? size - 1 : (at + step + size + 1) % (size + 1) === size ? -1 : (at + step + size + 1) % (size + 1));
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-to]");
    if (item) location.assign(item.dataset.to);
  });
}

const forms = [...document.querySelectorAll("form.find")];
forms.forEach(box);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const form = forms.findLast((each) => each.offsetParent !== null && each.getClientRects().length);
  if (!form) return;
  event.preventDefault();
  form.querySelector("input").select();
  form.querySelector("input").focus();
});
