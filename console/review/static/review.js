// What a reviewer did so far: each value as it stands, what was looked at, and how to undo it.
// It is kept in this tab (sessionStorage), so that a reload loses nothing.
export class Review extends EventTarget {
  constructor(documentId) {
    super();
    this.entries = new Map();
    this.added = [];
    this.note = "";
    this.began = Date.now();
    this.history = [];
    this.storage = `papertray-draft-${documentId}`;
    this.draft = JSON.parse(sessionStorage.getItem(this.storage) ?? "{}");
    this.began = this.draft.began ?? this.began;
    this.note = this.draft.note ?? "";
    this.added = this.draft.added ?? [];
  }

  // `value` and `selected` are as read; `doubtful` must be looked at before the review is handed in.
  entry(id, { selectedId = null, value = "", selected = null, doubtful = false, isMissing = false }) {
    const kept = this.draft.entries?.[id] ?? {};
    const entry = {
      id, selectedId, doubtful, isMissing,
      original: { value, selected },
      value: kept.value ?? value,
      selected: selectedId ? (kept.selected ?? selected) : selected,
      looked: kept.looked ?? false,
    };
    this.entries.set(id, entry);
    return entry;
  }

  isChanged(entry) {
    return entry.value !== entry.original.value || entry.selected !== entry.original.selected;
  }

  // Type or tick: the value changes, and is not looked at until it is confirmed.
  put(entry, change) {
    Object.assign(entry, change);
    this.save([entry]);
  }

  confirm(entries) {
    const before = entries.map((entry) => ({ entry, looked: entry.looked }));
    this.history.push(before);
    for (const entry of entries) entry.looked = true;
    this.save(entries);
  }

  // Take back the last confirmation, and what was changed with it; return its entries.
  undo() {
    const last = this.history.pop();
    if (!last) return [];
    for (const { entry, looked } of last) {
      entry.looked = looked;
      Object.assign(entry, entry.original);
    }
    const entries = last.map(({ entry }) => entry);
    this.save(entries);
    return entries;
  }

  get toLookAt() {
    return [...this.entries.values()].filter((entry) => entry.doubtful);
  }

  get left() {
    return this.toLookAt.filter((entry) => !entry.looked);
  }

  answer() {
    const values = {};
    for (const entry of this.entries.values()) {
      const said = entry.looked || this.isChanged(entry);
      if (!said || (entry.isMissing && !entry.value.trim())) continue;
      values[entry.id] = entry.value;
      if (entry.selectedId) values[entry.selectedId] = entry.selected;
    }
    const added = this.added.filter((field) => field.name.trim() || field.value.trim());
    return { values, added, note: this.note, seconds: (Date.now() - this.began) / 1000 };
  }

  // Keep the draft, and tell which entries changed.
  save(changed = []) {
    const entries = {};
    for (const entry of this.entries.values()) {
      if (entry.looked || this.isChanged(entry)) {
        const { value, selected, looked } = entry;
        entries[entry.id] = { value, selected, looked };
      }
    }
    const { began, note, added } = this;
    sessionStorage.setItem(this.storage, JSON.stringify({ entries, began, note, added }));
    this.dispatchEvent(new CustomEvent("change", { detail: changed }));
  }

  forget() {
    sessionStorage.removeItem(this.storage);
  }
}
