using System.Net;
using Microsoft.Extensions.Logging;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

/// <summary>What a silo logs about the others.</summary>
public sealed class ClusterLogTests
{
    private const int Generation = 100;

    [Theory]
    [InlineData("gpu-1", Generation + 1, true)]
    // Its predecessor, which is still in the table after a kill.
    [InlineData("gpu-1", Generation - 1, false)]
    [InlineData("gpu-2", Generation + 1, false)]
    public void A_silo_that_joins_under_the_name_of_this_one_is_an_error(string name, int generation, bool isError)
    {
        var log = new Levels();
        var joined = SiloAddress.New(new(IPAddress.Loopback, 2), generation);

        new ClusterLog(new Table(joined, name), log).SiloStatusChangeNotification(joined, SiloStatus.Active);

        LogLevel[] expected = isError ? [LogLevel.Information, LogLevel.Error] : [LogLevel.Information];
        Assert.Equal(expected, log);
    }

    private sealed class Levels : List<LogLevel>, ILogger<ClusterLog>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(logLevel);
    }

    /// <summary>The membership as a silo named gpu-1 knows it.</summary>
    private sealed class Table(SiloAddress other, string name) : ISiloStatusOracle
    {
        public SiloStatus CurrentStatus => SiloStatus.Active;
        public string SiloName => "gpu-1";
        public SiloAddress SiloAddress { get; } = SiloAddress.New(new(IPAddress.Loopback, 1), Generation);

        public bool TryGetSiloName(SiloAddress siloAddress, out string siloName)
        {
            siloName = name;
            return siloAddress.Equals(other);
        }

        public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => SiloStatus.Active;
        public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => [];
        public SiloAddress[] GetActiveSilos() => [];
        public bool IsFunctionalDirectory(SiloAddress siloAddress) => true;
        public bool IsDeadSilo(SiloAddress silo) => false;
        public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => true;
        public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => true;
    }
}
