using Microsoft.Playwright;
using Paretune.Browser.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Stage))]
// One Chromium and one silo share two cores, so parallel tests would only measure their competition.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Paretune.Browser.Tests;

/// <summary>
/// A real Chromium and two real standalone silos: one with a search that has been trained, and one with a simulated device.
/// </summary>
public sealed class Stage : IAsyncLifetime
{
    private static readonly string[] Chromiums = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly Home _home = new(), _simulatedHome = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private SiloProcess? _silo, _simulated;

    public IBrowser Browser => _browser!;
    public Uri Address => Silo.Address;
    internal SiloProcess Silo => _silo!;

    /// <summary>The home folder of the silo that trains.</summary>
    public string Folder => _home.Path;

    /// <summary>The silo with the simulated device, whose epochs take a time that the test chooses.</summary>
    internal SiloProcess Simulated => _simulated!;

    /// <summary>A completed search of two configurations, trained on the generated images.</summary>
    public string Trained { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Longer than any page takes on a busy machine. What never appears still fails.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        var chromium = Chromiums.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("these tests need a Chromium: apt-get install chromium");
        // Chromium has no sandbox when run as root; only our own pages are opened here.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        _silo = await SiloProcess.Start(_home);
        _simulated = await SiloProcess.Start(_simulatedHome, devices: "simulated:1");
        Trained = await Silo.Submit(new
        {
            name = "really trained",
            dataset = "shapes",
            space = new { dilation = new[] { 1, 2 }, width = new[] { 0.25 } },
            epochs = 2,
            seed = 5,
        });
        await Silo.Ended(Trained);
    }

    public async ValueTask DisposeAsync()
    {
        // Fields are null if their start failed; the start's exception is the one to report.
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        foreach (var silo in new[] { _silo, _simulated })
            if (silo is not null)
                await silo.DisposeAsync();
        _home.Dispose();
        _simulatedHome.Dispose();
    }

    /// <summary>Submits a search to the simulated device, with 12 configurations unless the space says otherwise.</summary>
    public Task<string> Simulate(string name, double epochSeconds, int epochs = 3, object? space = null) => Simulated.Submit(new
    {
        name,
        dataset = "shapes",
        trainImages = SimulatedEpoch.Images(epochSeconds),
        epochs,
        space = space ?? new { dilation = new[] { 1, 2, 3 }, width = new[] { 1, 0.5 }, resolution = new[] { 1, 0.5 } },
    });

    /// <summary>Opens a new browser window on the silo with the simulated device.</summary>
    internal Task<Window> OpenSimulated(string path) => Open(path, address: Simulated.Address);

    /// <summary>Opens a new browser window.</summary>
    /// <param name="isGuarded">Whether the sign-in page is shown first.</param>
    /// <param name="zone">The viewer's time zone, such as America/New_York. Default: this machine's.</param>
    internal async Task<Window> Open(
        string path, int width = 1440, int height = 1000, bool dark = false, Uri? address = null, bool isGuarded = false,
        string? zone = null)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = (address ?? Address).ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = zone,
            Locale = "en-US",
        });
        var window = new Window(context, await context.NewPageAsync(), address ?? Address);
        // The sign-in page has no circuit to wait for.
        await (isGuarded ? window.Page.GotoAsync(path) : window.Go(path));
        return window;
    }
}
