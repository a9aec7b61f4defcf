// Elements from values. Every string becomes a text node, so text of a source can never be markup.

/** Return an element: `element("p", { class: "lede" }, "text", child)`. Null and false children and attributes are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== false));
  return made;
}

/** Return a link that opens beside the page and tells the other side nothing. */
export function outside(address, text) {
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}
