// What is done in a page by languages_looked.py.
({
  /** Every text that is read or read aloud, once. */
  texts() {
    const found = new Set(document.title.split(" · "));
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode());) {
      if (!node.parentElement.closest("script,style,template,pre,code,textarea,[hreflang]")) found.add(node.data.trim().replace(/\s+/g, " "));
    }
    for (const el of document.querySelectorAll("[aria-label],[title],[alt],[placeholder]")) {
      for (const name of ["aria-label", "title", "alt", "placeholder"]) if (el.getAttribute(name)) found.add(el.getAttribute(name).trim());
    }
    found.delete("");
    return [...found];
  },

  /** Texts that are cut, or lie on one another: geometry of the laid-out lines, box by box; and how many. */
  misfits() {
    const wrong = [], width = document.documentElement.clientWidth, canvas = document.createElement("canvas").getContext("2d");
    const say = (kind, el, text) => wrong.push([kind, `${el.tagName.toLowerCase()}${el.className && el.className.baseVal === undefined ? "." + String(el.className).replace(/ /g, ".") : ""}`, text.trim().replace(/\s+/g, " ").slice(0, 70)]);
    document.querySelectorAll("details:not(.language)").forEach((el) => { el.open = true; });
    if (document.documentElement.scrollWidth > width) say("page wider than the screen", document.body, `${document.documentElement.scrollWidth} px`);
    const unseen = (el) => el.closest("[hidden],.unseen,.skip,svg,template,.language ul") || (() => {
      for (let up = el; up; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (style.clipPath !== "none" || style.visibility === "hidden" || style.display === "none") return true;
      }
      return false;
    })();
    const scrolls = (el) => /auto|scroll/.test(getComputedStyle(el).overflowX);
    const leaves = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode());) {
      const el = node.parentElement;
      if (!node.data.trim() || el.closest("script,style,textarea,option") || unseen(el)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (let box of range.getClientRects()) {
        if (box.width < 1 || box.height < 1) continue;
        let [left, right, inside] = [0, width, false];
        for (let up = el; up && up !== document.body; up = up.parentElement) {
          const style = getComputedStyle(up);
          if (scrolls(up)) { // what it does not show now lies on nothing, and can be scrolled to
            const pane = up.getBoundingClientRect();
            const [x, y] = [Math.max(box.left, pane.left), Math.max(box.top, pane.top)];
            box = new DOMRect(x, y, Math.min(box.right, pane.right) - x, Math.min(box.bottom, pane.bottom) - y);
            inside = true;
            break;
          }
          if (/hidden|clip/.test(style.overflowX)) {
            const edge = up.getBoundingClientRect();
            left = Math.max(left, edge.left); right = Math.min(right, edge.right);
          }
          if (/hidden|clip/.test(style.overflowY) && up.scrollHeight > up.clientHeight + 3 && box.bottom > up.getBoundingClientRect().bottom + 3) say("cut below", up, node.data);
        }
        if (!inside && (box.left < left - 1.5 || box.right > right + 1.5)) say("cut at the side", el, node.data);
        else if (getComputedStyle(el).textOverflow === "ellipsis" && el.scrollWidth > el.clientWidth + 1) say("cut with an ellipsis", el, node.data);
        if (!inside) box = new DOMRect(Math.max(box.left, left), box.top, Math.min(box.right, right) - Math.max(box.left, left), box.height);
        if (box.width > 1 && box.height > 1) leaves.push([box, el, node.data]);
      }
    }
    for (const el of document.querySelectorAll("select,button,.button")) {
      if (unseen(el)) continue;
      const style = getComputedStyle(el), text = el.tagName === "SELECT" ? el.selectedOptions[0]?.text ?? "" : "";
      canvas.font = style.font;
      const room = el.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - (style.appearance === "none" ? 0 : 18);
      if (text && canvas.measureText(text).width > room + 1) say("cut in a field", el, text);
      if (el.tagName !== "SELECT" && el.scrollWidth > el.clientWidth + 1) say("cut in a button", el, el.textContent);
    }
    leaves.sort((a, b) => a[0].top - b[0].top);
    for (let i = 0; i < leaves.length; i++) {
      const [a, one, text] = leaves[i];
      for (let j = i + 1; j < leaves.length && leaves[j][0].top < a.bottom; j++) {
        const [b, two, other] = leaves[j];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (one === two || across < 2 || down < Math.min(a.height, b.height) * 0.45) continue;
        say("lies on another", one, `${text.trim()} / ${other.trim()}`);
      }
    }
    return [wrong, leaves.length];
  },
})
