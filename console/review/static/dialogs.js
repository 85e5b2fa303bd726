// What the page says to its reviewer, and asks.
import { byId, counted, withMoments } from "./dom.js";

// Say what went wrong, and offer to try again; "" says that all is well.
export function say(text, tryAgain = null) {
  const message = byId("message");
  const hadFocus = message.contains(document.activeElement);
  message.hidden = !text;
  message.querySelector("p").textContent = withMoments(text);
  byId("try-again").hidden = !tryAgain;
  byId("try-again").onclick = tryAgain;
  if (hadFocus && !tryAgain) byId("submit").focus();
}

export const isOffered = (tryAgain) => byId("try-again").onclick === tryAgain;

// Ask whether what was not looked at may be handed in.
export function isRight(valueCount, pageCount) {
  const dialog = byId("rest");
  const ofValues = `${counted(valueCount, "value that we ask about has", "values that we ask about have")} not been confirmed.`;
  const ofPages = `${counted(pageCount, "page that has reasons was", "pages that have reasons were")} not opened; what stands there stays as it was read.`;
  dialog.querySelector("p").textContent = [valueCount && ofValues, pageCount && ofPages].filter(Boolean).join(" ");
  dialog.returnValue = "back";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true });
  });
}
