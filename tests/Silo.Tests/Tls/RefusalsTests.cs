using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

public sealed class RefusalsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();
    private readonly Refusals _refusals;

    public RefusalsTests() => _refusals = new(_clock, LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<Refusals>());

    public void Dispose() => _log.Dispose();

    [Fact]
    public void The_same_refusal_is_told_once_a_minute_with_the_number_left_out()
    {
        for (var port = 1; port <= 100; port++)
            _refusals.Log(new IPEndPoint(IPAddress.Loopback, port), "no certificate");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _refusals.Log(new IPEndPoint(IPAddress.Loopback, 101), "no certificate");

        Assert.Equal(2, _log.All.Count);
        Assert.Contains("127.0.0.1:1 was refused: no certificate (0 ", _log.All[0], StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:101 was refused: no certificate (99 ", _log.All[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_from_many_addresses_does_not_flood_the_log()
    {
        for (var host = 1; host <= 1000; host++)
            _refusals.Log(new IPEndPoint(host, 1), "no certificate");

        Assert.Equal(Refusals.MostInAMinute, _log.All.Count);
    }
}
