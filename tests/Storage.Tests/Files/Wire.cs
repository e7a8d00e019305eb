using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Paretune.Storage.Tests.Files;

/// <summary>A wire to a local port that can be cut in the middle of a transfer, and that notes the HTTP requests that go over it.</summary>
internal sealed partial class Wire : IAsyncDisposable
{
    private const int LongestLine = 2000;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly int _target;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _cut;
    private long _left;
    private bool _silent, _forGood, _isDead;
    private readonly List<string> _requests = [];

    public Wire(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection over which the next <paramref name="bytes"/> bytes have gone, either way; ends when it has.</summary>
    /// <param name="silently">Nothing comes any more, and nobody is told: the other machine has lost its power.</param>
    /// <param name="forGood">No later connection gets through either.</param>
    public Task CutAfter(long bytes, bool silently = false, bool forGood = false)
    {
        lock (_gate)
        {
            (_cut, _left) = (new(TaskCreationOptions.RunContinuationsAsynchronously), bytes);
            (_silent, _forGood) = (silently, forGood);
            return _cut.Task;
        }
    }

    /// <summary>The requests since the last call: <c>PUT /bucket/key</c>.</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        lock (_gate)
        {
            string[] taken = [.. _requests];
            _requests.Clear();
            return taken;
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
        if (Volatile.Read(ref _isDead))
            return;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        await Task.WhenAny(Carry(near.GetStream(), far.GetStream(), new()), Carry(far.GetStream(), near.GetStream()));
    }

    private async Task Carry(NetworkStream from, NetworkStream to, StringBuilder? sent = null)
    {
        var buffer = new byte[1 << 14];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0 && !IsCut(read))
        {
            if (sent is not null)
                Note(sent.Append(Encoding.Latin1.GetString(buffer, 0, read)));
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }

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
            _isDead = _forGood;
            return true;
        }
    }

    private void Note(StringBuilder sent)
    {
        foreach (Match line in RequestLine().Matches(sent.ToString()))
        {
            lock (_gate)
                _requests.Add(line.Groups[1].Value);
            sent.Clear();
        }

        // What may be the beginning of a line whose rest is to come.
        if (sent.Length > LongestLine)
            sent.Remove(0, sent.Length - LongestLine);
    }

    [GeneratedRegex(@"((?:GET|PUT|DELETE) /\S+) HTTP/1\.1\r\n")]
    private static partial Regex RequestLine();
}
