// Small stand-ins for the crowd-* elements that our worker templates use: AWS's own script is not
// to be had offline. Every text is set as text, never as HTML.
"use strict";

const TEXTRACT_FORMS = "AWS/Textract/AnalyzeDocument/Forms/V1";

const STYLE = `
  body { margin: 1rem; font: 15px/1.4 system-ui, sans-serif; color: #16191f; }
  crowd-form, crowd-input, crowd-text-area, crowd-textract-analyze-document { display: block; }
  crowd-input input, crowd-text-area textarea, .pair input[type=text] {
    box-sizing: border-box; width: 100%; min-height: 2.2rem; padding: .3rem; font: inherit; }
  crowd-checkbox label { display: inline-flex; gap: .5rem; align-items: center; min-height: 2.2rem; }
  crowd-button button { min-height: 2.5rem; padding: 0 1.5rem; font: inherit; cursor: pointer;
    border: 0; border-radius: 2px; color: #fff; background: #0f5ca8; }
  crowd-button button:focus-visible { outline: 3px solid #16191f; outline-offset: 2px; }
  short-instructions { display: block; margin: 0 0 .75rem; padding: .5rem; background: #f2f3f3; }
  crowd-textract-analyze-document > h1 { font-size: 1.15rem; margin: 0 0 .5rem; }
  .pair label { margin-right: 1rem; }
  .crowd-said { margin: .5rem 0; color: #b00020; }
  .crowd-desk { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; }
  .crowd-picture { position: relative; align-self: start; }
  .crowd-picture img { display: block; width: 100%; border: 1px solid #aab7b8; }
  .crowd-light { position: absolute; outline: 3px solid #d13212; outline-offset: 3px;
    background: rgba(255, 213, 79, .15); pointer-events: none; }
  .pair { margin: 0 0 .75rem; padding: .4rem; border-left: 4px solid transparent; }
  .pair:focus-within { background: #fff8e1; border-left-color: #d13212; }
  .pair b { display: block; overflow-wrap: anywhere; }
  @media (max-width: 900px) { .crowd-desk { grid-template-columns: 1fr; } }
`;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(attribute, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

function whenParsed(act) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
  else act();
}

// An element that has a part in the answer: `answer` returns it, or nothing.
class Crowd extends HTMLElement {
  connectedCallback() {
    if (this.drawn) return;
    this.drawn = true;
    whenParsed(() => this.draw());
  }

  draw() {}

  answer() {
    return {};
  }

  focus() {
    const inside = this.querySelector("input, textarea, button");
    if (inside) inside.focus();
  }
}

class CrowdInput extends Crowd {
  draw() {
    this.input = this.drawnInput();
    const label = this.getAttribute("label");
    this.replaceChildren(label ? element("label", {}, label, this.input) : this.input);
  }

  drawnInput() {
    const input = element("input", {
      type: this.getAttribute("type") || "text",
      placeholder: this.getAttribute("placeholder"),
      maxlength: this.getAttribute("max-length"),
      disabled: this.hasAttribute("disabled"),
      required: this.hasAttribute("required"),
    });
    input.value = this.getAttribute("value") || "";
    return input;
  }

  answer() {
    const name = this.getAttribute("name");
    return name && this.input.value ? { [name]: this.input.value } : {};
  }
}

class CrowdTextArea extends CrowdInput {
  drawnInput() {
    const input = element("textarea", {
      rows: this.getAttribute("rows") || "2",
      placeholder: this.getAttribute("placeholder"),
      maxlength: this.getAttribute("max-length"),
      disabled: this.hasAttribute("disabled"),
    });
    input.value = this.getAttribute("value") || "";
    return input;
  }
}

class CrowdCheckbox extends Crowd {
  draw() {
    this.input = element("input", {
      type: "checkbox",
      disabled: this.hasAttribute("disabled"),
      required: this.hasAttribute("required"),
    });
    this.input.checked = this.hasAttribute("checked");
    this.replaceChildren(element("label", {}, this.input, ...this.childNodes));
  }

  answer() {
    const name = this.getAttribute("name");
    return name ? { [name]: { [this.getAttribute("value") || "on"]: this.input.checked } } : {};
  }
}

