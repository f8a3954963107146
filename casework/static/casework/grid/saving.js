// Changes wait a moment, go to the server in one batch, and are sent again until they arrive.
// Sending something twice is harmless: the server knows by the version what it has already.
import { same } from "./sheet.js";

const PAUSE = 700;
const AGAIN = [2000, 5000, 15000, 30000];

export class Saving {
  constructor(sheet, conflicts, words) {
    Object.assign(this, { sheet, conflicts, words });
    this.waiting = new Map();
    this.failures = 0;
    this.isSending = false;
    this.form = document.getElementById("grid-form");
    this.line = document.getElementById("grid-state");
    this.retry = document.querySelector("[data-act=retry]");
    this.problems = document.getElementById("grid-problems");
    conflicts.addEventListener("mine", ({ detail }) => this.queue([detail]));
    addEventListener("beforeunload", (event) => this.isClean || event.preventDefault());
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden && this.now());
  }

  get isClean() {
    return !this.waiting.size && !this.isSending && !this.conflicts.isOpen;
  }

  queue(cells) {
    for (const { x, y } of cells) {
      this.waiting.set(`${x},${y}`, { x, y });
      this.sheet.mark(x, y, "unsaved", true);
      this.sheet.mark(x, y, "refused", false);
    }
    this.tell("waiting");
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), pause);
  }

  async now() {
    clearTimeout(this.timer);
    if (this.isSending || !this.waiting.size) return;
    const batch = [...this.waiting.values()].slice(0, 1500).map((place) => this.asSent(place));
    this.isSending = true;
    this.tell("saving");
    try {
      const answer = await this.send(batch);
      this.failures = 0;
      this.take(batch, answer);
      this.isSending = false;
      this.rest();
    } catch (failure) {
      this.isSending = false;
      this.failed(failure);
    }
  }

  asSent({ x, y }) {
    const value = this.sheet.at(x, y);
    return { x, y, value, version: this.sheet.versions[y][x] };
  }

  async send(batch) {
    const changes = batch.map(({ x, y, value, version }) => ({
      stay: this.sheet.rows[y].dataset.stay,
      day: this.sheet.config.days[x],
      code: value.code,
      hours: value.hours,
      version,
    }));
    let answer = await this.post(changes);
    if (isShut(answer)) {
      await this.renewToken();
      answer = await this.post(changes);
    }
    if (isShut(answer)) throw new Error("signed-out");
    if (answer.status === 400 || answer.status === 404) throw new Error("refused");
    if (!answer.ok) throw new Error("failed");
    return answer.json();
  }

  post(changes) {
    return fetch(this.form.action, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
      },
      body: JSON.stringify({ changes }),
      redirect: "manual",
    });
  }

  // Whoever signed in again in another tab has a new token; this page takes it up and loses nothing.
  async renewToken() {
    const page = await (await fetch(location.href)).text();
    const form = new DOMParser().parseFromString(page, "text/html").getElementById("grid-form");
    if (!form) throw new Error("signed-out");
    this.form.elements.csrfmiddlewaretoken.value = form.elements.csrfmiddlewaretoken.value;
  }

  // What arrived is no longer waiting, unless somebody typed over it meanwhile.
  take(batch, { saved, conflicts, refused }) {
    for (const { x, y, value } of batch) {
      if (same(this.sheet.at(x, y), value)) this.arrived(x, y);
    }
    for (const each of saved) this.settle(each);
    for (const each of refused) this.refuse(each, batch);
    this.conflicts.show(conflicts.map((each) => ({ ...each, ...this.sheet.find(each.stay, each.day) })));
  }

  arrived(x, y) {
    this.waiting.delete(`${x},${y}`);
    this.sheet.mark(x, y, "unsaved", false);
  }

  settle({ stay, day, code, hours, version }) {
    const { x, y } = this.sheet.find(stay, day);
    this.sheet.cell(x, y).dataset.was = JSON.stringify(valueOf(code, hours));
    if (this.waiting.has(`${x},${y}`)) this.sheet.versions[y][x] = version;
    else this.sheet.settle(x, y, valueOf(code, hours), version);
  }

  // The day goes back to what it was; the sentence says why.
  refuse({ stay, day, message }) {
    const { x, y } = this.sheet.find(stay, day);
    this.arrived(x, y);
    this.sheet.mark(x, y, "refused", true);
    const item = document.createElement("li");
    item.textContent = `${this.sheet.where(x, y)}: ${message}`;
    this.problems.querySelector("ul").append(item);
    this.problems.hidden = false;
    const was = this.sheet.cell(x, y).dataset.was;
    const before = was ? JSON.parse(was) : this.sheet.first(x, y);
    this.sheet.settle(x, y, before, this.sheet.versions[y][x]);
  }

  dismiss() {
    this.problems.querySelector("ul").replaceChildren();
    this.problems.hidden = true;
    for (const cell of this.sheet.table.querySelectorAll("td.refused")) cell.classList.remove("refused");
  }

  rest() {
    if (this.waiting.size) {
      this.tell("waiting");
      this.later(PAUSE);
    } else this.tell("saved");
  }

  failed(failure) {
    const state = failure.message === "signed-out" ? "signedOut" : failure.message === "refused" ? "refused" : "failed";
    this.tell(state);
    if (state !== "failed") return;
    this.later(AGAIN[Math.min(this.failures, AGAIN.length - 1)]);
    this.failures += 1;
  }

  tell(state) {
    const isTrouble = !["saved", "waiting", "saving"].includes(state);
    this.retry.hidden = !isTrouble;
    if (this.line.dataset.state === state) return;
    this.line.dataset.state = state;
    this.line.textContent = this.words[state];
  }
}

function isShut(answer) {
  return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
}

function valueOf(code, hours) {
  return code ? { code, hours: code === "O" ? Number(hours) : null } : { code: null, hours: null };
}
