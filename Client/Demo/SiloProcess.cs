using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Paretune.Silo.Start;

namespace Paretune.Client.Demo;

/// <summary>
/// A standalone silo as a child process on a free loopback port, with its own home folder. Disposing the object stops the silo.
/// </summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int TailLines = 20;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    // A silo exits within ten seconds of SIGTERM.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly SiloLog _log;
    private readonly TimeProvider _clock;

    private SiloProcess(Process process, SiloLog log, Uri address, TimeProvider clock)
    {
        (_process, _log, _clock, Address) = (process, log, clock, address);
        _process.OutputDataReceived += (_, line) => _log.Write(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.Write(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Starts the silo and waits until it has joined its cluster.</summary>
    /// <exception cref="CommandException">The silo exited or was not ready in time; the message shows the end of its log.</exception>
    public static async Task<SiloProcess> Start(string program, string home, Terminal terminal, CancellationToken cancellation)
    {
        var log = SiloLog.Open(home);
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = DotNet.Command(terminal, Path.GetDirectoryName(program)!, program);
        start.RedirectStandardInput = true;
        start.Environment["PARETUNE_HOME"] = home;
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var silo = new SiloProcess(DotNet.Start(start), log, address, terminal.Clock);
        try
        {
            await Waiting.Show(terminal, $"starting a silo at {address}; log: {log.Path}", silo.Ready(cancellation), cancellation);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Stop();
        _process.Dispose();
        _log.Dispose();
    }

    private async Task Ready(CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var begun = _clock.GetTimestamp();
        while (!await IsReady(http, cancellation))
        {
            if (_process.HasExited || _clock.GetElapsedTime(begun) > StartLimit)
                throw new CommandException(ExitCode.Failed, Tail(_process.HasExited
                    ? $"the silo exited with code {_process.ExitCode} before it was ready"
                    : $"the silo was not ready within {StartLimit.TotalSeconds:0} s"));
            await Task.Delay(TimeSpan.FromMilliseconds(200), _clock, cancellation);
        }
    }

    private async Task<bool> IsReady(HttpClient http, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Address, "readyz"), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (
            e is HttpRequestException or SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // Not listening yet.
            return false;
        }
    }

    private async Task Stop()
    {
        AskToStop();
        using var limit = new CancellationTokenSource(StopLimit, _clock);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    // .NET cannot send SIGTERM, and a console program on Windows has no window to close. The ledger survives a hard kill.
    private void AskToStop()
    {
        if (OperatingSystem.IsWindows())
        {
            _process.Kill(entireProcessTree: true);
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private string Tail(string reason) =>
        string.Join(Environment.NewLine, [.. _log.Tail(TailLines), $"{reason}; full log: {_log.Path}"]);
}
