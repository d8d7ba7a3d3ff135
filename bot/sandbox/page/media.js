// Pictures, files, voices and places of a message: shown in boxes of one size, so that nothing jumps while they load.

import { $, el, openDialog } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./store.js";

const address = (piece) => `/sandbox/${piece.url}?${new URLSearchParams({ person: store.person.userid })}`;
const nameOf = (piece) => piece.name || piece.term;

function showLarge(piece) {
  openDialog($("picture"), nameOf(piece), el("img", { class: "large", src: address(piece), alt: nameOf(piece) }));
}

function picture(piece) {
  if (piece.why) return el("p", { class: "thumb failed" }, `${nameOf(piece)}：${piece.why}`);
  if (!piece.url) return el("p", { class: "thumb" }, "正在取…");
  const image = el("img", {
    src: address(piece), alt: nameOf(piece),
    onerror: () => image.replaceWith(el("span", { class: "thumb failed" }, "图片打不开")),
  });
  return el("button", { type: "button", class: "thumb", title: "看大图", onclick: () => showLarge(piece) }, image);
}

function place({ label, latitude, longitude }) {
  return el("p", { class: "piece" }, icon("place"),
    el("span", {}, label || "位置", el("span", { class: "quiet degrees" }, `纬度 ${latitude} 经度 ${longitude}`)));
}

function file(piece) {
  const inside = [icon(piece.kind === "voice" ? "voice" : "file"), el("span", {}, piece.kind === "voice" ? "语音（没有文字）" : nameOf(piece))];
  if (piece.why) return el("p", { class: "piece failed" }, ...inside, el("span", {}, piece.why));
  if (!piece.url) return el("p", { class: "piece" }, ...inside, el("span", { class: "quiet" }, "正在取…"));
  return el("a", { class: "piece", href: address(piece), download: nameOf(piece), title: "下载" }, ...inside);
}

/** Return the pieces as elements, pictures together. */
export function drawPieces(pieces) {
  const pictures = pieces.filter((piece) => piece.is_picture);
  const others = pieces.filter((piece) => !piece.is_picture);
  return [
    pictures.length > 0 && el("div", { class: pictures.length === 1 ? "thumbs only" : "thumbs" }, ...pictures.map(picture)),
    ...others.map((piece) => (piece.place ? place(piece.place) : file(piece))),
  ].filter(Boolean);
}

export const isFetching = (message) =>
  [...message.attachments, ...(message.quoted ?? [])].some((piece) => piece.state === "waiting");
