// One document: its picture beside its values, from the first doubtful one to the submitted review.
import { get, post } from "./api.js";
import { byId, make, moment } from "./dom.js";
import { below, lineItemsGrid, tableGrid } from "./grids.js";
import { Picture } from "./picture.js";
import { Review } from "./review.js";
import { fieldRow, showState } from "./rows.js";

const RENEW = 5 * 60_000; // milliseconds; a claim is held for 15 minutes
const documentId = document.body.dataset.document;
const address = `/api/documents/${documentId}`;
const form = byId("values");
const review = new Review(documentId);
let picture = null;
let isOurs = false;
let lastTouched = Date.now();

const inputs = () => [...form.querySelectorAll("[data-id]")];
const inputOf = (id) => form.querySelector(`[data-id="${id}"]`);
const rowOf = (id) => form.querySelector(`[data-row="${id}"]`);

function say(text) {
  byId("message").hidden = !text;
  byId("message").textContent = text;
}

function show(sheet) {
  const { document: about, min_confidence: limit } = sheet;
  document.title = `${about.key} · Papertray`;
  byId("key").textContent = about.key;
  byId("profile").textContent = about.profile;
  picture = new Picture(documentId, sheet.page_count, focusOn);
  showReasons(sheet);
  showFields(sheet, limit);
  showGrids(sheet, limit);
  for (const field of review.added) addField(field);
  byId("note").value = review.note;
  picture.turn(sheet.pages[0] ?? 1);
  form.addEventListener("focusin", ({ target }) => {
    if (target.dataset.id) picture.light(target.dataset.id, Number(target.dataset.page));
  });
}

function showReasons({ reasons, reason_count: count, document: about }) {
  const rules = reasons.filter((reason) => reason.index === null && reason.rule !== "required");
  const more = about.due_at ? `, to be answered by ${moment(about.due_at)}` : "";
  byId("reasons").querySelector("summary").textContent =
    `${count} ${count === 1 ? "reason" : "reasons"} to look${more}`;
  byId("reasons").querySelector("ul").replaceChildren(...rules.map((reason) => make("li", {}, reason.message)));
  byId("reasons").open = rules.length > 0;
}

function showFields(sheet, limit) {
  const missing = sheet.missing.map((each) =>
    fieldRow(review, { ...each, value: "", confidence: null, reasons: [each.message] },
      review.entry(each.id, { doubtful: true, isMissing: true }), limit));
  const doubtful = [];
  const others = [];
  for (const field of sheet.fields) {
    const asked = field.reasons.length > 0;
    const entry = review.entry(field.id, { selectedId: field.selected_id, value: field.value, selected: field.selected, doubtful: asked });
    picture.place(field.id, field.page, field.box, asked);
    (asked ? doubtful : others).push(fieldRow(review, field, entry, limit));
  }
  byId("doubtful").querySelector(".rows").replaceChildren(...missing, ...doubtful);
  byId("doubtful").hidden = missing.length + doubtful.length === 0;
  byId("others").querySelector(".rows").replaceChildren(...others);
  byId("others").hidden = others.length === 0;
}

function showGrids(sheet, limit) {
  for (const table of sheet.tables) {
    for (const cell of table.cells) if (cell.id) picture.place(cell.id, table.page, cell.box, false);
    byId("tables").querySelector(".rows").append(tableGrid(review, table, limit));
  }
  for (const item of sheet.line_items) {
    for (const value of item.values) picture.place(value.id, value.page, value.box, false);
  }
  if (sheet.line_items.length) {
    byId("line-items").querySelector(".rows").append(lineItemsGrid(review, sheet.line_items, limit));
  }
  byId("tables").hidden = sheet.tables.length === 0;
  byId("line-items").hidden = sheet.line_items.length === 0;
  for (const grid of form.querySelectorAll(".grid")) {
    grid.confirmed.button.onclick = () => review.confirm(grid.confirmed.entries);
  }
}

function addField(field) {
  const change = (name) => ({ target }) => {
    field[name] = target.value;
    review.save();
  };
  const name = make("input", { value: field.name, placeholder: "Name", "aria-label": "Name of a field that was not read", maxLength: 200 });
  const value = make("input", { value: field.value, placeholder: "Value", "aria-label": "Its value", maxLength: 4000 });
  name.addEventListener("input", change("name"));
  value.addEventListener("input", change("value"));
  byId("added").querySelector(".rows").append(make("div", { className: "row new" }, name, value));
  return name;
}

function focusOn(id) {
  const input = inputOf(id);
  if (!input) return;
  input.focus();
  input.select?.();
  input.scrollIntoView({ block: "nearest" });
}

// The next value to look at, after `id` if there is one, or else from the beginning
function nextAfter(id) {
  const left = new Set(review.left.map((entry) => entry.id));
  const all = inputs().map((input) => input.dataset.id);
  const after = all.slice(all.lastIndexOf(id) + 1);
  return after.find((each) => left.has(each)) ?? all.find((each) => left.has(each));
}

