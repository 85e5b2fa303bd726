// One document: its picture beside its values, from the first doubtful one to the submitted review.
import { Added } from "./added.js";
import { get, root } from "./api.js";
import { Claim, inNoTab } from "./claim.js";
import { askAboutRest, isOffered, offerKeys, say, sayOver } from "./dialogs.js";
import { byId, counted, shown } from "./dom.js";
import { Picture } from "./picture.js";
import { Review } from "./review.js";
import { showReasons, Values } from "./values.js";

const AT_ONCE = 20; // pages whose values are asked for at a time
const ASK_AGAIN = 10_000; // milliseconds between claims, while there is no getting the document
const OVER = ["AlreadyAnswered", "NotWaiting"]; // as the function names it
const KEPT = "What you typed stays in this tab.";
const documentId = document.body.dataset.document;
const review = new Review(documentId);
const claim = new Claim(documentId);
const picture = new Picture(documentId, { onBox: (id) => values.focusOn(id), onTurn: showMore });
const values = new Values(review, picture);
const added = new Added(review);
let toLookAt = []; // the pages that have reasons
let isSubmitting = false;

function enableSubmit() {
  byId("submit").setAttribute("aria-disabled", String(!claim.isOurs || isSubmitting));
  document.body.classList.toggle("submitting", isSubmitting);
}

// Opening

async function open() {
  const claimed = takeClaim();
  try {
    showDocument(await get(`/api/documents/${documentId}`));
    await fetchPages(review.draft.pages.filter((page) => !values.pages.has(page)));
  } catch (error) {
    say(error.message, () => location.reload());
    return;
  }
  await claimed;
  showProgress();
  const first = review.left[0]?.id ?? values.inputs()[0]?.dataset.id;
  if (first) values.focusOn(first);
  document.body.dataset.ready = "true";
}

function showDocument(sheet) {
  const { key, profile } = sheet.document;
  document.title = `${shown(key)} · Papertray`;
  byId("key").textContent = shown(key);
  byId("profile").textContent = profile;
  toLookAt = sheet.pages_to_look_at;
  picture.pageCount = sheet.page_count;
  showReasons(sheet);
  values.add(sheet);
  byId("note").value = review.draft.note;
  picture.turn(sheet.pages[0] ?? 1);
}

// More pages

const pagesLeft = () => toLookAt.filter((page) => !values.pages.has(page));

async function fetchPages(pages) {
  for (let start = 0; start < pages.length; start += AT_ONCE) {
    const query = pages.slice(start, start + AT_ONCE).map((page) => `page=${page}`).join("&");
    values.add(await get(`/api/documents/${documentId}?${query}`));
  }
}

// Show the values of these pages, and go to the first of them.
async function showPages(pages) {
  try {
    await fetchPages(pages);
  } catch (error) {
    say(error.message, () => showPages(pages));
    return;
  }
  say("");
  review.draft.pages = [...new Set([...review.draft.pages, ...pages])];
  review.keep();
  showMore();
  const first = review.left.find((entry) => pages.includes(Number(entry.inputs[0].dataset.page)));
  if (first) values.focusOn(first.id);
  else if (!values.focusOnPage(pages[0])) byId("page-number").focus();
}

function showThisPage() {
  if (!byId("show-page").hidden) showPages([picture.page]);
}

function showMore() {
  const left = pagesLeft();
  byId("show-page").hidden = values.pages.has(picture.page);
  byId("more").hidden = left.length === 0;
  byId("more").textContent = `Show the next ${counted(Math.min(left.length, AT_ONCE), "page")} of ${left.length} that have reasons`;
  showProgress();
}

function showProgress() {
  const all = review.toLookAt.length;
  const more = pagesLeft().length;
  const looked = all || more ? `${all - review.left.length} of ${all} looked at` : "Nothing doubtful: look it over";
  byId("progress").textContent = more ? `${looked}, ${counted(more, "page")} to open` : looked;
}

// Going through

function confirmHere(input) {
  review.confirm([review.entries.get(input.dataset.id)]);
  const next = values.nextAfter(input);
  if (next) values.focusOn(next);
  else (byId("more").hidden ? byId("submit") : byId("more")).focus();
}

function goBack(event) {
  const { id } = document.activeElement.dataset;
  const isOther = !id && document.activeElement.matches("input, textarea");
  if (isOther) return; // the note has the browser's own undo
  event.preventDefault();
  const changed = event.shiftKey || event.key.toLowerCase() === "y" ? review.redo() : review.undo();
  values.showValues(changed);
  if (changed.length) values.focusOn(changed[0].id);
}

