// What a browser keeps between visits. Where it may not, as in some private windows, nothing is kept and nothing fails.
export function kept(key) {
    try {
        return localStorage.getItem(`paretune-${key}`);
    } catch {
        return null;
    }
}

export function keep(key, text) {
    try {
        if (text === null)
            localStorage.removeItem(`paretune-${key}`);
        else
            localStorage.setItem(`paretune-${key}`, text);
    } catch (error) {
        console.info("could not save to local storage", error);
    }
}
