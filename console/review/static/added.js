// Fields that are on the page, but were not read: a name and a value each.
import { byId, make } from "./dom.js";
import { textInput } from "./rows.js";

const MOST_OF_A_NAME = 200; // characters that the function takes
const labelOf = (member) => `${member} of a field that was not read`;

export class Added {
  constructor(review) {
    this.review = review;
    for (const field of review.draft.added) this.show(field);
  }

  add(page) {
    const field = { name: "", value: "", page };
    this.review.draft.added.push(field);
    this.show(field).focus();
  }

  show(field) {
    const name = make("input", { value: field.name, placeholder: "Name", "aria-label": labelOf("Name"), maxLength: MOST_OF_A_NAME });
    name.addEventListener("input", () => this.put(field, { name: name.value }));
    const value = textInput(field.value, (typed) => this.put(field, { value: typed }), { placeholder: "Value", "aria-label": labelOf("Value") });
    onEnter(name, value);
    onEnter(value, byId("add"));
    byId("added").querySelector(".rows").append(make("div", { className: "row new" }, name, value));
    return name;
  }

  put(field, change) {
    Object.assign(field, change);
    this.review.keep();
  }
}

function onEnter(input, next) {
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    event.preventDefault();
    next.focus();
  });
}
