using Microsoft.Playwright;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench;

/// <summary>Measures the pages of a search with 5,000 trials in a real Chromium, served by a silo that keeps training the search.</summary>
internal static class DashboardBenchmark
{
    private const int Epochs = 10, Waiting = 400, Visits = 5, ViewVisits = 3;
    private static readonly string[] Views = ["analysis", "parallel", "curves"];
    private const string Search = "benchmrk";

    public static IEnumerable<Row> Run() => Measure(trials: 5_000).GetAwaiter().GetResult();

    private static async Task<List<Row>> Measure(int trials)
    {
        var home = Directory.CreateTempSubdirectory("paretune-bench").FullName;
        using (var ledger = new SqliteLedger(Path.Combine(home, "ledger.sqlite")))
            await Fill(ledger, trials);
        try
        {
            await using var silo = await BenchProcess.Start(home, "--Paretune:Devices=simulated:4");
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium(), Args = ["--no-sandbox"] });
            var visits = new List<(double Paint, double Front, double Chart)>();
            for (var visit = 0; visit < Visits; visit++)
                visits.Add(await Visit(browser, silo.Address));
            var views = new List<Row>();
            foreach (var view in Views)
                views.Add(new(
                    $"view {view} drawn after a click, median of {ViewVisits}", await View(browser, silo.Address, view), "ms", 1000,
                    AtMost: true));
            var update = await Updates(browser, silo.Address);
            var scroll = await Scroll(browser, silo.Address);
            return
            [
                new($"first paint of a search of {trials} trials, median of {Visits}",
                    Statistics.Median(visits.Select(visit => visit.Paint)), "ms", 1000, AtMost: true),
                new("first paint, slowest visit (usually the first after the silo's start)", visits.Max(visit => visit.Paint), "ms"),
                new($"front drawn, median of {Visits}", Statistics.Median(visits.Select(visit => visit.Front)), "ms", 1500,
                    AtMost: true),
                new("front drawn, slowest visit", visits.Max(visit => visit.Front), "ms"),
                new("front reacts to the pointer, median", Statistics.Median(visits.Select(visit => visit.Chart)), "ms"),
                .. views,
                new("script time per update of the front, mean", update.Script, "ms", 100, AtMost: true),
                new("drawing time per update of the front, median", update.Draw, "ms"),
                new("number of updates of the front", update.Count, ""),
                new("frame time while scrolling through the table of trials, p95", scroll.Frame, "ms", 50, AtMost: true),
                new("maximum number of rows in the page while scrolling", scroll.Rows, "", 200, AtMost: true),
            ];
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>
    /// Measures the first paint, the frame after the front's marks are on the page, and when the chart library has drawn them.
    /// </summary>
    private static async Task<(double Paint, double Front, double Chart)> Visit(IBrowser browser, string address)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(
            """
            (function look() {
                if (document.querySelector(".first path:nth-child(2), .js-plotly-plot .point"))
                    requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("front-seen")));
                else
                    requestAnimationFrame(look);
            })();
            """);
        await page.GotoAsync($"{address}/searches/{Search}");
        await page.WaitForFunctionAsync("() => performance.getEntriesByName('paretune-draw', 'measure').length > 0");
        return (
            await Time("performance.getEntriesByName('first-contentful-paint')[0].startTime"),
            await Time("performance.getEntriesByName('front-seen')[0].startTime"),
            await Time("(drawn => drawn.startTime + drawn.duration)(performance.getEntriesByName('paretune-draw', 'measure')[0])"));

