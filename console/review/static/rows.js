// A row for each field: its name, its value to be corrected, how sure Textract was, and why we ask.
import { make } from "./dom.js";

const LONG = 48; // characters that a line of the form holds

// How sure Textract was: a number, a bar and a word with a sign, as colour alone tells not everybody
export function sureness(confidence, isLow) {
  if (confidence === null || confidence === undefined) return null;
  const bar = make("span", { className: "bar-of-100", "aria-hidden": "true" }, make("span"));
  bar.firstChild.style.width = `${confidence}%`;
  return make("span", { className: isLow ? "sure low" : "sure" }, bar,
    `${confidence.toFixed(0)} % ${isLow ? "▲ unsure" : "sure"}`);
}

export function checkbox(entry, label, onChange) {
  const box = make("input", { type: "checkbox", checked: entry.selected, "aria-label": label });
  box.addEventListener("change", () => onChange({ selected: box.checked }));
  return box;
}

export function textInput(entry, label, onChange) {
  const isLong = entry.value.length > LONG || entry.value.includes("\n");
  const input = make(isLong ? "textarea" : "input", { value: entry.value, "aria-label": label, maxLength: 4000, spellcheck: false });
  if (isLong) input.rows = Math.min(6, Math.ceil(entry.value.length / LONG) + entry.value.split("\n").length - 1);
  input.addEventListener("input", () => onChange({ value: input.value }));
  return input;
}

// `field` is as the server tells it; `entry` as the review holds it
export function fieldRow(review, field, entry, limit) {
  const label = field.label || field.question || field.name || "(no label)";
  const put = (change) => review.put(entry, change);
  const inputs = entry.selectedId
    ? [checkbox(entry, label, put), ...(field.value ? [textInput(entry, label, put)] : [])]
    : [textInput(entry, label, put)];
  inputs.forEach((input) => Object.assign(input.dataset, { id: entry.id, page: field.page }));
  const row = make("div", { className: "row", dataset: { row: entry.id } },
    make("label", {}, label, ...named(field, label)),
    make("div", { className: "inputs" }, ...inputs),
    make("div", { className: "about" },
      sureness(field.confidence, entry.doubtful || field.confidence < limit),
      make("span", { className: "state", "aria-live": "polite" }),
      ...(field.reasons ?? []).map((reason) => make("span", { className: "reason" }, reason))));
  showState(review, row, entry);
  return row;
}

function named(field, label) {
  const more = [field.name !== label ? field.name : "", field.record > 1 ? `no. ${field.record}` : ""];
  return more.filter(Boolean).map((text) => make("small", {}, text));
}

export function showState(review, row, entry) {
  const changed = review.isChanged(entry);
  row.classList.toggle("looked", entry.looked);
  row.classList.toggle("changed", changed);
  const state = row.querySelector(".state");
  if (!state) return;
  const was = entry.original.value && entry.original.value !== entry.value ? ` (was “${entry.original.value}”)` : "";
  if (changed) state.textContent = entry.isMissing ? "✎ added" : `✎ corrected${was}`;
  else if (entry.looked) state.textContent = entry.isMissing ? "✓ not on the page" : "✓ confirmed";
  else state.textContent = "";
}
