// The values of the pages that were asked for, in four parts; in each, page after page.
import { byId, counted, make, moment, shown } from "./dom.js";
import { below, lineItemsGrid, tableGrid } from "./grids.js";
import { fieldRow, showState, showValue } from "./rows.js";

const PARTS = ["doubtful", "tables", "line-items", "others"];

export class Values {
  constructor(review, picture) {
    this.form = byId("values");
    this.review = review;
    this.picture = picture;
    this.pages = new Set(); // whose values are here
  }

  // `sheet` is as the server tells it; what is here already stays as it is.
  add(sheet) {
    if (!this.pages.size) this.addMissing(sheet);
    for (const page of sheet.pages) {
      if (!this.pages.has(page)) this.addPage(page, sheet);
      this.pages.add(page);
    }
    for (const part of PARTS) byId(part).hidden = !byId(part).querySelector(".rows > *");
    byId("no-values").hidden = this.review.entries.size > 0;
    this.picture.drawBoxes();
  }

  addMissing(sheet) {
    const rows = sheet.missing.map((each) => {
      const entry = this.review.entry(each.id, { doubtful: true, isMissing: true });
      return fieldRow(this.review, { ...each, value: "", reasons: [{ rule: "required", message: each.message }] }, entry, sheet);
    });
    put("doubtful", 0, rows);
  }

  addPage(page, sheet) {
    const { review, picture } = this;
    const { min_confidence: limit } = sheet;
    const here = (each) => each.page === page;
    const [doubtful, others] = this.rows(sheet.fields.filter(here), sheet);
    const tables = sheet.tables.filter(here);
    const items = sheet.line_items.filter(here);
    const placed = [...tables.flatMap((table) => table.cells.filter((cell) => cell.id)), ...items.flatMap((item) => item.values)];
    for (const each of placed) picture.place(each.id, page, each.box, false);
    put("doubtful", page, doubtful);
    put("others", page, others);
    put("tables", page, tables.map((table) => tableGrid(review, table, limit)));
    put("line-items", page, items.length ? [lineItemsGrid(review, items, limit)] : []);
  }

  rows(fields, sheet) {
    const [rows, others] = [[], []];
    for (const field of fields) {
      const doubtful = field.reasons.length > 0;
      const entry = this.review.entry(field.id, { selectedId: field.selected_id, value: field.value, selected: field.selected, doubtful });
      this.picture.place(field.id, field.page, field.box, doubtful);
      (doubtful ? rows : others).push(fieldRow(this.review, field, entry, sheet));
    }
    return [rows, others];
  }

  inputs() {
    return [...this.form.querySelectorAll("[data-id]")];
  }

  focusOn(id) {
    const input = this.review.entries.get(id)?.inputs[0];
    if (!input) return;
    input.focus();
    input.select?.();
    input.scrollIntoView({ block: "nearest" });
  }

  focusOnPage(page) {
    const first = this.inputs().find((input) => Number(input.dataset.page) === page);
    if (first) this.focusOn(first.dataset.id);
    return Boolean(first);
  }

  // The cell below, or else the next value to look at, from the beginning after the last
  nextAfter(input) {
    const next = below(input);
    if (next) return next;
    const left = new Set(this.review.left.map((entry) => entry.id));
    const all = this.inputs().map((each) => each.dataset.id);
    const after = all.slice(all.lastIndexOf(input.dataset.id) + 1);
    return after.find((each) => left.has(each)) ?? all.find((each) => left.has(each));
  }

  move(input, step) {
    const all = this.inputs();
    const next = all[all.indexOf(input) + step];
    if (next) this.focusOn(next.dataset.id);
  }

  showStates(entries) {
    for (const entry of entries) showState(this.review, entry);
  }

  showValues(entries) {
    for (const entry of entries) showValue(entry);
  }
}

function put(part, page, elements) {
  if (!elements.length) return;
  const rows = byId(part).querySelector(".rows");
  const following = [...rows.children].find((each) => Number(each.dataset.of) > page);
  rows.insertBefore(make("div", { dataset: { of: page } }, ...elements), following ?? null);
}

export function showReasons({ reasons, reason_count: count, document: { due_at: due } }) {
  const ofNoField = reasons.filter((reason) => reason.index === null && reason.rule !== "required");
  const list = byId("reasons");
  list.querySelector("summary").textContent =
    `${counted(count, "reason")} to look${due ? `, to be answered by ${moment(due)}` : ""}`;
  list.querySelector("ul").replaceChildren(...ofNoField.map(reasonItem));
  list.open = ofNoField.length > 0;
}

const reasonItem = ({ field, message }) => make("li", {}, shown(field ? `${field}: ${message}` : message));
