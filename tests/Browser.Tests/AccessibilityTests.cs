using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Paretune.Browser.Tests;

/// <summary>Checks every page with real data with axe, and in narrow and wide windows.</summary>
public sealed class AccessibilityTests(Stage stage)
{
    // Each width and theme once; PARETUNE_LONG adds both themes at every width.
    private static readonly (int Width, bool Dark)[] Windows = Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1"
        ? [(390, true), (390, false), (768, true), (768, false), (1440, false), (1920, true), (1920, false), (2560, true)]
        : [(390, true), (1440, false), (2560, true)];

    public static TheoryData<string> Pages => [.. Pictures.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_in_either_theme_and_nothing_overflows(string path)
    {
        foreach (var (width, dark) in Windows)
        {
            await using var window = await Pictures.Open(stage, path, stage.Trained, width, dark);

            var overflow = await window.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - innerWidth");
            var found = width <= 1920 ? (await window.Page.RunAxe(new AxeRunOptions())).Violations : [];

            Assert.True(overflow <= 0, $"{path} at {width} px is {overflow} px too wide");
            var told = found.Select(
                one => $"{one.Impact} {one.Id}: {one.Help}: {string.Join(" | ", one.Nodes.Take(3).Select(node => node.Html))}");
            Assert.True(found.Length == 0, $"{path} at {width} px, {(dark ? "dark" : "light")}:\n{string.Join('\n', told)}");
        }
    }

    [Fact]
    public async Task Screenshots_are_written_where_asked_for()
    {
        var folder = Environment.GetEnvironmentVariable("PARETUNE_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "set PARETUNE_SCREENSHOTS to a folder to have every page's picture written there");

        await Pictures.Take(stage, folder!, stage.Trained);

        Assert.Equal(4 * Pictures.Pages.Length, Directory.GetFiles(folder!, "*.png").Length);
    }
}
