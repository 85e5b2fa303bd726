// The console's own addresses; what changes anything carries the page's token.
const known = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const root = known("root");

export class Refused extends Error {
  constructor(status, { message, error = "" }) {
    super(message);
    this.status = status;
    this.error = error; // a name, such as "AlreadyAnswered"
  }
}

export const get = (path) => ask(path, {});

export const post = (path, body = {}, options = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": known("csrf") },
    body: JSON.stringify(body),
    ...options,
  });

async function ask(path, options) {
  let answer;
  let said;
  try {
    answer = await fetch(root + path, { credentials: "same-origin", ...options });
    said = await answer.json();
  } catch {
    const command = `papertray console --port ${location.port}`;
    throw new Refused(0, { message: `The console does not answer. If it was stopped, start it with \`${command}\` and open its link in this tab.` });
  }
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
}
