"use strict";
// Headings sort the lines of a table: the first time one way, then the other, then as given. Missing figures come
// last both ways; others and totals stay below.
const words = new Intl.Collator("en", { numeric: true });
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const given = [...body.rows];
  const kept = given.filter(row => row.className);
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const order = head.className === "number" ? ["descending", "ascending"] : ["ascending", "descending"];
    button.addEventListener("click", () => {
      const next = order[order.indexOf(head.getAttribute("aria-sort")) + 1];
      heads.forEach(other => other.removeAttribute("aria-sort"));
      if (!next) return body.append(...given);
      head.setAttribute("aria-sort", next);
      body.append(...sorted(given.filter(row => !row.className), place, next === "ascending" ? 1 : -1), ...kept);
    });
  });
}
function sorted(rows, place, way) {
  const missing = row => row.cells[place].className.includes("none") || !row.cells[place].textContent;
  const compare = (a, b) => {
    const [left, right] = [a.cells[place], b.cells[place]];
    const number = cell => Number(cell.dataset.value);
    return "value" in left.dataset ? number(left) - number(right) : words.compare(left.textContent, right.textContent);
  };
  const there = rows.filter(row => !missing(row)).sort((a, b) => way * compare(a, b));
  return [...there, ...rows.filter(missing)];
}
