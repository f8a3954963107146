// Where one is in the grid, and which days are marked. One cell is in the tab order.

export class Cursor extends EventTarget {
  constructor(sheet) {
    super();
    this.sheet = sheet;
    this.x = Math.max(0, sheet.config.days.indexOf(sheet.config.today));
    this.y = 0;
    this.anchor = null;
    this.stop = null;
    this.shown = [];
    this.moveStop();
    this.listen();
  }

  listen() {
    const { table } = this.sheet;
    let dragging = false;
    table.addEventListener("mousedown", (event) => {
      const place = this.placeOf(event.target);
      if (!place || event.button) return;
      dragging = true;
      event.preventDefault();
      this.go(place.x, place.y, event.shiftKey);
    });
    table.addEventListener("mouseover", (event) => {
      const place = dragging && this.placeOf(event.target);
      if (place && event.buttons === 1) this.go(place.x, place.y, true);
      else dragging = false;
    });
    addEventListener("mouseup", () => { dragging = false; });
    table.addEventListener("focusin", (event) => {
      const place = this.placeOf(event.target);
      if (place && (place.x !== this.x || place.y !== this.y)) this.go(place.x, place.y);
    });
  }

  placeOf(target) {
    const cell = target.closest("td");
    const row = cell?.closest("tbody tr");
    if (!row || cell.classList.contains("sum")) return null;
    return { x: cell.cellIndex - 1, y: this.sheet.rows.indexOf(row) };
  }

  go(x, y, extend = false) {
    const { width, height } = this.sheet;
    if (extend) this.anchor ??= { x: this.x, y: this.y };
    else this.anchor = null;
    this.x = Math.min(Math.max(x, 0), width - 1);
    this.y = Math.min(Math.max(y, 0), height - 1);
    this.moveStop();
    this.stop.focus();
    this.show();
  }

  move(dx, dy, extend = false) {
    this.go(this.x + dx, this.y + dy, extend);
  }

  select(from, to) {
    this.anchor = from;
    this.x = to.x;
    this.y = to.y;
    this.moveStop();
    this.stop.focus({ preventScroll: true });
    this.show();
  }

  moveStop() {
    if (this.stop) this.stop.tabIndex = -1;
    this.stop = this.sheet.cell(this.x, this.y);
    this.stop.tabIndex = 0;
    this.dispatchEvent(new Event("move"));
  }

  box() {
    const from = this.anchor ?? { x: this.x, y: this.y };
    return {
      left: Math.min(from.x, this.x),
      right: Math.max(from.x, this.x),
      top: Math.min(from.y, this.y),
      bottom: Math.max(from.y, this.y),
    };
  }

  // Every marked day, line by line.
  *selected() {
    const { left, right, top, bottom } = this.box();
    for (let y = top; y <= bottom; y += 1) for (let x = left; x <= right; x += 1) yield { x, y };
  }

  show() {
    for (const cell of this.shown) cell.removeAttribute("aria-selected");
    this.shown = this.anchor ? [...this.selected()].map(({ x, y }) => this.sheet.cell(x, y)) : [];
    for (const cell of this.shown) cell.setAttribute("aria-selected", "true");
  }
}
