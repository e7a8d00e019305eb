// What the pages need of the browser: the viewer's time zone, the theme, charts, and a word when the connection is lost.
import { draw, redraw, clear } from "./charts.js";

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

// Into the text node that is there: the framework keeps hold of it.
function localise(element) {
    const text = format.format(new Date(element.dateTime));
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

/** Sets the theme, or finds out which one it is: the viewer's choice before the system's. Remembered for the first paint of the next visit. */
function theme(isDark) {
    const chosen = document.cookie.split("; ").find(one => one.startsWith("paretune-theme="))?.split("=")[1];
    const dark = isDark ?? (chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
    document.cookie = `paretune-theme=${dark ? "dark" : "light"}; path=/; max-age=31536000; samesite=strict`;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    requestAnimationFrame(redraw);
    return dark;
}

window.paretune = { theme, draw, clear };

const bar = document.getElementById("components-reconnect-modal");
let trying = false;

/** Until the server answers: then either the page goes on where it was, or, where the server is a new one, it is loaded anew. */
async function reconnect() {
    if (trying)
        return;
    trying = true;
    while (true) {
        try {
            if (!await Blazor.reconnect())
                location.reload();
            break;
        } catch {
            await new Promise(again => setTimeout(again, 1000));
        }
    }
    trying = false;
}

bar.addEventListener("components-reconnect-state-changed", ({ detail: { state } }) => {
    bar.hidden = state === "hide";
    if (state === "failed")
        reconnect();
    if (state === "rejected")
        location.reload();
});
document.getElementById("reconnect-now").addEventListener("click", reconnect);
