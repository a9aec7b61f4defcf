"""How well what a page shows can be told from what is behind it, by the formula of WCAG."""

from __future__ import annotations

CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (rgb) => rgb.slice(0, 3).map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] === undefined || colour[3] === 1) return colour;
    }
    throw new Error("no background");
  };
  const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() &&
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  return shown.map((element) => {
    const pair = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))].sort();
    return [`${element.tagName}.${element.className}`, (pair[1] + 0.05) / (pair[0] + 0.05)];
  });
}"""