class CrowdButton extends Crowd {
  draw() {
    const button = element("button", { type: "button" }, ...this.childNodes);
    this.replaceChildren(button);
    if (this.getAttribute("form-action") === "submit") {
      button.addEventListener("click", () => this.closest("crowd-form").submit());
    }
  }
}

class FullInstructions extends Crowd {
  draw() {
    const summary = element("summary", {}, "Full instructions");
    this.replaceChildren(element("details", {}, summary, ...this.childNodes));
  }
}

class CrowdForm extends Crowd {
  draw() {
    this.said = element("p", { class: "crowd-said", role: "alert" });
    if (!this.querySelector("crowd-button[form-action=submit]")) {
      this.append(element("crowd-button", { "form-action": "submit" }, "Submit"));
    }
    this.append(this.said);
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit();
    });
  }

  answer() {
    const merged = {};
    const own = this.querySelectorAll("*");
    for (const each of own) {
      if (each instanceof CrowdForm) continue;
      const part = each instanceof Crowd ? each.answer() : plainAnswer(each);
      for (const [name, value] of Object.entries(part)) {
        const together = isObject(value) && isObject(merged[name]);
        merged[name] = together ? { ...merged[name], ...value } : value;
      }
    }
    return merged;
  }

  async submit() {
    const invalid = [...this.querySelectorAll(":invalid")][0];
    if (invalid) {
      this.said.textContent = "Something that is required is missing.";
      invalid.focus();
      return;
    }
    if (!this.dispatchEvent(new Event("submit", { cancelable: true }))) return;
    this.said.textContent = "";
    try {
      const response = await fetch(location.pathname, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "x-papertray-page": document.querySelector("meta[name=papertray-page]").content,
        },
        body: JSON.stringify({ content: this.answer() }),
      });
      const told = await response.json();
      if (!response.ok) throw new Error(told.message);
      location.assign(told.next);
    } catch (error) {
      this.said.textContent = `Not submitted: ${error.message}`;
    }
  }
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

// A plain HTML input: empty ones are left out, as those of crowd elements are.
function plainAnswer(input) {
  if (!input.matches("input[name], textarea[name], select[name]")) return {};
  if (input.type === "checkbox" || input.type === "radio") {
    return { [input.name]: { [input.value]: input.checked } };
  }
  return input.value ? { [input.name]: input.value } : {};
}

// Key-value pairs of Textract beside the picture: their values can be corrected, not their keys.
class CrowdTextractAnalyzeDocument extends Crowd {
  draw() {
    this.blocks = parsed(this.getAttribute("initial-value")) || [];
    this.byId = new Map(this.blocks.map((block) => [block.id, block]));
    this.light = element("div", { class: "crowd-light" });
    const picture = element("img", { src: this.getAttribute("src"), alt: "The document" });
    this.picture = element("div", { class: "crowd-picture" }, picture);
    this.pairs = this.blocks.filter(isKey).map((key) => this.drawnPair(key));
    this.wanted = (parsed(this.getAttribute("keys")) || []).map((key) => this.drawnKey(key));
    const values = element("div", {}, ...[...this.wanted, ...this.pairs].map((each) => each.shown));
    const header = element("h1", {}, this.getAttribute("header") || "");
    const desk = element("div", { class: "crowd-desk" }, this.picture, values);
    this.prepend(header);
    this.append(desk);
  }

  drawnPair(key) {
    const value = this.related(key, "VALUE")[0];
    const parts = value ? this.related(value, "CHILD") : [];
    const marks = parts.filter((part) => part.blockType === "SELECTION_ELEMENT");
    const before = parts.filter((part) => part.blockType === "WORD").map((word) => word.text).join(" ");
    const boxes = marks.map((mark) => {
      const box = element("input", { type: "checkbox" });
      box.checked = mark.selectionStatus === "SELECTED";
      return box;
    });
    const input = element("input", { type: "text", "aria-label": key.text, autocomplete: "off" });
    input.value = before;
    const valid = element("input", { type: "checkbox" });
    valid.checked = true;
    const shown = element("div", { class: "pair" }, element("b", {}, key.text || "(no key)"));
    boxes.forEach((box) => shown.append(element("label", {}, box, " selected")));
    if (before || !boxes.length) shown.append(input);
    shown.append(element("label", {}, valid, " This is a key with its value"));
    shown.addEventListener("focusin", () => this.lit(value || key));
    return { key, value, marks, boxes, input, before, valid, shown };
  }

