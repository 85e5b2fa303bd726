// Making elements: texts of documents only ever become text nodes and properties.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "dataset") Object.assign(element.dataset, value);
    else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const byId = (id) => document.getElementById(id);

export const counted = (count, one, several = `${one}s`) => `${count} ${count === 1 ? one : several}`;

export function moment(iso) {
  return iso ? new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "";
}

// A message of the function names moments as computers do
export const withMoments = (text) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, moment);

// What turns the direction of writing, or is not seen, could make one name look like another
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

export const shown = (text) =>
  text.replace(HIDDEN, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
