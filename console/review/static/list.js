import { get } from "./api.js";
import { byId, make, moment } from "./dom.js";

const EVERY = 10_000; // milliseconds between looks

const number = (value) => make("td", { className: "number" }, String(value));
const cell = (text) => make("td", {}, text);

function name(each, rowIsHeld) {
  const link = make("a", { href: `/documents/${each.document_id}` }, each.key);
  return make("td", { className: rowIsHeld ? "held" : "" }, link);
}

function held(each) {
  if (!each.held_by || new Date(each.held_until) < new Date()) return null;
  return each.held_by_us ? "you" : each.held_by;
}

function waitingRow(each) {
  const by = held(each);
  const late = each.due_at && new Date(each.due_at) < new Date();
  return make("tr", {}, name(each, by && by !== "you"), cell(each.profile), number(each.pages),
    number(each.reasons), cell(moment(each.requested_at)),
    cell(late ? `⚠ ${moment(each.due_at)} (late)` : moment(each.due_at)),
    cell(by ? `${by}, until ${moment(each.held_until)}` : ""));
}

const unansweredRow = (each) =>
  make("tr", {}, name(each, false), cell(each.profile), number(each.pages), number(each.reasons),
    cell(each.why ?? ""));

function show(table, rows, emptyIsHidden) {
  const section = table.closest("section");
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = rows.length === 0;
  const empty = section.querySelector(".empty");
  if (empty) empty.hidden = rows.length > 0;
  if (emptyIsHidden) section.hidden = rows.length === 0;
}

async function look() {
  try {
    const { waiting, unanswered } = await get("/api/waiting");
    show(byId("waiting"), waiting.map(waitingRow), false);
    show(byId("unanswered"), unanswered.map(unansweredRow), true);
    byId("message").textContent = sessionStorage.getItem("papertray-done") ?? "";
    sessionStorage.removeItem("papertray-done");
    document.title = waiting.length ? `(${waiting.length}) Papertray` : "Papertray";
  } catch (error) {
    byId("message").textContent = error.message;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && document.activeElement === document.body) {
    document.querySelector("#waiting a")?.click();
  }
});

await look();
document.querySelector("#waiting a")?.focus();
setInterval(look, EVERY);
