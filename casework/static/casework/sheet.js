// The day sheet: a tap is a mark, kept on this device at once and sent a moment later (see outbox.js).
import { Outbox } from "./outbox.js";
import { forgetSheets, keepSheets } from "./keeping.js";

const page = document.getElementById("sheet-page");
const strip = document.getElementById("strip");
const words = JSON.parse(document.getElementById("strip-words").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);
const here = location.pathname;
const people = new Map([...page.querySelectorAll(".person")].map((person) => [person.dataset.stay, person]));
const SEND_AFTER = 4000;

const outbox = new Outbox({
  house: page.dataset.house,
  account: page.dataset.account,
  whoseUrl: page.dataset.whoseUrl,
  token: page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "",
  remembers: "keeps" in page.dataset,
  told: (news) => {
    if (news.path === here) settle(news);
    show(news);
  },
});

// --- What is on the sheet

function radios(person) {
  return [...person.querySelectorAll("input[type=radio]")];
}

function codeOf(person) {
  return radios(person).find((radio) => radio.checked)?.value ?? "";
}

function hoursOf(person) {
  const field = person.querySelector("input[type=number]");
  return field && codeOf(person) === "O" ? field.value : "";
}

function put(person, code, hours) {
  for (const radio of radios(person)) radio.checked = radio.value === code;
  person.dataset.tapped = code;
  const field = person.querySelector("input[type=number]");
  if (field && hours && code === "O") field.value = hours;
}

function tapped(person) {
  const { stay, seen, was } = person.dataset;
  const [code, hours] = [codeOf(person), hoursOf(person)];
  trouble(person);
  if (`${code}|${hours}` === was) outbox.drop(here, stay);
  else outbox.put(here, stay, { code, hours, seen, at: clock() });
  outbox.later(SEND_AFTER);
}

function clock() {
  return new Date().toTimeString().slice(0, 5);
}

function everybody() {
  for (const person of people.values()) {
    if (codeOf(person) || !radios(person).some((radio) => radio.value === "O")) continue;
    put(person, "O");
    tapped(person);
  }
}

// --- What became of it

function settle({ saved, conflicts, refused }) {
  for (const { stay, code, hours, version } of saved) stands(people.get(stay), code, hours, version);
  for (const theirs of conflicts) ask(people.get(theirs.stay), theirs);
  for (const { stay, message } of refused) trouble(people.get(stay), message, [[words.discard, () => discard(people.get(stay))]]);
}

function stands(person, code, hours, version) {
  if (!person) return;
  person.dataset.seen = version;
  person.dataset.was = `${code}|${code === "O" ? hours : ""}`;
  const mine = outbox.of(here)[person.dataset.stay];
  if (mine) outbox.put(here, person.dataset.stay, { ...mine, seen: String(version) });
  trouble(person);
}

function ask(person, theirs) {
  if (!person) return;
  const { stay } = person.dataset;
  const mine = outbox.of(here)[stay];
  const letters = (code) => radios(person).find((radio) => radio.value === code)?.parentElement.querySelector("b").textContent ?? code;
  const [ours, other] = [letters(mine.code) || words.nothing, theirs.letters || words.nothing];
  trouble(person, `${words.mine}, ${mine.at ?? ""}: ${ours} · ${theirs.by}, ${theirs.at}: ${other}`, [
    [`${words.keepMine}: ${ours}`, () => insist(person, theirs)],
    [`${words.takeTheirs}: ${other}`, () => yieldTo(person, theirs)],
  ]);
}

function insist(person, theirs) {
  const { stay } = person.dataset;
  person.dataset.seen = theirs.version;
  outbox.put(here, stay, { ...outbox.of(here)[stay], seen: String(theirs.version) });
  trouble(person);
  outbox.flush();
}

function yieldTo(person, theirs) {
  put(person, theirs.code, theirs.hours);
  stands(person, theirs.code, theirs.hours, theirs.version);
  outbox.learn(here, [theirs]);
  outbox.drop(here, person.dataset.stay);
  trouble(person);
}

function discard(person) {
  const [code, hours] = person.dataset.was.split("|");
  put(person, code, hours);
  outbox.drop(here, person.dataset.stay);
  trouble(person);
}

