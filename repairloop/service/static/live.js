"use strict";
// What happens in a run, as it happens. Texts are only ever text (textContent); without this script the page is whole.
const list = document.querySelector("[data-events]");
if (list && window.EventSource) {
  const status = document.querySelector("[data-live]");
  const source = new EventSource(list.dataset.events);
  let skip = Number(list.dataset.place);
  const say = (text) => { status.textContent = text; };
  source.onopen = () => say("live");
  source.onerror = () => say(source.readyState === EventSource.CLOSED ? "the run has ended; load the page again" : "waiting for the service");
  source.onmessage = (message) => {
    if (Number(message.lastEventId) <= skip) return;
    const event = JSON.parse(message.data);
    const line = document.createElement("li");
    const time = document.createElement("time");
    time.textContent = (event.time || "").slice(11, 19);
    const said = document.createElement("span");
    said.textContent = event.event === "notice" ? event.text : [event.event, event.stage, event.phase].filter(Boolean).join(" ");
    line.append(time, " ", said);
    list.prepend(line);
    if (list.children.length > 200) list.lastElementChild.remove();
    if (event.event === "start") {
      for (const node of document.querySelectorAll("[data-node]")) {
        if (node.dataset.node === event.stage) node.setAttribute("aria-current", "step");
        else node.removeAttribute("aria-current");
      }
    }
    if (event.event === "finished") say("finished; load the page again for the result");
  };
}
