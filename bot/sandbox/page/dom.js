// Build elements without HTML strings, so that what people type is never read as markup.

export const $ = (id) => document.getElementById(id);

/** Return a new element; `attributes` may hold `on<event>` functions, `class`, `dataset` and plain attributes. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Let `box` hold just these elements in this order; what is there already is not touched. */
export function place(box, elements) {
  const wanted = new Set(elements);
  for (const child of [...box.children]) if (!wanted.has(child)) child.remove();
  elements.forEach((element, at) => { if (box.children[at] !== element) box.insertBefore(element, box.children[at] ?? null); });
}

const WEEKDAYS = "日一二三四五六";

/** Return the parts of a moment as the server wrote it (+08:00), whatever zone the browser is in. */
function parts(iso) {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(\d+:\d+)/.exec(iso);
  const weekday = WEEKDAYS[new Date(Date.UTC(+year, +month - 1, +day)).getUTCDay()];
  return { year, month: +month, day: +day, time, weekday };
}

/** 11月23日 周一 10:00 */
export function longMoment(iso) {
  const { month, day, time, weekday } = parts(iso);
  return `${month}月${day}日 周${weekday} ${time}`;
}

/** 2026年11月23日 周一 10:00 */
export function fullMoment(iso) {
  return `${parts(iso).year}年${longMoment(iso)}`;
}

/** 10:00 today, else 11月23日 */
export function shortMoment(iso, now) {
  const { month, day, time } = parts(iso);
  const today = now && parts(now);
  return today && today.month === month && today.day === day ? time : `${month}月${day}日`;
}

/** 10:00 today, else 11月23日 10:00 */
export function moment(iso, now) {
  const { month, day, time } = parts(iso);
  const today = parts(now);
  return today.month === month && today.day === day ? time : `${month}月${day}日 ${time}`;
}

export const minutesBetween = (earlier, later) => (Date.parse(later) - Date.parse(earlier)) / 60000;

/** Fill a dialog and show it; closes on 关闭, Escape and a click beside it. */
export function openDialog(dialog, title, ...content) {
  dialog.replaceChildren(
    el("div", { class: "sheet" },
      el("header", { class: "sheet-head" },
        el("h2", { id: `${dialog.id}-title` }, title),
        el("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "关闭")),
      ...content));
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
  if (!dialog.open) dialog.showModal();
}
