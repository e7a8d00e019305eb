namespace Paretune.Browser.Tests;

/// <summary>Every page of a search that has ended, narrow and wide, light and dark.</summary>
internal static class Pictures
{
    public static readonly string[] Pages =
    [
        "/", "/searches/new?clone=ID", "/searches/ID", "/searches/ID/trials", "/searches/ID/curves", "/searches/ID/dilation",
        "/searches/ID/parallel", "/searches/ID/analysis", "/searches/ID/growth",
        "/searches/ID/devices", "/searches/ID/ends", "/searches/ID/paper", "/searches/ID/file", "/searches/ID/trials/1",
        "/compare?trials=ID/1,ID/2", "/cluster", "/datasets",
    ];

    /// <summary>Opens one of <see cref="Pages"/> and waits until all of it is there.</summary>
    public static async Task<Window> Open(Stage stage, string page, string id, int width, bool dark, Uri? address = null)
    {
        var window = await stage.Open(page.Replace("ID", id, StringComparison.Ordinal), width, 1000, dark, address);
        await window.Until(
            "() => !document.querySelector('p.empty[role=status]') && [...document.querySelectorAll('.plot')].every(one => one.data)");
        return window;
    }

    /// <summary>Writes <c>PAGE-WIDTH-THEME.png</c> for each of them.</summary>
    public static async Task Take(Stage stage, string folder, string id, Uri? address = null)
    {
        Directory.CreateDirectory(folder);
        foreach (
            var (page, width, dark) in Pages.SelectMany(
                page => new[] { (page, 390, false), (page, 390, true), (page, 1440, false), (page, 1440, true) }))
        {
            await using var window = await Open(stage, page, id, width, dark, address);
            var name = page.Replace("ID", "search", StringComparison.Ordinal).Trim('/').Replace('/', '-').Split('?')[0];
            await window.Page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(folder, $"{(name is "" ? "searches" : name)}-{width}-{(dark ? "dark" : "light")}.png"),
                    FullPage = true
                });
        }
    }
}
