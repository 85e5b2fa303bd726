// What the page says to its reviewer, and asks.
import { byId, counted, withMoments } from "./dom.js";

// Say what went wrong, and offer to try again; "" says that all is well.
export function say(text, tryAgain = null) {
  const message = byId("message");
  const hadFocus = message.contains(document.activeElement);
  const said = message.querySelector("p");
  const told = withMoments(text);
  message.hidden = !text;
  if (said.textContent !== told) said.textContent = told; // or it would be read out again
  byId("try-again").hidden = !tryAgain;
  byId("try-again").onclick = tryAgain;
  byId("to-list").hidden = true;
  if (hadFocus && !tryAgain) byId("submit").focus();
}

// Say that nothing is left to be done here, and offer the list.
export function sayOver(text) {
  say(text);
  byId("to-list").hidden = false;
}

export const isOffered = (tryAgain) => byId("try-again").onclick === tryAgain;

// All keys are shown by F1 and by a button.
export function offerKeys() {
  const show = () => document.querySelector("dialog[open]") || byId("keys").showModal();
  byId("help").addEventListener("click", show);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F1") return;
    event.preventDefault();
    show();
  });
}

// Ask what becomes of what was not looked at: "back" to it, "confirm" it, or "leave" it as it was read.
export function askAboutRest(valueCount, pageCount) {
  const dialog = byId("rest");
  const ofValues = `${counted(valueCount, "value that we ask about has", "values that we ask about have")} not been confirmed. Submitted without, they stay as Textract read them, or as you typed them.`;
  const ofPages = `${counted(pageCount, "page that has reasons was", "pages that have reasons were")} not opened; what stands there stays as it was read.`;
  dialog.querySelector("p").textContent = [valueCount && ofValues, pageCount && ofPages].filter(Boolean).join(" ");
  dialog.querySelector('[value="confirm"]').hidden = !valueCount;
  dialog.returnValue = "back";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}
