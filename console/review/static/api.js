// The console's own addresses; what changes anything carries the page's token.
const csrf = document.querySelector('meta[name="csrf"]').content;

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const get = (path) => ask(path, {});

export const post = (path, body = {}, options = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify(body),
    ...options,
  });

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Refused(0, "The console does not answer: is `papertray console` still running?");
  }
  const said = await answer.json();
  if (!answer.ok) throw new Refused(answer.status, said.message);
  return said;
}
