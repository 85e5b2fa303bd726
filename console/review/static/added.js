// Fields that are on the page, but were not read: a name and a value each.
import { byId, make } from "./dom.js";
import { MOST_CHARACTERS } from "./review.js";

const MOST = { name: 200, value: MOST_CHARACTERS };

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
    const name = this.input(field, "name", "Name");
    const row = make("div", { className: "row new" }, name, this.input(field, "value", "Value"));
    byId("added").querySelector(".rows").append(row);
    return name;
  }

  input(field, member, placeholder) {
    const label = `${placeholder} of a field that was not read`;
    const input = make("input", { value: field[member], placeholder, "aria-label": label, maxLength: MOST[member] });
    input.addEventListener("input", () => {
      field[member] = input.value;
      this.review.keep();
    });
    return input;
  }
}
