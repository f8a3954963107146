// Days that two people changed: both values are shown, one is chosen.

export class Conflicts extends EventTarget {
  constructor(sheet, words) {
    super();
    Object.assign(this, { sheet, words });
    this.dialog = document.getElementById("grid-conflicts");
    this.list = this.dialog.querySelector("ul");
    this.template = document.getElementById("grid-conflict");
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.querySelector("[data-act=keep-all]").addEventListener("click", () => this.keepAll());
  }

  get isOpen() {
    return this.dialog.open;
  }

  show(conflicts) {
    for (const conflict of conflicts) this.list.append(this.line(conflict));
    if (conflicts.length && !this.isOpen) this.dialog.showModal();
  }

  line(conflict) {
    const { x, y } = conflict;
    const mine = this.sheet.at(x, y);
    const theirs = { code: conflict.code, hours: conflict.code === "O" ? Number(conflict.hours) : null };
    const item = this.template.content.cloneNode(true).firstElementChild;
    const fill = (slot, text) => { item.querySelector(`[data-slot=${slot}]`).textContent = text; };
    fill("where", this.sheet.where(x, y));
    fill("theirs", this.words_of(theirs, y));
    fill("mine", this.words_of(mine, y));
    fill("who", [conflict.by, conflict.at].filter(Boolean).join(", "));
    this.sheet.settle(x, y, theirs, conflict.version);
    this.sheet.cell(x, y).dataset.was = JSON.stringify(theirs);
    item.querySelector("[data-choice=theirs]").addEventListener("click", () => this.close(item));
    item.querySelector("[data-choice=mine]").addEventListener("click", () => this.insist(item, { x, y, value: mine }));
    return item;
  }

  words_of(value, y) {
    return this.sheet.text(value, y) || this.words.nothing;
  }

  insist(item, change) {
    this.sheet.put(change.x, change.y, change.value);
    this.close(item);
    this.sheet.tell([change], false);
    this.dispatchEvent(new CustomEvent("mine", { detail: change }));
  }

  close(item) {
    item.remove();
    if (!this.list.children.length) this.dialog.close();
    else this.list.querySelector("button").focus();
  }

  keepAll() {
    this.list.replaceChildren();
    this.dialog.close();
  }
}
