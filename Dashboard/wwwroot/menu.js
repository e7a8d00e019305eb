// A popover opens below the button that opens it, or above where there is no room; the top layer has no place of its own.
// Its first item has the focus from the moment it opens ("autofocus"): this event comes later, and a key pressed before it would be lost.
document.addEventListener("toggle", event => {
    const menu = event.target, button = menu.id && document.querySelector(`[popovertarget="${menu.id}"]`);
    if (event.newState !== "open" || !button || !menu.classList.contains("menu"))
        return;
    const at = button.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = menu;
    menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
    menu.style.top = `${at.bottom + height + 8 <= innerHeight ? at.bottom + 2 : Math.max(8, at.top - height - 2)}px`;
}, true);

// What it stood beside has moved. "scroll" of any region.
document.addEventListener("scroll", () => document.querySelectorAll(".menu:popover-open").forEach(menu => menu.hidePopover()), true);

document.addEventListener("keydown", event => {
    const menu = event.target.closest?.(".menu:popover-open");
    if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp"))
        return;
    event.preventDefault();
    const items = [...menu.querySelectorAll("a, button:not(:disabled)")], step = event.key === "ArrowDown" ? 1 : items.length - 1;
    items[(items.indexOf(document.activeElement) + step) % items.length]?.focus();
});