  drawnKey(key) {
    const input = element("input", { type: "text", "aria-label": key.importantFormKey });
    const named = element("b", {}, `${key.importantFormKey} (not found: type it if it is there)`);
    return { name: key.importantFormKey, input, shown: element("div", { class: "pair" }, named, input) };
  }

  lit(block) {
    const box = block.geometry && block.geometry.boundingBox;
    this.light.remove();
    if (!box) return;
    for (const side of ["left", "top", "width", "height"]) {
      this.light.style[side] = `${100 * Number(box[side])}%`;
    }
    this.picture.append(this.light);
    this.light.scrollIntoView({ block: "nearest" });
  }

  related(block, type) {
    const links = (block.relationships || []).filter((link) => link.type === type);
    return links.flatMap((link) => link.ids).map((id) => this.byId.get(id)).filter(Boolean);
  }

  answer() {
    const dropped = new Set();
    const changed = new Map();
    const added = this.wanted.filter((wanted) => wanted.input.value).flatMap(newPair);
    for (const pair of this.pairs) {
      if (!pair.valid.checked) {
        for (const block of [pair.key, pair.value].filter(Boolean)) {
          this.related(block, "CHILD").forEach((child) => dropped.add(child.id));
          dropped.add(block.id);
        }
        continue;
      }
      pair.marks.forEach((mark, place) => {
        const selectionStatus = pair.boxes[place].checked ? "SELECTED" : "NOT_SELECTED";
        changed.set(mark.id, { ...mark, selectionStatus });
      });
      if (pair.value && pair.input.value !== pair.before) {
        const words = newWords(pair.input.value, pair.value.geometry);
        this.related(pair.value, "CHILD").filter((part) => part.blockType === "WORD")
          .forEach((word) => dropped.add(word.id));
        const ids = [...pair.marks, ...words].map((part) => part.id);
        const relationships = ids.length ? [{ type: "CHILD", ids }] : [];
        changed.set(pair.value.id, { ...pair.value, text: pair.input.value, relationships });
        added.push(...words);
      }
    }
    const kept = this.blocks.filter((block) => !dropped.has(block.id));
    const blocks = [...kept.map((block) => changed.get(block.id) || block), ...added];
    return { [TEXTRACT_FORMS]: { blocks } };
  }
}

function isKey(block) {
  return block.blockType === "KEY_VALUE_SET" && (block.entityTypes || []).includes("KEY");
}

function newWords(text, geometry) {
  return text.split(/\s+/).filter(Boolean).map((word) => (
    { blockType: "WORD", id: crypto.randomUUID(), text: word, ...(geometry ? { geometry } : {}) }
  ));
}

function newPair(wanted) {
  const [names, values] = [newWords(wanted.name), newWords(wanted.input.value)];
  const ids = (words) => words.map((word) => word.id);
  const value = {
    blockType: "KEY_VALUE_SET", entityTypes: ["VALUE"], id: crypto.randomUUID(),
    text: wanted.input.value, relationships: [{ type: "CHILD", ids: ids(values) }],
  };
  const key = {
    blockType: "KEY_VALUE_SET", entityTypes: ["KEY"], id: crypto.randomUUID(), text: wanted.name,
    relationships: [{ type: "VALUE", ids: [value.id] }, { type: "CHILD", ids: ids(names) }],
  };
  return [key, value, ...names, ...values];
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

document.head.append(element("style", {}, STYLE));
customElements.define("crowd-input", CrowdInput);
customElements.define("crowd-text-area", CrowdTextArea);
customElements.define("crowd-checkbox", CrowdCheckbox);
customElements.define("crowd-button", CrowdButton);
customElements.define("full-instructions", FullInstructions);
customElements.define("crowd-textract-analyze-document", CrowdTextractAnalyzeDocument);
customElements.define("crowd-form", CrowdForm);
