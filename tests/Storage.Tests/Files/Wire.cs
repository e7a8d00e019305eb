using System.Net;
using System.Net.Sockets;

namespace Paretune.Storage.Tests.Files;

/// <summary>A proxy to a local port that can cut connections in the middle of a transfer.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly int _target;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _cut;
    private long _left;
    private bool _silent;

    public Wire(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>
    /// Cuts the connection that transfers the next <paramref name="bytes"/> bytes, in either direction; completes once it has.
    /// </summary>
    /// <param name="silently">Whether data just stops without a notice, as if the other machine had lost power.</param>
    public Task CutAfter(long bytes, bool silently = false)
    {
        lock (_gate)
        {
            (_cut, _left, _silent) = (new(TaskCreationOptions.RunContinuationsAsynchronously), bytes, silently);
            return _cut.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Accept()
    {
        while (true)
            _ = Join(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task Join(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        await Task.WhenAny(Carry(near.GetStream(), far.GetStream()), Carry(far.GetStream(), near.GetStream()));
    }

    private async Task Carry(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0 && !IsCut(read))
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        if (read > 0 && _silent)
            await Task.Delay(Timeout.Infinite, _stop.Token);
    }

    private bool IsCut(int bytes)
    {
        lock (_gate)
        {
            if (_cut is null || (_left -= bytes) > 0)
                return false;
            _cut.SetResult();
            _cut = null;
            return true;
        }
    }
}
