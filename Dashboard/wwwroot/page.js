// What the pages need of the browser: the viewer's time zone, the theme, charts, and a word when the connection is lost.
import { draw, redraw, clear, load } from "./charts.js";
import { keep, kept } from "./kept.js";
import "./menu.js";

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** "5 minutes ago"; nothing for what is a month away or more. */
function ago(moment) {
    const seconds = Math.round((moment - Date.now()) / 1000);
    const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
    return unit === "day" && Math.abs(seconds) >= 30 * length ? undefined : relative.format(Math.trunc(seconds / length), unit);
}

// Into the text node that is there: the framework keeps hold of it.
function localise(element) {
    const moment = new Date(element.dateTime), absolute = format.format(moment), isRelative = "relative" in element.dataset;
    const text = isRelative && ago(moment) || absolute;
    if (isRelative && element.title !== absolute)
        element.title = absolute;
    if (element.firstChild && element.firstChild.data !== text)
        element.firstChild.data = text;
}

new MutationObserver(changes => {
    for (const change of changes) {
        if (change.type === "attributes")
            localise(change.target);
        for (const added of change.addedNodes)
            if (added.nodeType === Node.ELEMENT_NODE)
                for (const time of [...(added.matches("time") ? [added] : []), ...added.querySelectorAll("time")])
                    localise(time);
    }
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["datetime"] });
document.querySelectorAll("time").forEach(localise);
setInterval(() => document.querySelectorAll("time[data-relative]").forEach(localise), 15_000);

// A link to what is shown, choices included; or the text of an element.
document.addEventListener("click", async event => {
    const button = event.target.closest?.("[data-copy]");
    if (!button)
        return;
    const from = button.dataset.copy, text = from === "link" ? location.href : document.querySelector(from).innerText;
    if (!navigator.clipboard) {
        prompt("Copy this:", text);
        return;
    }
    await navigator.clipboard.writeText(text);
    const { data } = button.firstChild;
    button.firstChild.data = "Copied";
    setTimeout(() => button.firstChild.data = data, 2000);
});

// "/" goes to the search box, "?" shows the keys; not while somebody types.
document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]"))
        return;
    if (event.key === "/") {
        event.preventDefault();
        document.querySelector("input[type=search]")?.focus();
    } else if (event.key === "?") {
        document.getElementById("keys")?.showModal();
    } else if (/^Arrow(Left|Right)$/.test(event.key) && !event.target.closest?.("[role=region], dialog")) {
        // Along the front, where the page has one.
        document.querySelector(`[data-arrow=${event.key}]`)?.click();
    }
});

document.documentElement.addEventListener("paretune-theme", () => requestAnimationFrame(redraw));

/** The page's circuit is up: what it did first is done. */
function live() {
    document.documentElement.dataset.live = "";
}

/** Asks for the permission to notify; only a click may. Where pages may not, as over plain http, there is nothing to ask. */
async function mayNotify() {
    return "Notification" in window && isSecureContext ? await Notification.requestPermission() : "unsupported";
}

function notify(title, body) {
    // Some browsers on phones know notifications of service workers alone.
    try {
        new Notification(title, { body, icon: "/icon.svg" });
    } catch (error) {
        console.warn("could not show a notification", error);
    }
}

/** Shows a dialog and says which of its buttons closed it; Escape is none. */
function ask(dialog) {
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise(answer => dialog.addEventListener("close", () => answer(dialog.returnValue), { once: true }));
}

window.paretune = { load, theme: paretuneTheme.choose, live, ask, draw, clear, mayNotify, notify, keep, kept };

const bar = document.getElementById("components-reconnect-modal");
let tries = 0;

async function isThere() {
    try {
        return (await fetch("/healthz", { cache: "no-store" })).ok;
    } catch {
        return false;
    }
}

/** The page continues where it was, or is reloaded: where the server is another one, or does not know who we are any more. */
bar.addEventListener("components-reconnect-state-changed", async ({ detail: { state } }) => {
    bar.hidden = state === "hide";
    tries = state === "hide" ? 0 : tries + 1;
    if (state === "rejected" || state === "failed" || (tries > 3 && await isThere()))
        location.reload();
});
document.getElementById("reconnect-now").addEventListener("click", () => location.reload());

// For as long as it takes, and soon: the server may only have been replaced.
Blazor.start({ circuit: { reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: 1000 } } });

// A log with "Follow" shows its end. Scrolling up lets go of it, scrolling back to the end takes it up again.
const follower = log => log.id && document.querySelector(`[data-follow="${log.id}"]`);
const ends = new WeakMap();
const toEnd = log => {
    if (!log)
        return;
    log.scrollTop = log.scrollHeight;
    ends.set(log, log.scrollTop);
};
// The event of a scroll comes with the next frame; a line may come before it.
const isLeft = log => log && log.scrollTop < ends.get(log) - 8 && ends.get(log) <= log.scrollHeight - log.clientHeight;

document.addEventListener("scroll", ({ target }) => {
    const follow = target instanceof Element && follower(target);
    if (follow)
        follow.checked = target.scrollHeight - target.scrollTop - target.clientHeight < 8;
}, true);
document.addEventListener("change", ({ target }) => {
    if (target.dataset?.follow && target.checked)
        toEnd(document.getElementById(target.dataset.follow));
});
new MutationObserver(() => {
    for (const follow of document.querySelectorAll("[data-follow]:checked")) {
        const log = document.getElementById(follow.dataset.follow);
        if (isLeft(log))
            follow.checked = false;
        else
            toEnd(log);
    }
}).observe(document.body, { subtree: true, childList: true, characterData: true });
