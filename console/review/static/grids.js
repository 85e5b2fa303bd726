// Tables are edited as tables, and so are line items: a cell is an input, arrow keys go up and down.
import { make } from "./dom.js";
import { checkbox, textInput } from "./rows.js";

export function tableGrid(review, table, limit) {
  const rows = Array.from({ length: table.rows }, () => make("tr"));
  const entries = [];
  for (const cell of [...table.cells].sort((a, b) => a.row - b.row || a.column - b.column)) {
    const row = rows[cell.row - 1];
    if (!row) continue;
    const made = tableCell(review, table, cell, limit);
    if (made.entry) entries.push(made.entry);
    row.append(made.element);
  }
  const title = table.title || `Table ${table.number}`;
  return grid(title, table.page, make("table", { role: "grid" }, ...rows), entries);
}

function tableCell(review, table, cell, limit) {
  const element = make(cell.header ? "th" : "td", { rowSpan: cell.row_span, colSpan: cell.column_span });
  if (!cell.id) {
    element.append(cell.text);
    return { element, entry: null };
  }
  const doubtful = cell.confidence !== null && cell.confidence < limit && cell.text !== "";
  const entry = review.entry(cell.id, { selectedId: cell.selected_id, value: cell.text, selected: cell.selected });
  const label = `Row ${cell.row}, column ${cell.column}${doubtful ? `, unsure: ${cell.confidence.toFixed(0)} %` : ""}`;
  element.append(...cellInputs(review, entry, label, table.page));
  element.dataset.row = cell.id;
  element.classList.toggle("unsure", doubtful);
  if (doubtful) element.title = `▲ unsure: ${cell.confidence.toFixed(0)} %`;
  return { element, entry };
}

function cellInputs(review, entry, label, page) {
  const put = (change) => review.put(entry, change);
  const inputs = [
    ...(entry.selectedId ? [checkbox(entry, label, put)] : []),
    ...(entry.selectedId && /^\[.\]$/.test(entry.original.value) ? [] : [textInput(entry, label, put)]),
  ];
  inputs.forEach((input) => Object.assign(input.dataset, { id: entry.id, page }));
  return inputs;
}

export function lineItemsGrid(review, items, limit) {
  const names = [...new Set(items.flatMap((item) => item.values.map((value) => value.name)))];
  const entries = [];
  const head = make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name)));
  const rows = items.map((item) => make("tr", {}, ...names.map((name) => {
    const values = item.values.filter((value) => value.name === name);
    return make("td", {}, ...values.map((value) => itemValue(review, value, item, limit, entries)));
  })));
  return grid(`${items.length} rows`, items[0].page, make("table", { role: "grid" }, head, ...rows), entries);
}

function itemValue(review, value, item, limit, entries) {
  const doubtful = value.confidence !== null && value.confidence < limit;
  const entry = review.entry(value.id, { value: value.value });
  entries.push(entry);
  const label = `${value.label || value.name}, row ${item.row}`;
  return make("div", { dataset: { row: value.id }, className: doubtful ? "unsure" : "", title: doubtful ? `▲ unsure: ${value.confidence.toFixed(0)} %` : "" },
    ...cellInputs(review, entry, label, value.page));
}

function grid(title, page, table, entries) {
  const button = make("button", { type: "button", className: "all-right" }, "All right as it stands");
  const figure = make("div", { className: "grid" }, make("h3", {}, title, make("small", {}, `page ${page}`)),
    make("div", { className: "scroll" }, table), button);
  figure.confirmed = { button, entries };
  table.addEventListener("keydown", (event) => moveInGrid(event, table));
  return figure;
}

function moveInGrid(event, table) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.altKey || event.target.tagName === "TEXTAREA") return;
  const next = inRow(table, event.target, step);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select?.();
}

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
