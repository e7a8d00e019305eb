using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Paretune.Bench;

/// <summary>A standalone silo in a process of its own, built as this program was; for what a server that has just started takes.</summary>
internal sealed class BenchProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _http;

    private BenchProcess(Process process, string address) => (_process, _http) = (process, new() { BaseAddress = new(address), Timeout = Patience });

    /// <summary>The address that the header Link of the last answer leads to; null where it leads nowhere.</summary>
    public string? Next { get; private set; }

    /// <param name="connection">Of a PostgreSQL database; null for SQLite in the home folder.</param>
    public static async Task<BenchProcess> Start(string home, string? connection)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "../../../../Silo/bin", Configuration, "net10.0/Paretune.Silo.dll")])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PARETUNE_HOME"] = home;
        start.Environment["ASPNETCORE_URLS"] = address;
        start.Environment["Paretune__Devices"] = "simulated:1";
        start.Environment["ConnectionStrings__Ledger"] = connection ?? "";
        var silo = new BenchProcess(Process.Start(start)!, address);
        silo._process.BeginOutputReadLine();
        await silo.Ready();
        return silo;
    }

    /// <summary>Milliseconds until an answer has been read to its end.</summary>
    public async Task<double> Time(string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = (await _http.GetAsync(path)).EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        return took;
    }

    public async Task Stop()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
    }

    private async Task Ready()
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(100))
        {
            try
            {
                if ((await _http.GetAsync("/readyz")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException($"the silo at {_http.BaseAddress} was not ready within {Patience.TotalSeconds} s");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // The silo was built the same way as this program, whose folder is bench/bin/Release/net10.0.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
