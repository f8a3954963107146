// What stands in each day of each person, and what was last seen on the server.

const EMPTY = { code: null, hours: null };

export class Sheet extends EventTarget {
  constructor(table, config) {
    super();
    this.table = table;
    this.config = config;
    this.codes = new Map();
    for (const [code, letters] of Object.entries(config.letters)) this.codes.set(letters.toLowerCase(), code);
    for (const code of Object.keys(config.letters)) {
      if (!this.codes.has(code.toLowerCase())) this.codes.set(code.toLowerCase(), code);
    }
    this.rows = [...table.tBodies[0].rows];
    this.width = config.days.length;
    this.height = this.rows.length;
    this.number = new Intl.NumberFormat(document.documentElement.lang || "pl", { maximumFractionDigits: 2 });
    this.byStay = new Map(this.rows.map((row, y) => [row.dataset.stay, y]));
    this.byDay = new Map(config.days.map((day, x) => [day, x]));
    this.values = this.rows.map((row) => config.days.map((_, x) => read(row.cells[x + 1])));
    this.begun = this.values.map((row) => [...row]);
    this.versions = this.rows.map((row) => config.days.map((_, x) => Number(row.cells[x + 1].dataset.v || 0)));
  }

  cell(x, y) {
    return this.rows[y].cells[x + 1];
  }

  at(x, y) {
    return this.values[y][x];
  }

  // What stood there when the page was opened.
  first(x, y) {
    return this.begun[y][x];
  }

  name(y) {
    return this.rows[y].cells[0].textContent.trim();
  }

  where(x, y) {
    return `${this.name(y)}, ${this.config.dayNames[x]}`;
  }

  find(stay, day) {
    return { x: this.byDay.get(day), y: this.byStay.get(stay) };
  }

  usualHours(y) {
    return Number(this.rows[y].dataset.hours);
  }

  isEditable(x, y) {
    return !this.cell(x, y).classList.contains("off");
  }

  // A day of classes that is not in the future: here presence may stand.
  takesPresence(x, y) {
    const classes = this.cell(x, y).classList;
    const free = ["weekend", "holiday", "closed", "off"].some((name) => classes.contains(name));
    return !free && this.config.days[x] <= this.config.today;
  }

  codeOf(letters) {
    return this.codes.get(letters.toLowerCase());
  }

  text({ code, hours }, y) {
    if (!code) return "";
    const own = code === "O" && hours !== null && hours !== this.usualHours(y);
    return own ? this.number.format(hours) : this.config.letters[code];
  }

  // Somebody here changed these days: [{x, y, value}]. What may not be changed stays as it is.
  change(changes) {
    const cells = changes.filter(({ x, y, value }) => this.isEditable(x, y) && !same(this.at(x, y), value));
    for (const { x, y, value } of cells) this.put(x, y, value);
    if (cells.length) this.tell(cells, true);
    return cells;
  }

  // The server said what stands there.
  settle(x, y, value, version) {
    this.versions[y][x] = version;
    this.put(x, y, value);
    this.tell([{ x, y, value }], false);
  }

  put(x, y, value) {
    const cell = this.cell(x, y);
    this.values[y][x] = value;
    const typing = cell.querySelector("input");
    if (typing) return;
    cell.textContent = this.text(value, y);
    if (value.code) cell.dataset.c = value.code;
    else delete cell.dataset.c;
  }

  mark(x, y, state, on) {
    this.cell(x, y).classList.toggle(state, on);
  }

  tell(cells, mine) {
    this.dispatchEvent(new CustomEvent("change", { detail: { cells, mine } }));
  }
}

export function same(one, other) {
  return one.code === other.code && one.hours === other.hours;
}

function read(cell) {
  const { c, h } = cell.dataset;
  return c ? { code: c, hours: h ? Number(h) : null } : { ...EMPTY };
}
