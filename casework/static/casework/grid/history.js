// Undo and redo: what each act changed, from what to what.

export class History extends EventTarget {
  constructor(sheet) {
    super();
    this.sheet = sheet;
    this.done = [];
    this.undone = [];
  }

  // Do something and remember it: [{x, y, value}].
  act(changes) {
    const before = changes.map(({ x, y }) => ({ x, y, value: this.sheet.at(x, y) }));
    const changed = this.sheet.change(changes);
    if (!changed.length) return;
    const places = new Set(changed.map(({ x, y }) => `${x},${y}`));
    this.done.push({ before: before.filter(({ x, y }) => places.has(`${x},${y}`)), after: changed });
    this.undone = [];
    this.dispatchEvent(new Event("change"));
  }

  undo() {
    return this.turn(this.done, this.undone, "before");
  }

  redo() {
    return this.turn(this.undone, this.done, "after");
  }

  turn(from, to, side) {
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    this.sheet.change(step[side]);
    this.dispatchEvent(new Event("change"));
    return step[side][0];
  }
}
