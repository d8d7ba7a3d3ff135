// The dialogs for a place and for a voice.

import { $, el, openDialog } from "./dom.js";
import { store } from "./store.js";

// The county town: somebody who knows better types better numbers.
const COUNTY = { latitude: "33.74", longitude: "112.91" };
const SECONDS = 2;

function field(id, label, control, note) {
  return el("div", { class: "field" }, el("label", { for: id }, label), control, note);
}

function form(dialog, title, onSubmit, ...content) {
  const submit = (event) => { event.preventDefault(); if (onSubmit()) dialog.close(); };
  openDialog(dialog, title, el("form", { novalidate: true, onsubmit: submit }, ...content));
}

function degrees(id, value, most) {
  const control = el("input", { id, value, inputmode: "decimal", autocomplete: "off", "aria-describedby": `${id}-wrong` });
  const note = el("p", { class: "wrong", id: `${id}-wrong`, role: "alert" });
  const read = () => {
    const number = Number(control.value.trim());
    const isRight = control.value.trim() !== "" && Math.abs(number) <= most;
    note.textContent = isRight ? "" : `请填 -${most} 到 ${most} 之间的数，例如 ${value}`;
    control.setAttribute("aria-invalid", String(!isRight));
    return isRight ? number : null;
  };
  return { control, note, read };
}

/** Ask for a place; by default the person's own unit. */
export function askPlace(onPlace) {
  const { town, unit } = store.person;
  const label = el("input", { id: "place-label", value: unit.startsWith(town) ? unit : `${town}${unit}`, maxlength: 200, autocomplete: "off" });
  const latitude = degrees("place-latitude", COUNTY.latitude, 90);
  const longitude = degrees("place-longitude", COUNTY.longitude, 180);
  const submit = () => {
    const place = { label: label.value.trim(), latitude: latitude.read(), longitude: longitude.read() };
    if (place.latitude === null || place.longitude === null) return false;
    onPlace(place);
    return true;
  };
  form($("attach"), "发送位置", submit,
    field("place-label", "地点", label),
    field("place-latitude", "纬度", latitude.control, latitude.note),
    field("place-longitude", "经度", longitude.control, longitude.note),
    el("div", { class: "sheet-foot" }, el("button", { type: "submit", class: "primary" }, "发送")));
  label.focus();
}

/** Ask what was said: the smart bot gets it as words, the self-built app as a sound without words. */
export function askVoice({ onWords, onSound }) {
  const words = el("textarea", { id: "voice-words", rows: 3, maxlength: 1000 });
  const note = el("p", { class: "wrong", role: "alert" });
  const submit = () => {
    note.textContent = words.value.trim() ? "" : "请写下说了什么，或点“没有文字”";
    if (!words.value.trim()) { words.focus(); return false; }
    onWords(words.value.trim());
    return true;
  };
  form($("attach"), "发送语音", submit,
    el("p", { class: "quiet" }, "智能机器人收到的语音已转成文字；自建应用收到的语音没有文字。"),
    field("voice-words", "说了什么", words, note),
    el("div", { class: "sheet-foot" },
      el("button", { type: "button", onclick: () => { $("attach").close(); onSound(); } }, "语音（没有文字）"),
      el("button", { type: "submit", class: "primary" }, "发送")));
  words.focus();
}

/** Return a sound in which nothing is said, as phones send it (AMR, 50 frames a second). */
export function silence() {
  const frames = new Uint8Array(SECONDS * 50).fill(0x7c);
  return new File(["#!AMR\n", frames], "voice.amr", { type: "audio/amr" });
}
