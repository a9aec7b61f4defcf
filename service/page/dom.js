// Elements from values. Every string becomes a text node, so text of a source can never be markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return an element: `element("p", { class: "lede" }, "text", child)`. Null and false children and attributes are left out. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Return an element of a drawing, as `element` does. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Return a link that opens beside the page and tells the other side nothing. */
export function outside(address, text) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** Return a button that does no more than `act`. */
export function button(text, act, attributes = {}) {
  return element("button", { type: "button", class: "quiet", click: act, ...attributes }, text);
}

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== undefined));
  return made;
}
