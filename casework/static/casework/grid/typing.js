// Typing into a day: a code, a code with hours, or hours alone.

const SHAPE = /^([^\d\s]*)\s*(\d{1,2}(?:[.,]\d{1,2})?)?$/;
const MOST_HOURS = 24;

export class Typing {
  constructor(sheet, cursor, history, config, words) {
    Object.assign(this, { sheet, cursor, history, config, words });
    this.input = document.createElement("input");
    this.input.className = "grid-input";
    this.input.maxLength = 10;
    this.input.autocomplete = "off";
    this.input.addEventListener("blur", () => this.accept());
    this.place = null;
  }

  get isOn() {
    return this.place !== null;
  }

  begin(text) {
    const { x, y } = this.cursor;
    if (!this.sheet.isEditable(x, y)) return;
    this.place = { x, y };
    this.input.value = text;
    this.input.setAttribute("aria-label", this.sheet.where(x, y));
    this.input.removeAttribute("aria-invalid");
    this.sheet.cell(x, y).replaceChildren(this.input);
    this.input.focus();
  }

  // Take what was typed; false when it means nothing: then one stays where one is.
  accept() {
    if (!this.isOn) return true;
    const { x, y } = this.place;
    const { value, problem } = this.read(this.input.value);
    if (problem) {
      this.input.setAttribute("aria-invalid", "true");
      this.say(problem);
      return false;
    }
    this.leave();
    this.history.act([{ x, y, value }]);
    return true;
  }

  leave() {
    if (!this.isOn) return;
    const { x, y } = this.place;
    this.place = null;
    this.input.remove();
    this.sheet.put(x, y, this.sheet.at(x, y));
    this.say("");
    this.sheet.cell(x, y).focus();
  }

  // {value} or {problem}. "O", "o4", "4,5" and nothing at all are understood.
  read(text) {
    const typed = text.trim();
    if (!typed) return { value: { code: null, hours: null } };
    const exact = this.sheet.codeOf(typed);
    if (exact) return { value: { code: exact, hours: null } };
    const [, letters, number] = SHAPE.exec(typed) ?? [];
    const code = letters ? this.sheet.codeOf(letters) : "O";
    if (number === undefined || code !== "O") return { problem: `${this.words.unknown} ${typed}` };
    const hours = Number(number.replace(",", "."));
    return hours > MOST_HOURS ? { problem: this.words.hours } : { value: { code, hours } };
  }

  say(sentence) {
    const list = document.getElementById("grid-problems");
    const said = list.querySelector("[data-typed]") ?? document.createElement("li");
    said.dataset.typed = "";
    said.textContent = sentence;
    if (sentence) list.querySelector("ul").append(said);
    else said.remove();
    list.hidden = !list.querySelector("li");
  }
}
