// The two texts beside each other: filled, scrolled together by how far each is read, shown one at a time on narrow screens.

const panes = document.getElementById("panes");
const texts = [document.getElementById("left"), document.getElementById("right")];
const link = document.getElementById("link");
const shows = [document.getElementById("showLeft"), document.getElementById("showRight")];

let linked = true;
// Where a text was put because the other was scrolled: the event that follows is no reader's.
const put = [null, null];

const room = (text) => text.scrollHeight - text.clientHeight;

texts.forEach((text, i) => text.addEventListener("scroll", () => {
  if (put[i] !== null && Math.abs(put[i] - text.scrollTop) < 2) {
    put[i] = null;
    return;
  }
  put[i] = null;
  const other = texts[1 - i];
  if (linked && room(text) > 0) {
    const to = Math.round((text.scrollTop / room(text)) * room(other));
    if (Math.abs(other.scrollTop - to) >= 2) {
      put[1 - i] = to;
      other.scrollTop = to;
    }
  }
}, { passive: true }));

shows.forEach((show, i) => show.addEventListener("click", () => {
  panes.scrollTo({ left: i * panes.clientWidth, behavior: "smooth" });
  texts[i].focus({ preventScroll: true });
}));

panes.addEventListener("scroll", () => {
  const shown = panes.scrollLeft > panes.clientWidth / 2 ? 1 : 0;
  shows.forEach((show, i) => show.setAttribute("aria-pressed", String(i === shown)));
}, { passive: true });

export function toggleLink() {
  linked = !linked;
  link.setAttribute("aria-pressed", String(linked));
  link.textContent = linked ? "Linked" : "Apart";
}

link.addEventListener("click", toggleLink);

// The server has made this HTML; a model's own never reaches it.
export function fill(left, right, language) {
  [left, right].forEach((html, i) => {
    const text = texts[i];
    text.lang = language;
    text.innerHTML = html || "<p class=\"nothing\">Nothing was written.</p>";
    put[i] = text.scrollTop === 0 ? null : 0;
    text.scrollTop = 0;
  });
  panes.scrollLeft = 0;
  texts[0].focus({ preventScroll: true });
}

export function mark(vote) {
  texts.forEach((text, i) => text.parentElement.classList.toggle("chosen", vote === ["left", "right"][i]));
}
