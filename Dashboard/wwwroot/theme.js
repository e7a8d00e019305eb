// The theme, before the first paint: this script alone is loaded in the head, so that nothing flashes. "system" follows the system
// for as long as the page is open.
(() => {
    const system = matchMedia("(prefers-color-scheme: dark)"), root = document.documentElement;

    const choice = () => document.cookie.split("; ").find(one => one.startsWith("paretune-scheme="))?.split("=")[1] ?? "system";

    function apply() {
        const chosen = choice();
        root.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
        root.dispatchEvent(new Event("paretune-theme"));
    }

    function choose(theme) {
        document.cookie = `paretune-scheme=${theme}; path=/; max-age=31536000; samesite=strict`;
        apply();
    }

    apply();
    system.addEventListener("change", apply);
    window.paretuneTheme = { choose };
})();
