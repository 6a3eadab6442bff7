// Counts down to a Games' first contest, by the reader's clock: only where that stands between the Games' own
// and the first contest (a rehearsal's clock runs as it likes). Without it the page says the days.

const el = document.querySelector("[data-until]");
const [until, since] = [Date.parse(el?.dataset.until), Date.parse(el?.dataset.since)];
const words = el?.dataset.words.split("|");
const UNITS = [86_400, 3_600, 60, 1];

function tell() {
  let rest = Math.floor((until - Date.now()) / 1000);
  if (!(rest > 0)) return void (el.hidden = true);
  el.replaceChildren(...UNITS.map((unit, at) => {
    const part = document.createElement("span");
    const [number, word] = [document.createElement("b"), document.createElement("small")];
    number.textContent = String(Math.floor(rest / unit));
    word.textContent = words[at];
    rest %= unit;
    part.append(number, " ", word);
    return part;
  }));
  el.hidden = false;
  setTimeout(tell, 1000 - (Date.now() % 1000));
}

if (el && Date.now() >= since - 86_400_000) tell();