const COMMANDS = {
  Enter: submit,
  z: goBack,
  y: goBack,
  PageDown: () => picture.turn(picture.page + 1),
  PageUp: () => picture.turn(picture.page - 1),
};

function onKey(event) {
  if (document.querySelector("dialog[open]")) return;
  if (isSubmitting) {
    event.preventDefault();
    return;
  }
  touched();
  const command = (event.ctrlKey || event.metaKey) && COMMANDS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (command) {
    if (command !== goBack) event.preventDefault();
    command(event);
  } else if (event.key === "Escape") {
    byId("back").click();
  } else if (event.altKey && event.key === "Enter") {
    event.preventDefault();
    showThisPage();
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
    values.move(event.target, event.key === "ArrowDown" ? 1 : -1);
  }
}

// Holding the document

async function takeClaim() {
  try {
    await claim.take();
    if (isOffered(takeClaim)) say("");
  } catch (error) {
    const meanwhile = claim.isOurs ? KEPT : `You can look, but not submit. ${KEPT}`;
    if (OVER.includes(error.error)) sayOver(`${error.message} ${meanwhile}`);
    else say(`${error.message} ${meanwhile}`, takeClaim);
  }
  enableSubmit();
}

function askAgain() {
  if (isOffered(takeClaim) && !isSubmitting && !document.hidden) takeClaim();
}

function touched() {
  if (claim.isDueForRenewal) takeClaim();
}

// Handing in

async function submit() {
  if (isSubmitting) return;
  if (!claim.isOurs) await takeClaim();
  if (!claim.isOurs || !(await isComplete())) return;
  isSubmitting = true;
  enableSubmit();
  try {
    await claim.answer(review.answer());
  } catch (error) {
    isSubmitting = false;
    refused(error);
    return;
  }
  review.finish(); // nothing is typed any more: this page is left
  await openNext();
}

function refused(error) {
  if (error.error === "AlreadyAnswered") {
    claim.isOurs = false;
    sayOver(`${error.message} Your review came too late to count. It is kept with the results, and stays in this tab.`);
  } else {
    say(`It was not handed in. ${error.message} ${KEPT}`, submit);
  }
  enableSubmit();
}

// Whether all was looked at, or need not be
async function isComplete() {
  const [left, pages] = [review.left, pagesLeft()];
  if (!left.length && !pages.length) return true;
  const choice = await askAboutRest(left.length, pages.length);
  if (choice === "confirm") review.confirm(left);
  if (choice === "confirm" || choice === "leave") return true; // Esc says nothing
  if (left.length) values.focusOn(left[0].id);
  else byId("more").focus();
  return false;
}

// The document that was handed in is left for good: "back" goes to the list.
async function openNext() {
  sessionStorage.setItem("papertray-done", "Your review was handed in.");
  const { waiting } = await get("/api/waiting").catch(() => ({ waiting: [] }));
  const isClosed = await inNoTab(); // this tab's document is not, either
  const isFree = (each) => !each.held_by || each.held_by_us || new Date(each.held_until) < new Date();
  const next = waiting.find((each) => isFree(each) && isClosed(each.document_id));
  location.replace(next ? `${root}/documents/${next.document_id}` : `${root}/`);
}

review.addEventListener("change", ({ detail }) => {
  values.showStates(detail);
  showProgress();
});
review.addEventListener("full", () => say("This tab can keep no more: do not reload it before you have handed in."));
document.addEventListener("keydown", onKey);
document.addEventListener("visibilitychange", askAgain);
setInterval(askAgain, ASK_AGAIN);
offerKeys();
document.addEventListener("pointerdown", touched);
values.form.addEventListener("beforeinput", (event) => isSubmitting && event.preventDefault());
values.form.addEventListener("submit", (event) => event.preventDefault());
values.form.addEventListener("focusin", ({ target: { dataset } }) => {
  if (dataset.id) picture.light(dataset.id, Number(dataset.page));
});
byId("submit").addEventListener("click", submit);
byId("show-page").addEventListener("click", showThisPage);
byId("more").addEventListener("click", () => showPages(pagesLeft().slice(0, AT_ONCE)));
byId("note").addEventListener("input", ({ target }) => {
  review.draft.note = target.value;
  review.keep();
});
byId("add").addEventListener("click", () => added.add(picture.page));
window.addEventListener("pagehide", () => isSubmitting || claim.release());
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
await open();
