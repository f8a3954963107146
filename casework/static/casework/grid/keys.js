// Keys and buttons: what each of them does.

const PRESENT = { code: "O", hours: null };
const EMPTY = { code: null, hours: null };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ACCEPTED_BY = { Enter: [0, 1], Tab: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Keys {
  constructor(parts) {
    Object.assign(this, parts);
    this.tools = document.getElementById("grid-tools");
    this.tools.hidden = false;
    this.sheet.table.addEventListener("keydown", (event) => this.press(event));
    this.sheet.table.addEventListener("dblclick", () => this.typing.begin(this.here()));
    this.sheet.table.tHead.addEventListener("click", (event) => this.head(event));
    document.addEventListener("click", (event) => this.button(event));
    this.history.addEventListener("change", () => this.buttons());
  }

  press(event) {
    const handled = this.typing.isOn ? this.whileTyping(event) : this.whileWalking(event);
    if (handled) event.preventDefault();
  }

  whileTyping(event) {
    if (event.key === "Escape") {
      this.typing.leave();
      return true;
    }
    const step = ACCEPTED_BY[event.key];
    if (!step || event.isComposing) return false;
    if (!this.typing.accept()) return true;
    const back = event.shiftKey ? -1 : 1;
    this.cursor.move(step[0] * back, step[1] * back);
    return true;
  }

  whileWalking(event) {
    if (event.target.closest("th")) return false;
    if (event.key in ARROWS) return this.walk(event);
    if (event.ctrlKey || event.metaKey) return this.command(event);
    if (event.altKey) return event.key === "Enter" && this.fill(this.column());
    return this.plain(event);
  }

  walk(event) {
    const [dx, dy] = ARROWS[event.key];
    const far = event.ctrlKey || event.metaKey ? Math.max(this.sheet.width, this.sheet.height) : 1;
    this.cursor.move(dx * far, dy * far, event.shiftKey);
    return true;
  }

  command(event) {
    const { cursor, sheet } = this;
    switch (event.key.toLowerCase()) {
      case "z": return this.turn(event.shiftKey ? "redo" : "undo");
      case "y": return this.turn("redo");
      case "a": return this.select({ x: 0, y: 0 }, { x: sheet.width - 1, y: sheet.height - 1 });
      case " ": return this.select({ x: cursor.x, y: 0 }, { x: cursor.x, y: sheet.height - 1 });
      case "enter": return this.fill(event.shiftKey ? this.row() : [...cursor.selected()]);
      case "home": return this.goTo(0, 0, event.shiftKey);
      case "end": return this.goTo(sheet.width - 1, sheet.height - 1, event.shiftKey);
      default: return false;
    }
  }

  plain(event) {
    const { cursor, sheet, typing } = this;
    switch (event.key) {
      case "Home": return this.goTo(0, cursor.y, event.shiftKey);
      case "End": return this.goTo(sheet.width - 1, cursor.y, event.shiftKey);
      case "PageDown": return this.goTo(cursor.x, cursor.y + 10, event.shiftKey);
      case "PageUp": return this.goTo(cursor.x, cursor.y - 10, event.shiftKey);
      case "Enter": return this.goTo(cursor.x, cursor.y + (event.shiftKey ? -1 : 1));
      case "Delete":
      case "Backspace": return this.put(EMPTY);
      case "F2": typing.begin(this.here()); return true;
      case " ": return event.shiftKey && this.select({ x: 0, y: cursor.y }, { x: sheet.width - 1, y: cursor.y });
      default: return this.letter(event);
    }
  }

  letter(event) {
    if (event.key.length !== 1 || !event.key.trim()) return false;
    this.typing.begin(event.key);
    return true;
  }

  goTo(x, y, extend = false) {
    this.cursor.go(x, y, extend);
    return true;
  }

  select(from, to) {
    this.cursor.select(from, to);
    return true;
  }

  turn(way) {
    const place = this.history[way]();
    if (place) this.cursor.go(place.x, place.y);
    return true;
  }

  here() {
    return this.sheet.text(this.sheet.at(this.cursor.x, this.cursor.y), this.cursor.y);
  }

  row() {
    return this.sheet.config.days.map((_, x) => ({ x, y: this.cursor.y }));
  }

  column() {
    return this.sheet.rows.map((_, y) => ({ x: this.cursor.x, y }));
  }

  // "Present" goes only where nothing stands yet: nobody's sick leave is written over.
  fill(places) {
    const empty = places.filter(({ x, y }) => this.sheet.takesPresence(x, y) && !this.sheet.at(x, y).code);
    this.history.act(empty.map((place) => ({ ...place, value: PRESENT })));
    return true;
  }

  put(value) {
    this.history.act([...this.cursor.selected()].map((place) => ({ ...place, value })));
    return true;
  }

  head(event) {
    const x = event.target.closest("th").cellIndex - 1;
    if (x >= 0 && x < this.sheet.width) this.select({ x, y: 0 }, { x, y: this.sheet.height - 1 });
  }

  button(event) {
    const button = event.target.closest("button[data-act], button[data-fill]");
    if (!button || !this.typing.accept()) return;
    const acts = {
      clear: () => this.put(EMPTY),
      row: () => this.fill(this.row()),
      column: () => this.fill(this.column()),
      undo: () => this.turn("undo"),
      redo: () => this.turn("redo"),
      retry: () => this.saving.now(),
      dismiss: () => this.saving.dismiss(),
    };
    if (button.dataset.fill) this.put({ code: button.dataset.fill, hours: null });
    else acts[button.dataset.act]?.();
  }

  buttons() {
    this.tools.querySelector("[data-act=undo]").disabled = !this.history.done.length;
    this.tools.querySelector("[data-act=redo]").disabled = !this.history.undone.length;
  }
}
