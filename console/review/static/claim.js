// Who holds the document: this tab, as long as somebody works in it.
import { post, Refused } from "./api.js";

const RENEW = 60_000; // milliseconds; a claim is held for 15 minutes
const UNLOADING = 1_500; // milliseconds for the page before a reload to be gone

const lockOf = (documentId) => `papertray-${documentId}`;

// A test for documents that no tab of this browser has open
export async function inNoTab() {
  const { held } = await navigator.locks.query();
  const names = new Set(held.map((lock) => lock.name));
  return (documentId) => !names.has(lockOf(documentId));
}

export class Claim {
  constructor(documentId) {
    this.address = `/api/documents/${documentId}/`;
    this.lock = lockOf(documentId);
    this.isOurs = false;
    this.takenAt = 0;
    this.hasTab = false;
    this.taking = null;
  }

  // Hold the document, or go on holding it; throws Refused.
  take() {
    this.taking ??= this.takeNow().finally(() => { this.taking = null; });
    return this.taking;
  }

  async takeNow() {
    await this.takeTab();
    try {
      await post(`${this.address}claim`);
    } catch (error) {
      if ([404, 409].includes(error.status)) this.isOurs = false;
      throw error;
    }
    this.isOurs = true;
    this.takenAt = Date.now();
  }

  // All tabs are one session to the function; of two with one document, one would be overwritten.
  async takeTab() {
    if (this.hasTab) return;
    const has = await new Promise((resolve) => {
      const untilClosed = () => { resolve(true); return new Promise(() => {}); };
      navigator.locks.request(this.lock, { signal: AbortSignal.timeout(UNLOADING) }, untilClosed)
        .catch(() => resolve(false));
    });
    if (!has) throw new Refused(409, { message: "You have this document open in another tab." });
    this.hasTab = true;
  }

  get isDueForRenewal() {
    return this.isOurs && !this.taking && Date.now() - this.takenAt > RENEW;
  }

  // Hand in the answer; where the claim ran out and nobody has the document, take it anew.
  async answer(said) {
    const answer = () => post(`${this.address}answer`, said);
    try {
      await answer();
    } catch (error) {
      if (error.error !== "NotWaiting") throw error;
      await this.take();
      await answer();
    }
    this.isOurs = false;
  }

  release() {
    if (this.isOurs) post(`${this.address}release`, {}, { keepalive: true }).catch(() => {});
    this.isOurs = false;
  }
}
