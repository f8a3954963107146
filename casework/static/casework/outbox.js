// Marks that were tapped and not yet sent: kept on this device, for one account of one house, as ids and codes alone.
// Whatever happens (no signal, the session over, the page closed) they stay until the server has answered for each.
const RETRY_FIRST = 4000;
const RETRY_MOST = 120000;

function today() {
  return new Date().toDateString();
}

export class Outbox {
  // remembers: whether this browser may keep what the server took; only a trusted phone keeps pages that need it.
  // told: called with every change of state, and with what became of the marks of a sheet.
  constructor({ house, account, whoseUrl, token, remembers, told }) {
    this.key = `ogniwo-marks:${house}:${account}`;
    this.knownKey = `ogniwo-known:${house}:${account}`;
    Object.assign(this, { account, whoseUrl, token, remembers, told });
    this.trouble = ""; // "", "offline", "away", "signIn", "foreign"
    this.asks = new Map(); // marks that wait for a decision, and what the server said of them
    this.isSending = false;
    this.pause = RETRY_FIRST;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => this.state("offline"));
    window.addEventListener("storage", (event) => event.key === this.key && this.state(this.trouble));
    document.addEventListener("visibilitychange", () => document.hidden || this.flush());
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  keep(all) {
    for (const [path, marks] of Object.entries(all)) if (!Object.keys(marks).length) delete all[path];
    if (Object.keys(all).length) localStorage.setItem(this.key, JSON.stringify(all));
    else localStorage.removeItem(this.key);
  }

  of(path) {
    return this.all()[path] ?? {};
  }

  put(path, stay, mark) {
    const all = this.all();
    all[path] = { ...all[path], [stay]: mark };
    this.keep(all);
    this.asks.delete(`${path} ${stay}`);
    this.state(this.trouble);
  }

  // Forgets a mark, unless it was tapped anew since (`sent` is then an older one).
  drop(path, stay, sent) {
    const all = this.all();
    if (!all[path]?.[stay] || (sent && JSON.stringify(all[path][stay]) !== JSON.stringify(sent))) return;
    delete all[path][stay];
    this.keep(all);
    this.asks.delete(`${path} ${stay}`);
    this.state(this.trouble);
  }

  // What the server took since the page was made: a kept copy, opened without signal, does not know it.
  known(path) {
    const { day, sheets } = JSON.parse(localStorage.getItem(this.knownKey) ?? "{}");
    return (day === today() && sheets[path]) || {};
  }

  learn(path, saved) {
    const { day, sheets } = JSON.parse(localStorage.getItem(this.knownKey) ?? "{}");
    const kept = day === today() ? sheets : {};
    kept[path] = { ...kept[path], ...Object.fromEntries(saved.map((each) => [each.stay, each])) };
    localStorage.setItem(this.knownKey, JSON.stringify({ day: today(), sheets: kept }));
  }

  get waiting() {
    return Object.values(this.all()).reduce((sum, marks) => sum + Object.keys(marks).length, 0);
  }

  get paths() {
    return Object.keys(this.all());
  }

  state(trouble) {
    this.trouble = trouble;
    this.told({});
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  // Sends every sheet that has marks waiting, one request each, unless all of them wait for a decision.
  async flush() {
    clearTimeout(this.timer);
    if (this.isSending || !this.waiting) return;
    if (!navigator.onLine) return this.state("offline");
    this.isSending = true;
    try {
      for (const path of this.paths) {
        const marks = Object.entries(this.of(path)).filter(([stay]) => !this.asks.has(`${path} ${stay}`));
        if (marks.length && !(await this.send(path, Object.fromEntries(marks)))) break;
      }
    } finally {
      this.isSending = false;
    }
    this.retry();
  }

  retry() {
    this.told({});
    if (!["offline", "away"].includes(this.trouble)) return void (this.pause = RETRY_FIRST);
    this.later(this.pause);
    this.pause = Math.min(this.pause * 2, RETRY_MOST);
  }

  async send(path, marks) {
    this.told({ sending: true });
    try {
      let answer = await this.post(path, marks);
      if (answer.status === 403 && (await this.renew())) answer = await this.post(path, marks);
      if (answer.ok && !answer.redirected) return this.answered(path, marks, await answer.json());
      if (answer.status === 404) return this.orphaned(path, marks);
      this.trouble = { 401: "signIn", 403: "signIn", 409: "foreign" }[answer.status] ?? (answer.redirected ? "signIn" : "away");
    } catch {
      this.trouble = navigator.onLine ? "away" : "offline";
    }
    return false;
  }

  post(path, marks) {
    const body = new URLSearchParams({ account: this.account, csrfmiddlewaretoken: this.token });
    for (const [stay, { code, hours, seen }] of Object.entries(marks)) {
      body.set(`code-${stay}`, code);
      body.set(`seen-${stay}`, seen);
      if (hours) body.set(`hours-${stay}`, hours);
    }
    return fetch(path, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
  }

  // A page that was kept, or left open over a sign-in, holds a form token that fits no longer.
  async renew() {
    const answer = await fetch(this.whoseUrl);
    if (!answer.ok || answer.redirected) return false;
    const { account, token } = await answer.json();
    this.token = token;
    return account === this.account;
  }

  // The sheet is no longer this account's: what waits for it can only be discarded, knowingly.
  orphaned(path, marks) {
    for (const stay of Object.keys(marks)) this.asks.set(`${path} ${stay}`, { isOrphan: true });
    return true;
  }

  answered(path, marks, { saved, conflicts, refused }) {
    this.trouble = "";
    if (this.remembers) this.learn(path, saved);
    for (const each of saved) this.drop(path, each.stay, marks[each.stay]);
    for (const each of conflicts) this.asks.set(`${path} ${each.stay}`, { theirs: each });
    for (const each of refused) this.asks.set(`${path} ${each.stay}`, { refusal: each.message });
    this.told({ path, saved, conflicts, refused });
    return true;
  }
}
