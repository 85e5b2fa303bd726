// What a reviewer did so far: each value as it stands, what was looked at, and how to undo it.
// It is kept in this tab (sessionStorage), so that a reload loses nothing.
export const MOST_CHARACTERS = 4000; // of a value that the function takes

const stateOf = ({ value, selected, looked }) => ({ value, selected, looked });

export class Review extends EventTarget {
  constructor(documentId) {
    super();
    this.entries = new Map();
    this.toLookAt = [];
    this.done = []; // steps: [entry, its state before] of each entry
    this.undone = [];
    this.storage = `papertray-draft-${documentId}`;
    const fresh = { entries: {}, pages: [], added: [], note: "", began: Date.now() };
    this.draft = { ...fresh, ...JSON.parse(sessionStorage.getItem(this.storage) ?? "{}") };
    this.isOver = false;
  }

  // `value` and `selected` are as read; `doubtful` must be looked at before the review is handed in.
  entry(id, { selectedId = null, value = "", selected = null, doubtful = false, isMissing = false }) {
    const original = { value, selected };
    const entry = { id, selectedId, doubtful, isMissing, original, value, selected, looked: false };
    Object.assign(entry, this.draft.entries[id]);
    this.entries.set(id, entry);
    if (doubtful) this.toLookAt.push(entry);
    return entry;
  }

  isChanged(entry) {
    return entry.value !== entry.original.value || entry.selected !== entry.original.selected;
  }

  // Type or tick; what is typed into one value without a break is one step.
  put(entry, change) {
    const isTyping = "value" in change;
    if (!isTyping || this.done.at(-1)?.typedIn !== entry) this.step([entry], isTyping ? entry : null);
    this.undone = [];
    Object.assign(entry, change);
    this.save([entry]);
  }

  confirm(entries) {
    this.step(entries);
    for (const entry of entries) entry.looked = true;
    this.save(entries);
  }

  step(entries, typedIn = null) {
    this.done.push({ typedIn, states: entries.map((entry) => [entry, stateOf(entry)]) });
    this.undone = [];
  }

  // Take back the last step, and return its entries.
  undo() {
    return this.swap(this.done, this.undone);
  }

  redo() {
    return this.swap(this.undone, this.done);
  }

  swap(from, to) {
    const { states } = from.pop() ?? { states: [] };
    if (!states.length) return [];
    to.push({ typedIn: null, states: states.map(([entry]) => [entry, stateOf(entry)]) });
    for (const [entry, state] of states) Object.assign(entry, state);
    const entries = states.map(([entry]) => entry);
    this.save(entries);
    return entries;
  }

  get left() {
    return this.toLookAt.filter((entry) => !entry.looked);
  }

  answer() {
    const values = {};
    for (const entry of this.entries.values()) {
      const said = entry.looked || this.isChanged(entry);
      if (!said || (entry.isMissing && !entry.value.trim())) continue;
      if (!this.isChanged(entry) && entry.value.length > MOST_CHARACTERS) continue; // stays as it was read
      values[entry.id] = entry.value;
      if (entry.selectedId) values[entry.selectedId] = entry.selected;
    }
    const { note, began } = this.draft;
    const added = this.draft.added.filter((field) => field.name.trim() || field.value.trim());
    return { values, added, note, seconds: (Date.now() - began) / 1000 };
  }

  // Keep the draft, and tell which entries changed.
  save(changed = []) {
    for (const entry of changed) {
      if (entry.looked || this.isChanged(entry)) this.draft.entries[entry.id] = stateOf(entry);
      else delete this.draft.entries[entry.id];
    }
    this.keep();
    this.dispatchEvent(new CustomEvent("change", { detail: changed }));
  }

  keep() {
    if (this.isOver) return;
    try {
      sessionStorage.setItem(this.storage, JSON.stringify(this.draft));
    } catch { // a tab holds about five million characters
      this.dispatchEvent(new CustomEvent("full"));
    }
  }

  // The review was handed in: nothing of it stays in the tab.
  finish() {
    this.isOver = true;
    sessionStorage.removeItem(this.storage);
  }
}
