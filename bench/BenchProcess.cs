using System.Diagnostics;
using System.Net.Sockets;
using Paretune.Silo.Start;

namespace Paretune.Bench;

/// <summary>A silo in a process of its own, in the same build configuration as this program.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private BenchProcess(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    /// <summary>The processor time of all its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the silo and waits until it has joined its cluster.</summary>
    /// <param name="settings">Settings as on the command line.</param>
    /// <exception cref="TimeoutException">The silo was not ready in time.</exception>
    public static async Task<BenchProcess> Start(string home, params string[] settings)
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        var program = Path.Combine(AppContext.BaseDirectory, "../../../../Silo/bin", Configuration, "net10.0/Paretune.Silo.dll");
        var start = new ProcessStartInfo("dotnet",
                [program, $"--PARETUNE_HOME={home}", $"--urls={address}", .. settings])
        { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        var silo = new BenchProcess(process, address);
        await silo.Ready();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task Ready()
    {
        using var http = new HttpClient();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(100))
        {
            try
            {
                if ((await http.GetAsync($"{Address}/readyz")).IsSuccessStatusCode)
                    return;
            }
            catch (Exception away) when (away is HttpRequestException or SocketException)
            {
                // Not listening yet.
            }
        }

        throw new TimeoutException($"the silo at {Address} was not ready within {Patience.TotalSeconds:0} s");
    }

    // This program's folder is bench/bin/Release/net10.0.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