function trouble(person, said = "", choices = []) {
  const place = person?.querySelector(".person-trouble");
  if (!place) return;
  place.replaceChildren();
  if (!said) return;
  place.append(Object.assign(document.createElement("p"), { textContent: said }));
  place.append(...choices.map(button));
}

function button([textContent, act]) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-secondary", textContent });
  made.addEventListener("click", act);
  return made;
}

// --- The strip

function counted(forms, n) {
  return (forms[plural.select(n)] ?? forms.other).replace("{n}", n);
}

function sentence(n, isSending) {
  if (outbox.asks.size) return ["conflict", counted(words.conflict, outbox.asks.size)];
  if (!n) return ["saved", people.size ? words.saved : ""];
  if (outbox.trouble === "offline" || !navigator.onLine) return ["offline", counted(words.offline, n)];
  if (outbox.trouble === "signIn") return ["sign-in", counted(words.signIn, n)];
  if (outbox.trouble === "foreign") return ["offline", words.foreign];
  if (outbox.trouble === "away") return ["offline", words.away];
  return isSending ? ["sending", words.sending] : ["waiting", counted(words.waiting, n)];
}

function marked() {
  const all = [...people.values()];
  return words.marked.replace("{n}", all.filter(codeOf).length).replace("{all}", all.length);
}

// Marks of people, or of whole sheets, that are not this account's any more: no row is left to decide about them on.
function orphans() {
  const isOrphan = ([key, { isOrphan }]) => isOrphan || (key.startsWith(`${here} `) && !people.has(key.split(" ")[1]));
  return [...outbox.asks].filter(isOrphan).map(([key]) => key.split(" "));
}

function discardOrphans() {
  for (const [path, stay] of orphans()) outbox.drop(path, stay);
}

function show({ sending = false } = {}) {
  if (orphans().length) {
    Object.assign(strip, { hidden: false }).dataset.kind = "conflict";
    return strip.replaceChildren(words.gone, button([words.discard, discardOrphans]));
  }
  const n = outbox.waiting;
  const [kind, said] = sentence(n, sending);
  const isDone = kind === "saved" && [...people.values()].some(codeOf);
  const text = people.size && kind === "saved" ? settled(isDone ? said : "") : said;
  strip.hidden = !text;
  strip.dataset.kind = kind === "saved" && !isDone ? "empty" : kind;
  strip.replaceChildren(leadsElsewhere(kind) ? link(text) : text);
  if (kind === "sign-in") forgetSheets();
}

// On a day without classes nobody is counted.
function settled(said) {
  return ["free" in page.dataset ? "" : marked(), said].filter(Boolean).join(" · ");
}

// To the sign-in, or to the sheet on which a decision waits.
function leadsElsewhere(kind) {
  const asksHere = [...outbox.asks.keys()].some((key) => key.startsWith(`${here} `));
  return kind === "sign-in" || (kind === "conflict" && !asksHere);
}

function link(textContent) {
  const asked = [...outbox.asks.keys()].map((key) => key.split(" ")[0]);
  return Object.assign(document.createElement("a"), { href: asked[0] ?? outbox.paths[0] ?? here, textContent });
}

// --- Beginning

page.addEventListener("change", (event) => {
  const person = event.target.closest(".person");
  if (person) tapped(person);
});
// A second tap on the same code takes the mark away.
page.addEventListener("click", (event) => {
  const person = event.target.closest(".person");
  if (!person || event.target.type !== "radio") return;
  if (person.dataset.tapped === event.target.value) {
    event.target.checked = false;
    tapped(person);
  }
  person.dataset.tapped = codeOf(person);
});
page.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.hasAttribute("data-everybody")) everybody();
  else outbox.flush();
});

for (const { stay, code, hours, version } of Object.values(outbox.known(here))) {
  const person = people.get(stay);
  if (!person || version <= Number(person.dataset.seen)) continue;
  put(person, code, hours);
  stands(person, code, hours, version);
}
for (const [stay, mark] of Object.entries(outbox.of(here))) if (people.has(stay)) put(people.get(stay), mark.code, mark.hours);
for (const person of people.values()) person.dataset.tapped = codeOf(person);
show();
outbox.flush();
keepSheets({ page, others: [...page.querySelectorAll("[data-sheet]")].map((link) => link.pathname) });
