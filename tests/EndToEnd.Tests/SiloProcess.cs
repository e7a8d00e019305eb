using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A real standalone silo in a process of its own.</summary>
internal sealed partial class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private SiloProcess(Process process, Uri address)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Http { get; }
    public Uri Address => Http.BaseAddress!;
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a silo on a free port and waits until it is ready.</summary>
    public static async Task<SiloProcess> Start(
        Home home, string devices = "cpu", IReadOnlyDictionary<string, string>? settings = null)
    {
        var silo = Launch(
            home.Path, TestPort.Find(), new Dictionary<string, string>(settings ?? new Dictionary<string, string>())
            {
                ["Paretune__Devices"] = devices,
            });
        try
        {
            await silo.Ready();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo that may fail, which <see cref="Exit"/> reports.</summary>
    /// <param name="settings">Environment variables in addition to home, address and device.</param>
    /// <param name="through">A command prefix to start the silo with.</param>
    public static SiloProcess Launch(
        string home, int port, IReadOnlyDictionary<string, string>? settings = null, params string[] through) =>
        LaunchAt("127.0.0.1", home, port, settings, through);

    /// <summary>Starts a silo on another address.</summary>
    public static SiloProcess LaunchAt(
        string host, string home, int port, IReadOnlyDictionary<string, string>? settings, string[] through)
    {
        var address = new Uri($"http://{host}:{port}");
        string[] command = [.. through, "dotnet", Repository.Silo];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PARETUNE_HOME"] = home;
        start.Environment["ASPNETCORE_URLS"] = address.OriginalString;
        start.Environment["Paretune__Devices"] = "cpu";
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new(new Process { StartInfo = start }, address);
    }

    public async Task<int> Exit(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM and returns the time until the process has exited.</summary>
    public async Task<TimeSpan> Terminate()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, Signal(_process.Id, 15));
        await Exit(TimeSpan.FromSeconds(30));
        return watch.Elapsed;
    }

    /// <summary>Sends SIGSTOP: the process stops running without noticing.</summary>
    public void Freeze() => Assert.Equal(0, Signal(_process.Id, 19));

    /// <summary>SIGCONT after <see cref="Freeze"/>.</summary>
    public void Thaw() => Assert.Equal(0, Signal(_process.Id, 18));

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until the log contains a text.</summary>
    public async Task Says(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!Output.Contains(text, StringComparison.Ordinal))
            await Task.Delay(100, limit.Token);
    }

    /// <summary>The native libraries it has loaded, by path.</summary>
    public string Libraries => File.ReadAllText($"/proc/{_process.Id}/maps");

    public async Task<string> Submit(object search)
    {
        using var response = await Http.PostAsJsonAsync("/api/searches", search);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, body);
        return JsonNode.Parse(body)!["id"]!.GetValue<string>();
    }

    /// <summary>All searches, newest first.</summary>
    public async Task<SearchView[]> Searches() =>
        (await Http.GetFromJsonAsync<SearchView[]>("/api/searches", ParetuneJson.Options))!;

    public async Task<SearchView> Show(string id) =>
        (await Http.GetFromJsonAsync<SearchView>($"/api/searches/{id}", ParetuneJson.Options))!;

    public async Task<TrialView[]> Trials(string id) =>
        (await Http.GetFromJsonAsync<TrialView[]>($"/api/searches/{id}/trials", ParetuneJson.Options))!;

    /// <summary>
    /// Follows the event stream of a search until <paramref name="seen"/> accepts an entry; fails if the search ends first.
    /// </summary>
    public async Task Until(string id, Func<JsonNode, bool> seen, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        using var reader = new StreamReader(await Http.GetStreamAsync($"/api/searches/{id}/events", limit.Token));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && JsonNode.Parse(line[5..]) is JsonObject entry && seen(entry))
                return;
        }

        Assert.Fail($"the event stream of {id} ended before what was waited for\n{Output}");
    }

    public Task Ended(string id) => Until(id, SearchEvents.IsEnd, TimeSpan.FromMinutes(4));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Kill();
        _process.Dispose();
        Http.Dispose();
    }

    public async Task Ready()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            Assert.False(_process.HasExited, Output);
            try
            {
                using var response = await Http.GetAsync("/readyz", limit.Token);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception away) when (away is HttpRequestException or SocketException)
            {
                // Not listening yet, or the waiting endpoint was just closed; the loop's limit decides.
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Signal(int process, int signal);
}
