// What HTML and htmx cannot do: keep what was typed through a log-out, "今天" beside a day, / for the search,
// one sending of a form, and the focus on a refusal.
"use strict";

const kept = (form) => "foidesk:" + location.pathname + ":" + form.dataset.keep;
const ours = (element) => element.name && !["csrf", "once"].includes(element.name) && !["password", "file", "hidden", "submit"].includes(element.type);

function restore(form) {
  const text = sessionStorage.getItem(kept(form));
  if (!text) return;
  const values = JSON.parse(text);
  for (const element of form.elements) {
    if (!ours(element) || !(element.name in values)) continue;
    if (element.type === "checkbox" || element.type === "radio") element.checked = values[element.name].includes(element.value);
    else if (!element.value) element.value = values[element.name][0];
  }
}

function keep(form) {
  const values = {};
  for (const element of form.elements) {
    if (!ours(element)) continue;
    if ((element.type === "checkbox" || element.type === "radio") && !element.checked) continue;
    (values[element.name] ||= []).push(element.value);
  }
  sessionStorage.setItem(kept(form), JSON.stringify(values));
}

document.addEventListener("DOMContentLoaded", () => {
  const wrong = document.getElementById("error");
  if (wrong) wrong.focus();
  if (document.querySelector(".desk-flash, .desk-door")) {
    // Done, or logged out: what was typed here before is no longer a draft of the form that was done.
    const doneForm = sessionStorage.getItem("foidesk-sent");
    if (doneForm && document.querySelector(".desk-flash")) sessionStorage.removeItem(doneForm);
  }
  for (const form of document.querySelectorAll("form[data-keep]")) restore(form);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest && event.target.closest("form[data-keep]");
  if (form) keep(form);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-today]");
  if (!button) return;
  const field = document.getElementById(button.dataset.for);
  field.value = button.dataset.today;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.keep) sessionStorage.setItem("foidesk-sent", kept(form));
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  }
});
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const search = document.getElementById("q");
  if (search) { event.preventDefault(); search.focus(); }
});

// From day to day of the timeline by the arrow keys; the tab key stops at one of them.
document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const day = step && event.target.closest && event.target.closest(".timeline .day[tabindex]");
  if (!day) return;
  const days = [...day.ownerSVGElement.querySelectorAll(".day[tabindex]")];
  const next = days[days.indexOf(day) + step];
  if (!next) return;
  event.preventDefault();
  day.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
});

document.addEventListener("htmx:configRequest", (event) => {
  const csrf = document.querySelector("input[name=csrf]");
  if (csrf) event.detail.headers["x-csrf"] = csrf.value;
});
