using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace Paretune.Browser.Tests;

/// <summary>
/// The long form: CIFAR-10 from the form to the optimum, with a window open throughout. PARETUNE_PICTURES names a folder for the
/// documentation's pictures.
/// </summary>
public sealed partial class RealSearchTests(Stage stage) : IAsyncLifetime
{
    private static readonly string Archive = Path.Combine(Repository.Root, "..", "shared", "data", "cifar-10-binary.tar.gz");

    // The optimum is not counted, because it is drawn over another point.
    private const string Points =
        "(document.querySelector('.plot')?.data ?? []).reduce((sum, one) => sum + (one.name === 'optimum' ? 0 : one.x.length), 0)";

    private readonly Home _home = new();
    private SiloProcess? _silo;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_search_of_real_images_is_watched_from_the_form_to_its_optimum()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1",
            "a quarter of an hour on two cores; set PARETUNE_LONG=1 to run it, WatchTests is its short form");
        Assert.SkipUnless(File.Exists(Archive), $"{Archive} is absent");
        _silo = await SiloProcess.Start(_home);
        await Import();
        await using var window = await stage.Open("/searches/new", address: _silo.Address);

        var id = await Submit(window);
        var seen = await Watch(window, id);

        Assert.Equal(seen.Order(), seen);
        Assert.True(seen.Count > 3, $"the picture grew in steps of {string.Join(", ", seen)} points");
        var best = (await _silo.Show(id)).Optimum!.Trial;
        await Expect(window.Page.Locator(".best strong a")).ToHaveTextAsync($"trial {best}");
        if (Environment.GetEnvironmentVariable("PARETUNE_PICTURES") is { Length: > 0 } folder)
            await Pictures.TakeDocs(stage, folder, id, best, _silo.Address);
    }

    private async Task Import()
    {
        using var archive = new StreamContent(File.OpenRead(Archive));
        archive.Headers.ContentType = new MediaTypeHeaderValue("application/gzip");
        using var http = new HttpClient { BaseAddress = _silo!.Address };
        using var answer = await http.PutAsync("/api/datasets/cifar10", archive);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> Submit(Window window)
    {
        await window.Input("Name").FillAsync("cifar10-front");
        await window.Input("Dataset").SelectOptionAsync("cifar10");
        await window.Input("δ, dilation").FillAsync("1, 2, 3");
        await window.Input("α, width").FillAsync("0.5, 0.25");
        await window.Input("ρ, resolution").FillAsync("1, 0.75");
        await window.Input("Train images").FillAsync("10000");
        await window.Input("Epochs").FillAsync("4");
        await Expect(window.Page.Locator(".best")).ToContainTextAsync("12 configurations, 48 epochs");
        await window.Button("Submit the search").ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(SearchPage());
        return window.Page.Url.Split('/')[^1];
    }

    /// <summary>Returns the number of points in the chart each time it increased, until the search had completed.</summary>
    private async Task<List<int>> Watch(Window window, string id)
    {
        List<int> seen = [0];
        while ((await _silo!.Show(id)).State != SearchState.Completed)
        {
            await window.Until(
                $"before => {Points} > before || document.querySelector('.head .state')?.innerText === 'completed'", seen[^1],
                seconds: 1800);
            if (await window.Page.EvaluateAsync<int>($"() => {Points}") is var points && points > seen[^1])
                seen.Add(points);
        }

        return seen;
    }

    [GeneratedRegex("/searches/[a-z0-9]{8}$")]
    private static partial Regex SearchPage();
}
