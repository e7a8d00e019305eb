using System.Net;

namespace Paretune.Dashboard.Tls;

/// <summary>
/// Logs rejected peers and why: once a minute per address and reason, and at most <see cref="MostInAMinute"/> in all, so that neither a
/// peer that retries forever nor a port scan floods the log.
/// </summary>
internal sealed partial class Refusals(TimeProvider clock, ILogger<Refusals> log)
{
    public const int MostInAMinute = 20;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly HashSet<(IPAddress?, string)> _told = [];
    private long _began = clock.GetTimestamp();
    private int _untold;

    public void Log(EndPoint? peer, string reason)
    {
        int untold;
        lock (_gate)
        {
            if (clock.GetElapsedTime(_began) >= Minute)
            {
                _told.Clear();
                _began = clock.GetTimestamp();
            }

            // Without the port, which differs each time.
            if (_told.Count >= MostInAMinute || !_told.Add(((peer as IPEndPoint)?.Address, reason)))
            {
                _untold++;
                return;
            }

            (untold, _untold) = (_untold, 0);
        }

        LogRefused(peer, reason, untold);
    }

    [LoggerMessage(LogLevel.Warning, "A connection with {Peer} was refused: {Reason} ({Untold} earlier refusals were not logged)")]
    private partial void LogRefused(EndPoint? peer, string reason, int untold);
}
