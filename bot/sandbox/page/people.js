// Choose who you are: quick picks, and everybody by name, unit or role.

import { $, el, openDialog } from "./dom.js";
import { nameOf, store } from "./store.js";

const MOST_SHOWN = 60;

export const avatar = (name, kind = "") => el("span", { class: `avatar ${kind}`, "aria-hidden": "true" }, name.slice(-2));

function row(person, onChoose) {
  return el("li", {}, el("button", {
    type: "button", class: "person", onclick: () => { $("choose-person").close(); onChoose(person.userid); },
  },
  avatar(person.name),
  el("span", { class: "who" },
    el("span", {}, el("strong", {}, person.name), " ", el("span", { class: "title" }, person.title)),
    el("span", { class: "unit" }, person.unit))));
}

function matches(person, words) {
  const all = `${person.name} ${person.unit} ${person.title} ${person.role} ${person.userid}`;
  return words.every((word) => all.includes(word));
}

export function choosePerson(onChoose) {
  const list = el("ul", { class: "people" });
  const count = el("p", { class: "quiet", role: "status" });
  const show = () => {
    const words = search.value.trim().split(/\s+/).filter(Boolean);
    const found = store.people.filter((person) => matches(person, words));
    list.replaceChildren(...found.slice(0, MOST_SHOWN).map((person) => row(person, onChoose)));
    count.textContent = found.length === 0
      ? "没有找到，请换个名字、单位或岗位"
      : found.length > MOST_SHOWN ? `共 ${found.length} 人，先列 ${MOST_SHOWN} 人，请输入更多字缩小范围` : `共 ${found.length} 人`;
  };
  const search = el("input", {
    type: "search", id: "person-search", placeholder: "如：张良 院长、夜班、民政所", oninput: show, autocomplete: "off",
  });
  openDialog($("choose-person"), "选择您扮演的人",
    el("label", { for: "person-search" }, "按姓名、单位或岗位查找"), search, count, list);
  show();
  search.focus();
}

export function drawMe(onChange) {
  const { person } = store;
  $("me").replaceChildren(
    avatar(person.name),
    el("span", { class: "who" },
      el("span", { class: "quiet" }, "我现在是"),
      el("span", {}, el("strong", {}, person.name), " ", el("span", { class: "title" }, person.title)),
      el("span", { class: "unit" }, person.unit)),
    el("span", { class: "change" }, "换人"));
  $("me").onclick = onChange;
}

export function drawPicks(onChoose) {
  $("picks").replaceChildren(...store.quickPicks.map(({ userid, label }) => el("button", {
    type: "button", class: "chip", "aria-pressed": String(userid === store.person?.userid),
    title: `${nameOf(userid)}，${store.personByUserid.get(userid).unit}`, onclick: () => onChoose(userid),
  }, label)));
}
