// Tables are edited as tables, and so are line items: a cell is an input, arrow keys go up and down.
import { make, shown } from "./dom.js";
import { inputsOf, showState } from "./rows.js";

const ONLY_A_CHECKBOX = /^\[.\]$/;

export function tableGrid(review, table, limit) {
  const rows = Array.from({ length: table.rows }, () => make("tr"));
  const entries = [];
  for (const cell of [...table.cells].sort((a, b) => a.row - b.row || a.column - b.column)) {
    rows[cell.row - 1]?.append(tableCell(review, table, cell, limit, entries));
  }
  return grid(review, table.title || `Table ${table.number}`, table.page, rows, entries);
}

function tableCell(review, table, cell, limit, entries) {
  const element = make(cell.header ? "th" : "td", { rowSpan: cell.row_span, colSpan: cell.column_span });
  if (!cell.id) {
    element.append(shown(cell.text));
    return element;
  }
  const entry = review.entry(cell.id, { selectedId: cell.selected_id, value: cell.text, selected: cell.selected });
  const label = `Row ${cell.row}, column ${cell.column}`;
  const isUnsure = cell.text !== "" && isBelow(cell.confidence, limit);
  const hasText = !ONLY_A_CHECKBOX.test(cell.text);
  element.append(...editable(review, entry, element, { label, hasText, page: table.page, sure: isUnsure ? cell.confidence : null }));
  entries.push(entry);
  return element;
}

export function lineItemsGrid(review, items, limit) {
  const names = [...new Set(items.flatMap((item) => item.values.map((value) => value.name)))];
  const entries = [];
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, shown(name))));
  const rows = items.map((item) => make("tr", {}, ...names.map((name) => {
    const values = item.values.filter((value) => value.name === name);
    return make("td", {}, ...values.map((value) => itemValue(review, value, item, limit, entries)));
  })));
  return grid(review, `${items.length} rows`, items[0].page, [head, ...rows], entries);
}

function itemValue(review, value, item, limit, entries) {
  const entry = review.entry(value.id, { value: value.value });
  const label = shown(`${value.label || value.name}, row ${item.row}`);
  const sure = isBelow(value.confidence, limit) ? value.confidence : null;
  const element = make("div");
  element.append(...editable(review, entry, element, { label, hasText: true, page: value.page, sure }));
  entries.push(entry);
  return element;
}

const isBelow = (confidence, limit) => confidence !== null && confidence < limit;

// `sure` is Textract's confidence where that is too low
function editable(review, entry, element, { label, hasText, page, sure }) {
  const unsure = sure === null ? "" : `unsure: ${Math.floor(sure)} %`;
  entry.row = element;
  element.classList.toggle("unsure", Boolean(unsure));
  if (unsure) element.title = `▲ ${unsure}`;
  const inputs = inputsOf(review, entry, page, { hasText, label: unsure ? `${label}, ${unsure}` : label });
  showState(review, entry);
  return inputs;
}

function grid(review, title, page, rows, entries) {
  const table = make("table", { "aria-label": shown(title) }, ...rows);
  table.addEventListener("keydown", (event) => moveInGrid(event, table));
  const button = make("button", { type: "button", className: "all-right" }, "All right as it stands");
  button.addEventListener("click", () => review.confirm(entries));
  return make("div", { className: "grid" }, make("h3", {}, shown(title), make("small", {}, `page ${page}`)),
    make("div", { className: "scroll" }, table), button);
}

function moveInGrid(event, table) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.altKey || hasLine(event.target, step)) return;
  const next = inRow(table, event.target, step);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select?.();
}

// Whether the value itself has a line above or below the cursor
const hasLine = ({ value, selectionStart, selectionEnd }, step) =>
  (step < 0 ? value.slice(0, selectionStart) : value.slice(selectionEnd)).includes("\n");

function inRow(table, input, step) {
  const cell = input.closest("td, th");
  const row = table.rows[cell.parentNode.rowIndex + step];
  return row?.cells[Math.min(cell.cellIndex, row.cells.length - 1)]?.querySelector("input, textarea");
}

// The id of the cell below, where `input` is in a table and there is one
export function below(input) {
  const table = input.closest(".grid table");
  return table ? inRow(table, input, 1)?.dataset.id : undefined;
}
