// What waits for people, looked at again and again; Enter opens the first document.
import { get, root } from "./api.js";
import { offerKeys } from "./dialogs.js";
import { byId, make, moment, shown, withMoments } from "./dom.js";

const EVERY = 10_000; // milliseconds between looks
const RULES = { // in words
  min_confidence: "unsure",
  required: "missing",
  pattern: "pattern",
  type: "kind of value",
  equals: "not equal",
  at_least: "too low",
  at_most: "too high",
  sum_of: "sum",
  sample: "sample",
};

const number = (value) => make("td", { className: "number" }, String(value));
const cell = (text) => make("td", {}, shown(text));

function name(each, isHeld) {
  const link = make("a", { href: `${root}/documents/${each.document_id}`, dataset: { id: each.document_id } }, shown(each.key));
  return make("td", { className: isHeld ? "held" : "" }, link);
}

const reasons = ({ reasons: count, rules }) =>
  make("td", {}, `${count} `, make("small", {}, rules.map((rule) => RULES[rule] ?? rule).join(", ")));

function held(each) {
  if (!each.held_by || new Date(each.held_until) < new Date()) return null;
  return each.held_by_us ? "you" : each.held_by;
}

function waitingRow(each) {
  const by = held(each);
  const late = each.due_at && new Date(each.due_at) < new Date();
  return make("tr", {}, name(each, by && by !== "you"), cell(each.profile), number(each.pages),
    reasons(each), cell(moment(each.requested_at)),
    cell(late ? `⚠ ${moment(each.due_at)} (late)` : moment(each.due_at)),
    cell(by ? `${by}, until ${moment(each.held_until)}` : ""));
}

const unansweredRow = (each) =>
  make("tr", {}, name(each, false), cell(each.profile), number(each.pages), reasons(each), cell(withMoments(each.why ?? "")));

function show(table, rows) {
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = rows.length === 0;
}

// Show what is told, and leave the focus where it was.
function showAll({ waiting, unanswered }) {
  const { id } = document.activeElement.dataset;
  show(byId("waiting"), waiting.map(waitingRow));
  show(byId("unanswered"), unanswered.map(unansweredRow));
  byId("nothing").hidden = waiting.length > 0;
  byId("unanswered").closest("section").hidden = unanswered.length === 0;
  document.title = waiting.length ? `(${waiting.length}) Papertray` : "Papertray";
  if (id) (document.querySelector(`[data-id="${id}"]`) ?? firstLink())?.focus();
}

const firstLink = () => document.querySelector("#waiting a");

function say(text) {
  if (byId("message").textContent !== text) byId("message").textContent = text;
}

async function look() {
  if (document.hidden) return;
  try {
    showAll(await get("/api/waiting"));
    say(sessionStorage.getItem("papertray-done") ?? "");
    sessionStorage.removeItem("papertray-done");
  } catch (error) {
    say(error.message);
  }
}

offerKeys();
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && document.activeElement === document.body) firstLink()?.click();
});
document.addEventListener("visibilitychange", look);
window.addEventListener("pageshow", ({ persisted }) => persisted && look());

await look();
firstLink()?.focus();
document.body.dataset.listed = "true";
setInterval(look, EVERY);