        Task<double> Time(string script) => page.EvaluateAsync<double>(script);
    }

    /// <summary>
    /// Measures from the click on the tab until its visible charts are drawn; other charts are drawn when the page is idle.
    /// </summary>
    private static async Task<double> View(IBrowser browser, string address, string view)
    {
        var took = new List<double>();
        for (var visit = 0; visit < ViewVisits; visit++)
        {
            await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
            var page = await context.NewPageAsync();
            // Starts on the analysis tab, so that the click only changes the view.
            await page.GotoAsync($"{address}/searches/{Search}/{(view == "ends" ? "paper" : "ends")}");
            await page.WaitForFunctionAsync("() => document.documentElement.dataset.live !== undefined");
            await page.WaitForFunctionAsync("() => document.querySelector('.views.within a') !== null");
            took.Add(await page.EvaluateAsync<double>(
                """
                async view => {
                    const begun = performance.now(), isDrawn = plot => plot.data?.length > 0;
                    document.querySelector(`.views a[href*='/${view}']`).click();
                    const isInView = plot => plot.getBoundingClientRect().top < innerHeight;
                    const plots = () => [...document.querySelectorAll('.plot')].filter(isInView);
                    while (!location.pathname.endsWith(view) || plots().length === 0 || !plots().every(isDrawn))
                        await new Promise(requestAnimationFrame);
                    return performance.now() - begun;
                }
                """, view));
        }

        return Statistics.Median(took);
    }

    /// <summary>
    /// Measures a changing front for twenty seconds: the script time per redraw, the median duration of a redraw, and their number.
    /// </summary>
    private static async Task<(double Script, double Draw, double Count)> Updates(IBrowser browser, string address)
    {
        const int Seconds = 20;
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{address}/searches/{Search}");
        await page.WaitForFunctionAsync("() => performance.getEntriesByName('paretune-draw', 'measure').length > 1");
        var tools = await context.NewCDPSessionAsync(page);
        await tools.SendAsync("Performance.enable");
        await page.EvaluateAsync("() => performance.clearMeasures()");
        var before = await ScriptSeconds(tools);
        await page.WaitForTimeoutAsync(Seconds * 1000);
        var script = await ScriptSeconds(tools) - before;
        var draws = await page.EvaluateAsync<double[]>(
            "() => performance.getEntriesByName('paretune-draw', 'measure').map(one => one.duration)");
        return (script * 1000 / Math.Max(1, draws.Length), draws.Length == 0 ? double.NaN : Statistics.Median(draws), draws.Length);
    }

    private static async Task<double> ScriptSeconds(ICDPSession tools)
    {
        var metrics = (await tools.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics");
        return metrics.EnumerateArray().First(metric => metric.GetProperty("name").GetString() == "ScriptDuration").GetProperty("value")
            .GetDouble();
    }

    private static async Task<(double Frame, double Rows)> Scroll(IBrowser browser, string address)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{address}/searches/{Search}/trials");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.rows tbody tr').length > 10");
        var seen = await page.EvaluateAsync<double[]>("""
            async () => {
                const table = document.querySelector('.rows'), frames = [];
                let rows = 0, last = performance.now();
                for (let i = 0; i < 300; i++) {
                    table.scrollTop += 200;
                    await new Promise(requestAnimationFrame);
                    const now = performance.now();
                    frames.push(now - last);
                    last = now;
                    rows = Math.max(rows, document.querySelectorAll('.rows tbody tr').length);
                }
                frames.sort((one, other) => one - other);
                return [frames[Math.floor(frames.length * 0.95)], rows];
            }
            """);
        return (seen[0], seen[1]);
    }

    /// <summary>Writes a search that has trained all but some of its trials, with noisy accuracies that grow with the cost.</summary>
    private static async Task Fill(SqliteLedger ledger, int trials)
    {
        var id = new SearchId(Search);
        var spec = Spec(trials);
        var search = new Search(id);
        var generation = await ledger.Claim(id, default);
        var now = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(trials);
        var started = search.Start(spec, BenchSearch.Dataset, now);
        await ledger.Append(id, generation, started.Entries, default);
        var random = new Random(1);
        for (var trial = 1; trial <= started.Answer.Counts.Total - Waiting; trial++)
        {
            now += TimeSpan.FromSeconds(1);
            var leased = search.Lease(new("bench", $"simulated:{trial % 16}", "1"), now);
            var lease = leased.Answer
                ?? throw new InvalidOperationException(
                    $"the search has no trial to lease after {trial - 1} of {started.Answer.Counts.Total}");
            List<LedgerEntry> entries = [.. leased.Entries];
            var reached = 0.2 + 0.08 * Math.Log10(search.Trial(lease.Trial.Number)!.Macs) - 0.15 * random.NextDouble();
            for (var epoch = 1; epoch <= Epochs; epoch++)
                entries.AddRange(search.Judge(
                    BenchSearch.Report(lease, epoch) with
                    {
                        Accuracy = reached * (1 - Math.Exp(-epoch / 3.0)),
                        ValidationLoss = 2.0 / epoch
                    }, now).Entries);
            await ledger.Append(id, generation, entries, default);
        }
    }

    private static SearchSpec Spec(int trials) => BenchSearch.Spec(1, 1, Epochs, 0.2) with
    {
        Strategy = new("grid"),
        Space = Hyperparameters.DefaultSpace
            .With("dilation", 1, 2, 3, 4, 5)
            .With("width", [.. Enumerable.Range(1, 10).Select(step => step / 10.0)])
            .With("resolution", [.. Enumerable.Range(4, 5).Select(step => step / 8.0)])
            .With("learningRate", [.. Enumerable.Range(1, 10).Select(step => step * 1e-4)])
            .With("weightDecay", [.. Enumerable.Range(0, trials / 2500).Select(step => step * 1e-5)]),
    };

    private static string Chromium() =>
        ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("this benchmark needs Chromium: apt-get install chromium");
}
