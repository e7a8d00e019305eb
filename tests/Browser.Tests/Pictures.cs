namespace Paretune.Browser.Tests;

/// <summary>Takes pictures of the pages of a completed search.</summary>
internal static class Pictures
{
    public static readonly string[] Pages =
    [
        "/", "/searches/new?clone=ID", "/searches/ID", "/searches/ID/trials", "/searches/ID/curves", "/searches/ID/dilation",
        "/searches/ID/parallel", "/searches/ID/analysis", "/searches/ID/growth",
        "/searches/ID/devices", "/searches/ID/ends", "/searches/ID/paper", "/searches/ID/file", "/searches/ID/trials/1",
        "/compare?trials=ID/1,ID/2", "/cluster", "/datasets",
    ];

    // Below this height, pages only have lists of images, which make the file larger without showing more.
    private const int MostHeight = 1700;

    /// <summary>
    /// The pictures of docs/dashboard.md, by their names there. <c>front</c> and <c>front-dark</c> show a search that takes hours.
    /// </summary>
    private static readonly (string Name, string Page, int Width, bool Dark)[] OfDocs =
    [
        ("searches", "/", 1440, false), ("new-search", "/searches/new?clone=ID", 1440, false),
        ("front-390-dark", "/searches/ID", 390, true),
        ("trials", "/searches/ID/trials", 1440, false), ("analysis", "/searches/ID/analysis", 1440, false),
        ("parallel", "/searches/ID/parallel", 1440, false), ("curves", "/searches/ID/curves", 1440, false),
        ("growth", "/searches/ID/growth", 1440, false), ("dilation", "/searches/ID/dilation", 1440, false),
        ("stopped", "/searches/ID/ends", 1440, false), ("paper", "/searches/ID/paper", 1440, false),
        ("timeline", "/searches/ID/devices", 1440, false), ("settings", "/searches/ID/file", 1440, false),
        ("trial", "/searches/ID/trials/BEST", 1440, false), ("trial-390-dark", "/searches/ID/trials/BEST", 390, true),
        ("compare", "/compare?trials=ID/1,ID/2", 1440, false), ("cluster", "/cluster", 1440, false), ("datasets", "/datasets", 1440, false),
    ];

    /// <summary>Writes the pictures in <see cref="OfDocs"/> of a completed search.</summary>
    /// <param name="best">The number of the trial to show.</param>
    public static async Task TakeDocs(Stage stage, string folder, string id, int best, Uri address)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, page, width, dark) in OfDocs)
        {
            await using var window = await Open(
                stage, page.Replace("BEST", $"{best}", StringComparison.Ordinal), id, width, dark, address);
            var height = await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
            await window.Page.ScreenshotAsync(
                new()
                {
                    Path = Path.Combine(folder, $"{name}.png"),
                    FullPage = true,
                    Clip = new() { Width = width, Height = Math.Min(height, MostHeight) },
                });
        }
    }

    /// <summary>Opens one of <see cref="Pages"/> and waits until it is complete.</summary>
    public static async Task<Window> Open(Stage stage, string page, string id, int width, bool dark, Uri? address = null)
    {
        var window = await stage.Open(page.Replace("ID", id, StringComparison.Ordinal), width, 1000, dark, address);
        await window.Until(
            "() => !document.querySelector('p.empty[role=status]') && [...document.querySelectorAll('.plot')].every(one => one.data)");
        return window;
    }

    /// <summary>Writes <c>PAGE-WIDTH-THEME.png</c> for each page.</summary>
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
