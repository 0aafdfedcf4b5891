// One voter's way through all items: enter, read, vote, see the results. Reading and voting need no mouse.

import { fill, mark, toggleLink } from "./panes.js";
import { show } from "./results.js";

const at = (id) => document.getElementById(id);
const screens = ["enter", "vote", "end"];
const help = at("help");
const choices = [...document.querySelectorAll("[data-vote]")];

let voter = "";
let number = 0;
let progress = null;
let ready = false;

// The time an item was looked at: the clock stands while the page is hidden.
let seen = 0;
let since = null;

function clock(running) {
  if (since !== null) seen += performance.now() - since;
  since = running && !document.hidden ? performance.now() : null;
}

document.addEventListener("visibilitychange", () => clock(screen() === "vote" && !document.hidden));

const screen = () => screens.find((id) => !at(id).hidden);

function turn(to) {
  screens.forEach((id) => { at(id).hidden = id !== to; });
  clock(to === "vote");
  document.body.dataset.screen = to;
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("the server does not answer; is it still running?");
  }
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

const named = (path) => ask(`${path}?voter=${encodeURIComponent(voter)}`);

// Tells what went wrong and leaves everything as it was, so that it can be tried again.
async function attempt(work) {
  if (!ready) return;
  ready = false;
  at("problem").hidden = true;
  try {
    await work();
  } catch (problem) {
    at("problem").textContent = `Not done: ${problem.message}`;
    at("problem").hidden = false;
  } finally {
    ready = true;
  }
}

function told() {
  at("where").textContent = `${number} of ${progress.total}`;
  at("done").style.width = `${(100 * progress.done) / progress.total}%`;
  at("back").disabled = number === 1;
  at("next").disabled = number === progress.total && progress.done < progress.total;
}

function chosen(vote) {
  choices.forEach((choice) => choice.setAttribute("aria-pressed", String(choice.dataset.vote === vote)));
  mark(vote);
}

async function open(to) {
  const item = await named(`api/items/${to}`);
  number = to;
  turn("vote");
  at("prompt").textContent = item.prompt;
  at("prompt").lang = item.language;
  at("prompt").scrollTop = 0;
  at("asked").textContent = `${item.words.toLocaleString("en")} words asked for`;
  fill(item.left, item.right, item.language);
  chosen(item.vote);
  told();
  seen = 0;
  since = null;
  clock(true);
}

async function finish() {
  const results = await named("api/results");
  turn("end");
  show(at("end"), results).addEventListener("click", () => attempt(() => open(progress.total)));
  window.scrollTo(0, 0);
}

const back = () => attempt(async () => { if (number > 1) await open(number - 1); });

const next = () => attempt(async () => {
  if (number < progress.total) await open(number + 1);
  else if (progress.done === progress.total) await finish();
});

// The next item without a vote, from here on and then from the beginning; the results where there is none.
function onward() {
  const later = progress.voted.indexOf(false, number);
  const first = later >= 0 ? later : progress.voted.indexOf(false);
  return first >= 0 ? open(first + 1) : finish();
}

const vote = (choice) => attempt(async () => {
  clock(true);
  progress = await ask("api/vote", {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ voter, number, vote: choice, seconds: seen / 1000 }),
  });
  chosen(choice);
  told();
  await onward();
});

at("entry").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  voter = at("name").value.trim();
  attempt(async () => {
    progress = await named("api/progress");
    localStorage.setItem("voter", voter);
    number = 0;
    await onward();
  }).then(() => {
    if (screen() === "enter" && !at("problem").hidden) at("name").setCustomValidity(at("problem").textContent);
    at("name").reportValidity();
  });
});
at("name").addEventListener("input", () => at("name").setCustomValidity(""));

choices.forEach((choice) => choice.addEventListener("click", () => vote(choice.dataset.vote)));
at("back").addEventListener("click", back);
at("next").addEventListener("click", next);
at("ask").addEventListener("click", () => help.showModal());

const keys = {
  a: () => vote("left"), b: () => vote("right"), t: () => vote("tie"), x: () => vote("bad"),
  arrowleft: back, arrowright: next, l: toggleLink, "?": () => help.showModal(),
};

document.addEventListener("keydown", (pressed) => {
  const key = pressed.key.toLowerCase();
  // A key held down is one vote, not one for each item that comes by.
  if (screen() !== "vote" || help.open || pressed.repeat || pressed.ctrlKey || pressed.metaKey || pressed.altKey || !Object.hasOwn(keys, key)) return;
  pressed.preventDefault();
  keys[key]();
});

at("name").value = localStorage.getItem("voter") ?? "";
at("name").focus();
document.body.dataset.screen = "enter";
ready = true;
