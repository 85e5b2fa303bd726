// A row for each field: its name, its value to be corrected, how sure Textract was, and why we ask.
import { make, shown } from "./dom.js";
import { MOST_CHARACTERS } from "./review.js";

const LONG = 48; // characters that a line of the form holds

// How sure Textract was: a number, a bar and a word with a sign, as colour alone tells not everybody
function sureness(confidence, isLow) {
  if (confidence === null || confidence === undefined) return null;
  const bar = make("span", { className: "bar-of-100", "aria-hidden": "true" }, make("span"));
  bar.firstChild.style.width = `${confidence}%`;
  return make("span", { className: isLow ? "sure low" : "sure" }, bar,
    `${confidence.toFixed(0)} % ${isLow ? "▲ unsure" : "sure"}`);
}

function checkbox(entry, onChange) {
  const box = make("input", { type: "checkbox", checked: entry.selected });
  box.addEventListener("change", () => onChange({ selected: box.checked }));
  return box;
}

function textInput(entry, onChange) {
  const { value } = entry;
  const isLong = value.length > LONG || value.includes("\n");
  const input = make(isLong ? "textarea" : "input", { value, maxLength: MOST_CHARACTERS, spellcheck: false });
  if (isLong) input.rows = Math.min(6, Math.ceil(value.length / LONG) + value.split("\n").length - 1);
  input.addEventListener("input", () => onChange({ value: input.value }));
  return input;
}

// The inputs of a value: a checkbox, a text, or both; `entry` knows them, and they know its id.
export function inputsOf(review, entry, page, { hasText, label = null }) {
  const put = (change) => review.put(entry, change);
  const inputs = [
    ...(entry.selectedId ? [checkbox(entry, put)] : []),
    ...(entry.selectedId && !hasText ? [] : [textInput(entry, put)]),
  ];
  for (const input of inputs) {
    Object.assign(input.dataset, { id: entry.id, page });
    if (label) input.setAttribute("aria-label", label);
  }
  entry.inputs = inputs;
  return inputs;
}

export function showValue(entry) {
  for (const input of entry.inputs) {
    if (input.type === "checkbox") input.checked = entry.selected;
    else if (input.value !== entry.value) input.value = entry.value;
  }
}

// `field` and `sheet` are as the server tells them; `entry` as the review holds it
export function fieldRow(review, field, entry, sheet) {
  const label = field.label || field.question || field.name || "(no label)";
  const inputs = inputsOf(review, entry, field.page, { hasText: Boolean(field.value) });
  const [first, second] = inputs;
  first.id = `value-${entry.id}`;
  second?.setAttribute("aria-label", `${shown(label)}, as text`);
  const why = make("span", { className: "why", id: `why-${entry.id}` },
    sureness(field.confidence, entry.doubtful || field.confidence < sheet.min_confidence),
    ...field.reasons.map((reason) => make("span", { className: "reason" }, shown(reason))));
  for (const input of inputs) input.setAttribute("aria-describedby", why.id);
  entry.row = make("div", { className: "row" },
    make("label", { htmlFor: first.id }, shown(label), ...named(field, label)),
    make("div", { className: "inputs" }, ...inputs),
    make("div", { className: "about" }, why, make("span", { className: "state" }),
      sheet.page_count > 1 ? make("span", {}, `page ${field.page}`) : null));
  showState(review, entry);
  return entry.row;
}

function named(field, label) {
  const more = [field.name !== label ? field.name : "", field.record > 1 ? `no. ${field.record}` : ""];
  return more.filter(Boolean).map((text) => make("small", {}, shown(text)));
}

export function showState(review, entry) {
  const changed = review.isChanged(entry);
  entry.row.classList.toggle("looked", entry.looked);
  entry.row.classList.toggle("changed", changed);
  const state = entry.row.querySelector(".state");
  if (state) state.textContent = stateText(entry, changed);
}

function stateText({ isMissing, looked, original, value }, changed) {
  if (!changed && !looked) return "";
  if (!changed) return isMissing ? "✓ not on the page" : "✓ confirmed";
  const was = original.value && original.value !== value ? ` (was “${shown(original.value)}”)` : "";
  return isMissing ? "✎ added" : `✎ corrected${was}`;
}
