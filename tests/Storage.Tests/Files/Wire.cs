using System.Net;
using System.Net.Sockets;

namespace Paretune.Storage.Tests.Files;

/// <summary>A wire to a local port that can be cut in the middle of a transfer.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private readonly int target;
    private readonly Lock gate = new();
    private TaskCompletionSource? cut;
    private long left;
    private bool silent;

    public Wire(int target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection over which the next <paramref name="bytes"/> bytes have gone, either way; ends when it has.</summary>
    /// <param name="silently">Nothing comes any more, and nobody is told: the other machine has lost its power.</param>
    public Task CutAfter(long bytes, bool silently = false)
    {
        lock (gate)
        {
            (cut, left, silent) = (new(TaskCreationOptions.RunContinuationsAsynchronously), bytes, silently);
            return cut.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (true)
            _ = Join(await listener.AcceptTcpClientAsync(stop.Token));
    }

    private async Task Join(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, target, stop.Token);
        await Task.WhenAny(Carry(near.GetStream(), far.GetStream()), Carry(far.GetStream(), near.GetStream()));
    }

    private async Task Carry(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await from.ReadAsync(buffer, stop.Token)) > 0 && !IsCut(read))
            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        if (read > 0 && silent)
            await Task.Delay(Timeout.Infinite, stop.Token);
    }

    private bool IsCut(int bytes)
    {
        lock (gate)
        {
            if (cut is null || (left -= bytes) > 0)
                return false;
            cut.SetResult();
            cut = null;
            return true;
        }
    }
}
