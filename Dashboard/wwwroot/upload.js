// Sends an archive to the API and tells how that went.
const types = { zip: "application/zip", tar: "application/x-tar", gz: "application/gzip", tgz: "application/gzip" };

function query(form) {
    const chosen = [...new FormData(form)].filter(([name, value]) => value && name !== "name" && name !== "archive");
    return chosen.length ? `?${new URLSearchParams(chosen)}` : "";
}

/** Every error on a line of its own. */
function told(problem) {
    const errors = (problem.errors ?? []).map(({ field, message }) => `${field}: ${message}`);
    return errors.length ? errors.join("\n") : problem.detail ?? "the server refused it without saying why";
}

async function send(form, say) {
    const file = form.archive.files[0];
    const answer = await fetch(`/api/datasets/${encodeURIComponent(form.name.value)}${query(form)}`, {
        method: "PUT", body: file, headers: { "Content-Type": types[file.name.split(".").pop().toLowerCase()] ?? "application/octet-stream" },
    });
    if (!answer.ok)
        return say(told(await answer.json()), true);
    location.hash = form.name.value;
    location.reload();
}

document.addEventListener("submit", async event => {
    const form = event.target;
    if (!form.matches("form[data-upload]"))
        return;
    event.preventDefault();
    const status = form.parentElement.querySelector(".upload-status");
    const say = (text, isBad = false) => {
        status.textContent = text;
        status.classList.toggle("errors", isBad);
    };
    const button = form.querySelector("button");
    button.disabled = true;
    say("Uploading and checking; this may take minutes.");
    try {
        await send(form, say);
    } catch (failure) {
        say(`the archive was not imported: ${failure.message}`, true);
    } finally {
        button.disabled = false;
    }
});
