// Names in the reader's language: what a feed tells in one language, as it is called in another. What is looked
// up, and in which order, stands in site/names.py, which does the same for the page as the server writes it.

const plainly = (object) => Object.assign(Object.create(null), object);
const joins = (sign) => /[\p{L}\p{N}'’.&#-]/u.test(sign ?? "");
const filled = (form, parts) => form.replace(/[#@]/g, (sign) => parts.shift() ?? sign);

/** A name as the tables know it, without its numbers and single letters, and these. */
export function formed(text) {
  const parts = [];
  const plain = text.replace(/\d+(?:[ \u00a0\u202f,]\d{3})*(?:[.,]\d+)?|[A-Z]/g, (part, at) => {
    const letter = /[A-Z]/.test(part);
    if (letter && (joins(text[at - 1]) || joins(text[at + 1]))) return part;
    parts.push(part);
    return letter ? "@" : "#";
  }).toLowerCase().replace(/’/g, "'").replace(/×/g, "x");
  return [plain.replace(/# (?=(?:m|km|kg)(?![a-z]))/g, "#").replace(/# ?x ?#/g, "#x#"), parts];
}

/** The names at an address, as a function from a name as told to the name as shown. */
export async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return from(await answer.json());
}

export function from({ exact, words, units, around, joint }) {
  const known = new Map();
  [exact, words, units] = [exact, words, units].map(plainly);

  function word(plain) {
    if (plain in words) return words[plain];
    for (const [start, end, form] of around) {
      if (plain.length <= start.length + end.length || !plain.startsWith(start) || !plain.endsWith(end)) continue;
      const inside = word(plain.slice(start.length, plain.length - end.length));
      if (inside) return form.replace("{}", () => inside);
    }
    return "";
  }

  function joined(text) {
    for (const { 0: between, index } of text.matchAll(/,? [–-] |, | /g)) {
      const [[plain, parts], first] = [formed(text.slice(index + between.length)), text.slice(0, index)];
      if (!(plain in units)) continue;
      const [start, numbers] = formed(first);
      const name = exact[first] ?? filled(word(start), numbers);
      if (name) return joint.replace("{}", () => name).replace("{}", () => filled(units[plain], parts));
    }
    return text;
  }

  function lookUp(text) {
    const [plain, parts] = formed(text);
    const form = units[plain] ?? word(plain);
    return form ? filled(form, parts) : joined(text);
  }

  return (text) => {
    if (text in exact) return exact[text];
    if (text.length > 120 || text === text.toUpperCase()) return text;
    if (!known.has(text)) known.set(text, lookUp(text));
    return known.get(text);
  };
}