function confirmHere(input) {
  const { id } = input.dataset;
  review.confirm([review.entries.get(id)]);
  const next = below(input) ?? nextAfter(id);
  if (next) focusOn(next);
  else byId("submit").focus();
}

function move(input, step) {
  const all = inputs();
  const next = all[all.indexOf(input) + step];
  if (next) focusOn(next.dataset.id);
}

function undo(event) {
  const { id } = document.activeElement.dataset;
  const entry = review.entries.get(id);
  if (entry && !entry.looked && review.isChanged(entry)) return; // the browser's own undo of typing
  if (!entry && ["INPUT", "TEXTAREA"].includes(document.activeElement.tagName)) return;
  const [first] = review.undo();
  if (!first) return;
  event.preventDefault();
  for (const each of review.entries.values()) showValue(each);
  focusOn(first.id);
}

function showValue(entry) {
  for (const input of form.querySelectorAll(`[data-id="${entry.id}"]`)) {
    if (input.type === "checkbox") input.checked = entry.selected;
    else input.value = entry.value;
  }
}

function onKey(event) {
  lastTouched = Date.now();
  const command = event.ctrlKey || event.metaKey;
  if (document.querySelector("dialog[open]")) return;
  if (command && event.key === "Enter") {
    event.preventDefault();
    submit();
  } else if (command && event.key.toLowerCase() === "z") {
    undo(event);
  } else if (command && (event.key === "PageUp" || event.key === "PageDown")) {
    event.preventDefault();
    picture?.turn(picture.page + (event.key === "PageDown" ? 1 : -1));
  } else if (event.key === "F1") {
    event.preventDefault();
    byId("keys").showModal();
  } else if (event.key === "Escape") {
    byId("back").click();
  } else if (event.target.dataset?.id) {
    onKeyInValue(event);
  }
}

function onKeyInValue(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    confirmHere(event.target);
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(event.target, event.key === "ArrowDown" ? 1 : -1);
  }
}

function showStates(entries) {
  for (const entry of entries) showState(review, rowOf(entry.id), entry);
}

function showProgress() {
  const all = review.toLookAt.length;
  byId("progress").textContent = all ? `${all - review.left.length} of ${all} looked at` : "Nothing doubtful: look it over";
}

async function submit() {
  if (!isOurs || byId("submit").disabled) return;
  if (review.left.length && !(await confirmRest())) {
    focusOn(review.left[0].id);
    return;
  }
  byId("submit").disabled = true;
  try {
    await post(`${address}/answer`, review.answer());
    review.forget();
    isOurs = false;
    await openNext();
  } catch (error) {
    say(error.message);
    byId("submit").disabled = false;
  }
}

function confirmRest() {
  const dialog = byId("rest");
  const count = review.left.length;
  dialog.querySelector("p").textContent =
    `${count} ${count === 1 ? "value that we ask about has" : "values that we ask about have"} not been confirmed.`;
  dialog.returnValue = "back";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const confirmed = dialog.returnValue === "confirm";
      if (confirmed) review.confirm(review.left);
      resolve(confirmed);
    }, { once: true });
  });
}

async function openNext() {
  const { waiting } = await get("/api/waiting");
  const isFree = (each) => !each.held_by || each.held_by_us || new Date(each.held_until) < new Date();
  const next = waiting.find((each) => each.document_id !== documentId && isFree(each));
  sessionStorage.setItem("papertray-done", "Your review was handed in.");
  location.assign(next ? `/documents/${next.document_id}` : "/");
}

async function claim() {
  try {
    await post(`${address}/claim`);
    isOurs = true;
    say("");
  } catch (error) {
    isOurs = false;
    say(`${error.message} You can look, but not submit.`);
  }
  byId("submit").disabled = !isOurs;
  form.classList.toggle("read-only", !isOurs);
}

function renew() {
  const isActive = document.visibilityState === "visible" && Date.now() - lastTouched < RENEW;
  if (isOurs && isActive) claim();
}

function release() {
  if (isOurs) post(`${address}/release`, {}, { keepalive: true }).catch(() => {});
  isOurs = false;
}

async function open() {
  const claimed = claim();
  try {
    show(await get(address));
  } catch (error) {
    say(error.message);
    return;
  }
  await claimed;
  showStates(review.entries.values());
  showProgress();
  const first = review.left[0]?.id ?? inputs()[0]?.dataset.id;
  if (first) focusOn(first);
  document.body.dataset.ready = "true";
}

review.addEventListener("change", ({ detail }) => {
  showStates(detail);
  showProgress();
});
document.addEventListener("keydown", onKey);
document.addEventListener("pointerdown", () => { lastTouched = Date.now(); });
form.addEventListener("submit", (event) => event.preventDefault());
byId("submit").addEventListener("click", submit);
byId("help").addEventListener("click", () => byId("keys").showModal());
byId("note").addEventListener("input", ({ target }) => {
  review.note = target.value;
  review.save();
});
byId("add").addEventListener("click", () => {
  const field = { name: "", value: "", page: picture.page };
  review.added.push(field);
  addField(field).focus();
});
window.addEventListener("pagehide", release);
setInterval(renew, RENEW);
await open();
