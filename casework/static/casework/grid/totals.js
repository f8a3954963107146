// What a person's month adds up to, and the alarms that follow from it, while somebody types.

const KINDS = { unexcused: ["benefit-lost", "last-unexcused"], sick: "sick-limit", off: "day-off-limit" };

export class Totals {
  constructor(sheet, config) {
    this.sheet = sheet;
    this.limits = config.limits;
    this.sentences = config.alarms;
    this.list = document.getElementById("grid-alarms");
    this.icon = document.getElementById("grid-alarm-icon").content.firstElementChild;
    this.found = new Map();
    for (let y = 0; y < sheet.height; y += 1) this.found.set(y, this.alarms(y, this.count(y)));
  }

  update(cells) {
    for (const y of new Set(cells.map((cell) => cell.y))) {
      const count = this.count(y);
      this.write(y, count);
      this.found.set(y, this.alarms(y, count));
    }
    this.show();
  }

  count(y) {
    const days = {};
    let hours = 0;
    for (const value of this.sheet.values[y]) {
      if (!value.code) continue;
      days[value.code] = (days[value.code] ?? 0) + 1;
      if (value.code === "O") hours += value.hours ?? this.sheet.usualHours(y);
    }
    return { days, hours };
  }

  write(y, { days, hours }) {
    for (const cell of this.sheet.rows[y].querySelectorAll("[data-t]")) {
      const { t } = cell.dataset;
      cell.textContent = t === "h" ? this.sheet.number.format(hours) : days[t] ?? 0;
    }
  }

  alarms(y, { days }) {
    if (!this.limits) return [];
    const { unexcused, sick, daysOff } = this.limits;
    const { dataset } = this.sheet.rows[y];
    const missed = days.N ?? 0;
    const ill = Number(dataset.sick) + (days.ZL ?? 0);
    const off = Number(dataset.off) + (days.DW ?? 0);
    const found = [];
    if (missed > unexcused) found.push(this.say(KINDS.unexcused[0], missed, unexcused));
    else if (missed && missed === unexcused) found.push(this.say(KINDS.unexcused[1], missed, unexcused));
    if (days.ZL && ill >= sick) found.push(this.say(KINDS.sick, ill, sick));
    if (days.DW && off >= daysOff) found.push(this.say(KINDS.off, off, daysOff));
    return found;
  }

  say(kind, used, allowed) {
    return this.sentences[kind].replace("%(used)d", used).replace("%(allowed)d", allowed);
  }

  show() {
    const lines = [];
    for (const [y, sentences] of this.found) {
      this.sheet.rows[y].toggleAttribute("data-alarm", sentences.length > 0);
      for (const sentence of sentences) lines.push(this.line(this.sheet.name(y), sentence));
    }
    this.list.replaceChildren(...lines);
  }

  line(name, sentence) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    const who = document.createElement("strong");
    who.textContent = name;
    words.append(who, " ", sentence);
    item.append(this.icon.cloneNode(true), words);
    return item;
  }
}
