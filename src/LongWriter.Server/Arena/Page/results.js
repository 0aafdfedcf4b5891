// What all voters say, with the names at last.

const percent = (rate) => (rate === null ? "–" : `${(100 * rate).toFixed(1)}%`);
const range = (interval) => `${(100 * interval.low).toFixed(1)}–${(100 * interval.high).toFixed(1)}`;

function make(name, text, kind) {
  const element = document.createElement(name);
  element.textContent = text ?? "";
  if (kind) element.className = kind;
  return element;
}

// Wider than the screen, it is scrolled: by keys too, for which it can be reached and has a name.
function table(name, head, rows) {
  const scroll = make("div", "", "scroll");
  scroll.tabIndex = 0;
  scroll.role = "group";
  scroll.ariaLabel = name;
  const figures = scroll.appendChild(make("table", "", "figures"));
  const top = figures.appendChild(make("thead")).appendChild(make("tr"));
  head.forEach((cell) => top.append(make(cell ? "th" : "td", cell)));
  const body = figures.appendChild(make("tbody"));
  rows.forEach((row) => {
    const line = body.appendChild(make("tr"));
    row.forEach((cell) => line.append(make("td", String(cell))));
  });
  return scroll;
}

function bar(count) {
  const whole = make("div", "", "verdict");
  [count.wins, count.ties, count.losses].forEach((part) => {
    const piece = whole.appendChild(make("i"));
    piece.style.flexGrow = String(part);
  });
  return whole;
}

function headline(first, second, count) {
  if (count.interval.low > 0.5) return `${first.name} is preferred`;
  if (count.interval.high < 0.5) return `${second.name} is preferred`;
  return "No clear preference so far";
}

// A name neither ends the line that it stands in nor turns its direction.
const plain = (name) => name.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");

const counted = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

export function show(target, { first: one, second: other, results }) {
  const named = (run) => ({ name: plain(run.name), model: plain(run.model), strategy: plain(run.strategy) });
  const [first, second] = [named(one), named(other)];
  const count = results.overall;
  const key = make("div", "", "key");
  key.append(make("span", `${first.name} better: ${count.wins}`), make("span", `neither: ${count.ties}`), make("span", `${second.name} better: ${count.losses}`));
  const counts = [count, ...results.bins, ...results.languages].map((row) => [
    row.group, percent(row.win_rate), range(row.interval), row.votes, row.wins, row.ties, row.losses, row.both_bad]);
  const agreement = results.agreement === null
    ? `How far voters agree is not known yet. Items with two votes or more: ${results.shared_items}.`
    : `Voters agree with Krippendorff's alpha ${results.agreement.toFixed(2)} on ${counted(results.shared_items, "item")} (1 is always, 0 is chance).`;
  target.replaceChildren(
    make("h1", headline(first, second, count)),
    make("p", `Thank you. ${first.name} (${first.model}, ${first.strategy}) was preferred to ${second.name} (${second.model}, ${second.strategy}) in ${percent(count.win_rate)} of ${counted(count.votes, "vote")}, ties as halves; the 95% interval is ${range(count.interval)}.`),
    bar(count), key,
    make("h2", `Wins of ${first.name}`),
    table("Wins", ["", "win rate", "95%", "votes", "won", "tied", "lost", "both bad"], counts),
    make("h2", "Voters"),
    table("Voters", ["name", "votes", "seconds a vote"], results.voters.map((voter) => [voter.name, voter.votes, Math.round(voter.median_seconds)])),
    make("p", `${agreement} The left text was preferred in ${percent(results.bias.left_rate)} of ${counted(results.bias.decided, "decided vote")}.`, "small"));
  const again = make("button", "Back to the texts");
  again.id = "again";
  target.append(again);
  return again;
}
