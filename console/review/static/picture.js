// The page's picture, with a box for each value: lit while its field has the focus.
import { root } from "./api.js";
import { byId, make } from "./dom.js";

const STEP = 1.25;
const LARGEST = 6;

export class Picture {
  constructor(documentId, { onBox, onTurn }) {
    this.documentId = documentId;
    this.pageCount = 0; // known when the document is
    this.onBox = onBox;
    this.onTurn = onTurn;
    this.places = new Map(); // id -> {page, box, doubtful}
    this.page = 0;
    this.scale = 1; // of the pane's width
    this.image = byId("page-image");
    this.image.addEventListener("load", () => this.bringLitIntoView());
    this.image.addEventListener("error", () => byId("paper").classList.add("broken"));
    byId("smaller").onclick = () => this.zoom(this.scale / STEP);
    byId("larger").onclick = () => this.zoom(this.scale * STEP);
    byId("fit").onclick = () => this.zoom(1);
    byId("previous-page").onclick = () => this.turn(this.page - 1);
    byId("next-page").onclick = () => this.turn(this.page + 1);
  }

  place(id, page, box, doubtful) {
    if (box) this.places.set(id, { page, box, doubtful });
  }

  turn(page) {
    if (page < 1 || page > this.pageCount || page === this.page) return;
    this.page = page;
    byId("paper").classList.remove("broken");
    this.image.src = `${root}/documents/${this.documentId}/pages/${page}.jpg`;
    this.image.alt = `Page ${page} as it was uploaded`;
    byId("page-number").textContent = `Page ${page} of ${this.pageCount}`;
    byId("previous-page").disabled = page === 1;
    byId("next-page").disabled = page === this.pageCount;
    this.drawBoxes();
    this.onTurn();
  }

  drawBoxes() {
    const here = [...this.places].filter(([, place]) => place.page === this.page);
    byId("boxes").replaceChildren(...here.map(([id, place]) => this.boxOf(id, place)));
  }

  boxOf(id, { box, doubtful }) {
    const element = make("div", { className: doubtful ? "box doubtful" : "box", dataset: { id } });
    for (const [side, fraction] of Object.entries(box)) element.style[side] = `${100 * fraction}%`;
    element.addEventListener("click", () => this.onBox(id));
    return element;
  }

  light(id, page) {
    this.turn(this.places.get(id)?.page ?? page);
    for (const box of byId("boxes").children) box.classList.toggle("lit", box.dataset.id === id);
    this.bringLitIntoView();
  }

  bringLitIntoView() {
    const box = byId("boxes").querySelector(".lit");
    if (!box) return;
    const pane = byId("paper-scroll");
    const view = pane.getBoundingClientRect();
    const place = box.getBoundingClientRect();
    const above = place.top - view.top;
    const left = place.left - view.left;
    if (above < 0 || above + place.height > view.height) pane.scrollTop += above - view.height / 3;
    if (left < 0 || left + place.width > view.width) pane.scrollLeft += left - view.width / 3;
  }

  zoom(scale) {
    this.scale = Math.min(Math.max(scale, 1 / LARGEST), LARGEST);
    byId("paper").style.width = `${100 * this.scale}%`;
    this.bringLitIntoView();
  }
}
