// The month as a spreadsheet. Each part knows one thing: the sheet holds values, the
// cursor knows where one is, typing reads codes, saving talks to the server.
import { Clipboard } from "./grid/clipboard.js";
import { Conflicts } from "./grid/conflicts.js";
import { Cursor } from "./grid/cursor.js";
import { History } from "./grid/history.js";
import { Keys } from "./grid/keys.js";
import { Saving } from "./grid/saving.js";
import { Sheet } from "./grid/sheet.js";
import { Totals } from "./grid/totals.js";
import { Typing } from "./grid/typing.js";

const config = JSON.parse(document.getElementById("grid-config").textContent);
const words = document.getElementById("grid-words").dataset;
const table = document.getElementById("month-grid");

const sheet = new Sheet(table, config);
const cursor = new Cursor(sheet);
const history = new History(sheet);
const totals = new Totals(sheet, config);
const conflicts = new Conflicts(sheet, words);
const saving = new Saving(sheet, conflicts, words);
const typing = new Typing(sheet, cursor, history, config, words);
const clipboard = new Clipboard(sheet, cursor, history, typing);
new Keys({ sheet, cursor, history, typing, clipboard, saving, config });

sheet.addEventListener("change", (event) => {
  totals.update(event.detail.cells);
  if (event.detail.mine) saving.queue(event.detail.cells);
});
