// To and from a spreadsheet: lines of cells with tabs between.

export class Clipboard {
  constructor(sheet, cursor, history, typing) {
    Object.assign(this, { sheet, cursor, history, typing });
    const { table } = sheet;
    table.addEventListener("copy", (event) => this.copy(event));
    table.addEventListener("cut", (event) => this.copy(event) && this.clear());
    table.addEventListener("paste", (event) => this.paste(event));
  }

  copy(event) {
    if (this.typing.isOn) return false;
    const { left, right, top, bottom } = this.cursor.box();
    const lines = [];
    for (let y = top; y <= bottom; y += 1) {
      const line = [];
      for (let x = left; x <= right; x += 1) line.push(this.sheet.text(this.sheet.at(x, y), y));
      lines.push(line.join("\t"));
    }
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
    return true;
  }

  clear() {
    const empty = { code: null, hours: null };
    this.history.act([...this.cursor.selected()].map((place) => ({ ...place, value: empty })));
  }

  paste(event) {
    if (this.typing.isOn) return;
    event.preventDefault();
    const lines = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/);
    this.put(lines.map((line) => line.split("\t")));
  }

  // One value fills everything that is marked; several go where they were copied from.
  put(rows) {
    const { left, top } = this.cursor.box();
    const single = rows.length === 1 && rows[0].length === 1;
    const places = single
      ? [...this.cursor.selected()].map((place) => ({ ...place, text: rows[0][0] }))
      : rows.flatMap((row, dy) => row.map((text, dx) => ({ x: left + dx, y: top + dy, text })));
    const inside = places.filter(({ x, y }) => x < this.sheet.width && y < this.sheet.height);
    const understood = inside.map(({ x, y, text }) => ({ x, y, ...this.typing.read(text) }));
    this.history.act(understood.filter(({ value }) => value));
    this.typing.say(understood.find(({ problem }) => problem)?.problem ?? "");
  }
}
