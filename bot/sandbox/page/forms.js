// The one-click forms: what they ask, and the message that they send.

import { $, el, openDialog } from "./dom.js";

const CATEGORIES = [
  "安全出口", "疏散通道", "电气焊作业", "易燃易爆物品", "消防设施设备", "用电安全", "疏散逃生演练", "易燃可燃装修材料",
  "生产储存住宿多合一", "电动车充电", "明火用火", "燃气安全", "食品安全", "房屋安全", "防盗网铁栅栏广告牌", "安全管理", "其他",
];
const number = (key, more = {}) => ({ key, kind: "number", ...more });

// `send`: what goes at once; `fields`: what the sheet asks; `write` where the message is not 「键：值」 lines.
export const FORMS = [
  {
    name: "隐患上报", title: "隐患上报", fields: [
      { key: "部位", needed: true, example: "二楼东头安全出口" },
      { key: "问题", needed: true, kind: "long", example: "堆了轮椅，门打不开" },
      { key: "类别", options: CATEGORIES, none: "让民安判断" },
      { key: "等级", options: ["一般", "重大"], none: "不确定" },
      { key: "期限", example: "周五前、11月30日，不填按规定" },
      { key: "责任人", example: "不填由民安指定" },
      { key: "单位", example: "不填就是自己单位" },
    ],
  },
  { name: "巡查正常", send: "巡查 正常" },
  {
    name: "巡查异常", title: "巡查确认", always: [["情况", "异常"]], fields: [
      { key: "部位", needed: true, example: "伙房" },
      { key: "异常", needed: true, kind: "long", example: "灶阀没关严" },
    ],
  },
  {
    name: "例会", title: "例会确认", fields: [
      { key: "时间", example: "今天上午9点，不填就是现在" },
      { key: "主持", needed: true, example: "院长姓名" },
      number("应到"), number("实到", { needed: true }),
      { key: "议题", needed: true, kind: "long", example: "传达通知，通报本周隐患" },
      { key: "议定", needed: true, kind: "long", example: "周五前清理楼道杂物" },
    ],
  },
  {
    name: "演练", title: "演练确认", fields: [
      { key: "时间", example: "今天下午3点，不填就是现在" },
      number("工作人员", { needed: true }), number("老人", { needed: true }), number("失能", { needed: true }),
      { key: "用时", needed: true, example: "6分钟" },
      { key: "夜间", options: ["否", "是"] },
      { key: "问题", kind: "long", example: "失能老人转移慢，没有就写无" },
      { key: "改进", kind: "long", example: "夜班增加一副担架" },
    ],
  },
  {
    name: "节前检查", title: "节前检查", fields: [
      { key: "检查人", needed: true, example: "检查的人" },
      { key: "情况", needed: true, kind: "long", example: "消防、用电、燃气、食堂都查了一遍" },
      { key: "隐患", needed: true, kind: "long", example: "没有就写无" },
    ],
  },
  {
    name: "整改完成", fields: [
      number("编号", { needed: true, example: "隐患编号" }),
      { key: "说明", kind: "long", example: "轮椅已搬走，门能打开" },
    ],
    write: (answers) => ["整改完成", answers["编号"], answers["说明"]].filter(Boolean).join(" "),
  },
  { name: "我的待办", send: "我的待办" },
  { name: "今日情况", send: "今日情况" },
  { name: "帮助", send: "帮助" },
];

function input(field, id, value) {
  const common = { id, name: field.key, "aria-describedby": `${id}-wrong`, placeholder: field.example };
  if (field.options) {
    const none = field.none ? [el("option", { value: "" }, field.none)] : [];
    return el("select", { ...common, placeholder: null }, ...none, ...field.options.map((option) => el("option", {}, option)));
  }
  if (field.kind === "long") return el("textarea", { ...common, rows: 2, maxlength: 1000 });
  const isNumber = field.kind === "number";
  return el("input", { ...common, type: "text", value, maxlength: 100, autocomplete: "off", inputmode: isNumber ? "numeric" : null });
}

function wrong(field, answer) {
  if (field.needed && !answer) return `请填写“${field.key}”`;
  if (field.kind === "number" && answer && !/^\d{1,6}$/.test(answer)) return `“${field.key}”请填数字`;
  return "";
}

/** Return the structured message: the kind on the first line, then one 「键：值」 a line. */
export function written(form, answers) {
  if (form.write) return form.write(answers);
  const filled = form.fields.filter((field) => answers[field.key]).map((field) => [field.key, answers[field.key]]);
  return [form.title, ...[...(form.always ?? []), ...filled].map(([key, value]) => `${key}：${value}`)].join("\n");
}

function check(rows, form) {
  const answers = {};
  let first = null;
  for (const { field, control, note } of rows) {
    answers[field.key] = control.value.trim().replace(/\s*\n\s*/g, "；");
    note.textContent = wrong(field, answers[field.key]);
    control.setAttribute("aria-invalid", String(note.textContent !== ""));
    if (note.textContent && !first) first = control;
  }
  first?.focus();
  return first ? null : written(form, answers);
}

/** Open the form's sheet, or send at once where there is nothing to ask. `known` holds first values by key. */
export function openForm(form, known, onSend) {
  if (form.send) { onSend(form.send); return; }
  const rows = form.fields.map((field, at) => {
    const id = `field-${at}`;
    return { field, id, control: input(field, id, known[field.key]), note: el("p", { class: "wrong", id: `${id}-wrong`, role: "alert" }) };
  });
  const submit = (event) => {
    event.preventDefault();
    const text = check(rows, form);
    if (text) { $("form-sheet").close(); onSend(text); }
  };
  openDialog($("form-sheet"), form.name, el("form", { novalidate: true, onsubmit: submit },
    ...rows.map(({ field, id, control, note }) => el("div", { class: "field" },
      el("label", { for: id }, field.key, field.needed ? el("span", { class: "needed" }, "必填") : ""), control, note)),
    el("div", { class: "sheet-foot" }, el("button", { type: "submit", class: "primary" }, "发送"))));
  rows[0].control.focus();
}

export function drawForms(onForm) {
  $("forms").replaceChildren(...FORMS.map((form) =>
    el("button", { type: "button", class: "chip", onclick: () => onForm(form) }, form.name)));
}
