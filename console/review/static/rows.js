// A row for each field: its name, its value to be corrected, how sure Textract was, and why we ask.
import { make, shown } from "./dom.js";
import { MOST_CHARACTERS } from "./review.js";

const LONG = 48; // characters that a line of the form holds
const MOST_LINES = 6; // that are shown at once

// How sure Textract was, never rounded up: a number, a bar and a word with a sign, as colour alone
// tells not everybody
function sureness(confidence, isLow) {
  if (confidence === null || confidence === undefined) return null;
  const bar = make("span", { className: "bar-of-100", "aria-hidden": "true" }, make("span"));
  bar.firstChild.style.width = `${confidence}%`;
  return make("span", { className: isLow ? "sure low" : "sure" }, bar,
    isLow ? `▲ unsure: ${Math.floor(confidence)} %` : `${Math.floor(confidence)} % sure`);
}

function checkbox(entry, onChange) {
  const box = make("input", { type: "checkbox", checked: entry.selected });
  box.addEventListener("change", () => onChange({ selected: box.checked }));
  return box;
}

// A text of one line or more, which grows with what is typed
export function textInput(value, onChange, properties = {}) {
  const input = make("textarea", { value, maxLength: MOST_CHARACTERS, spellcheck: false, ...properties });
  input.addEventListener("input", () => {
    fit(input);
    onChange(input.value);
  });
  fit(input);
  return input;
}

// For browsers without `field-sizing` in CSS
function fit(input) {
  const lines = input.value.split("\n").map((line) => Math.max(1, Math.ceil(line.length / LONG)));
  input.rows = Math.min(MOST_LINES, lines.reduce((sum, count) => sum + count));
}

// The inputs of a value: a checkbox, a text, or both; `entry` knows them, and they know its id.
export function inputsOf(review, entry, page, { hasText, label = null }) {
  const put = (change) => review.put(entry, change);
  const inputs = [
    ...(entry.selectedId ? [checkbox(entry, put)] : []),
    ...(entry.selectedId && !hasText ? [] : [textInput(entry.value, (value) => put({ value }))]),
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
    else if (input.value !== entry.value) {
      input.value = entry.value;
      fit(input);
    }
  }
}

// `field` and `sheet` are as the server tells them; `entry` as the review holds it
export function fieldRow(review, field, entry, sheet) {
  const label = field.label || field.question || field.name || "(no label)";
  const inputs = inputsOf(review, entry, field.page, { hasText: Boolean(field.value) });
  const [first, second] = inputs;
  first.id = `value-${entry.id}`;
  second?.setAttribute("aria-label", `${shown(label)}, as text`);
  const isLow = field.confidence < sheet.min_confidence || field.reasons.some(({ rule }) => rule === "min_confidence");
  const why = make("span", { className: "why", id: `why-${entry.id}` },
    make("span", { className: "of-before" }, "About what was read:"),
    sureness(field.confidence, isLow),
    ...field.reasons.map(({ message }) => make("span", { className: "reason" }, `▲ ${shown(message)}`)));
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
  if (!entry.row.matches(".row")) return; // a cell has no room for words
  entry.row.querySelector(".state").textContent = stateText(entry, changed);
  entry.row.querySelector(".of-before").hidden = !changed; // the rules were not asked about what was typed
}

function stateText({ isMissing, looked, original, value }, changed) {
  if (!changed && !looked) return "";
  if (!changed) return isMissing ? "✓ not on the page" : "✓ confirmed";
  const was = original.value && original.value !== value ? ` (was “${shown(original.value)}”)` : "";
  return isMissing ? "✎ added" : `✎ corrected${was}`;
}
