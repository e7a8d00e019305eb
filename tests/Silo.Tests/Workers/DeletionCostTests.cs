using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Tests.Tls;
using Paretune.Silo.Workers;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Workers;

/// <summary>A real worker, a fake API server with real HTTPS, and a clock that the tests advance.</summary>
public sealed class DeletionCostTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Lease GivenLease = new(
        new(new("aaaaaaaa"), 1), 1, LeaseKind.Train, new("shapes", "dilated-separable", new(1, 1, 1, 0.001, 0, 8), 32, 2, 1), 0, 1,
        TimeSpan.FromSeconds(30), new("host", "cuda:0", "1"));

    private readonly string _account = Directory.CreateTempSubdirectory("paretune-account-").FullName;
    private readonly Authority _authority = new();
    private readonly Clock _clock = new();
    private readonly LogLines _log = new();
    private readonly Meters _meters = new();
    private readonly SemaphoreSlim _began = new(0), _end = new(0);
    private readonly Worker _worker;
    private ApiServer _server = null!;
    private DeletionCost? _cost;
    private Task _training = Task.CompletedTask;

    public DeletionCostTests() => _worker = new(
        GivenLease.Worker, "GPU", new ScriptedCoordinator((_, _) => Decision.Continue), (_, _, _) => Train(), _ => { }, new(_meters),
        TimeProvider.System, NullLogger<Worker>.Instance);

    public async ValueTask InitializeAsync()
    {
        _server = await ApiServer.Start(_authority);
        await Write("token", "first\n");
        await Write("ca.crt", _authority.Pem);
        await Write("namespace", "team-a");
    }

    [Fact]
    public async Task A_change_of_state_is_one_request()
    {
        await Start();
        var idle = await _server.Next();
        await Tick();
        await Tick();
        var unchanged = _server.HasMore;
        await BeginTraining();
        await Tick();
        var busy = await _server.Next();
        await EndTraining();
        await Tick();
        var again = await _server.Next();

        Assert.Equal(Patch(0), idle);
        Assert.False(unchanged);
        Assert.Equal(Patch(1000), busy);
        Assert.Equal(Patch(0), again);
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task A_refusal_is_logged_once_with_what_to_do_and_the_request_repeated()
    {
        _server.Status = HttpStatusCode.Forbidden;
        await Start();
        var first = await _server.Next();
        var second = await Repeat(seconds: 2);
        _server.Status = HttpStatusCode.OK;
        var third = await Repeat(seconds: 4);
        await Tick();

        Assert.Equal([Patch(0), Patch(0), Patch(0)], [first, second, third]);
        Assert.Contains("Role of k8s/components/idle-first", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failure_the_cost_is_unknown_and_set_again_even_to_what_it_was()
    {
        await Start();
        await _server.Next();
        await BeginTraining();
        _server.Status = HttpStatusCode.GatewayTimeout;
        await Tick();
        var failed = await _server.Next();
        await EndTraining();
        _server.Status = HttpStatusCode.OK;
        var again = await Repeat(seconds: 2);

        Assert.Equal([Patch(1000), Patch(0)], [failed, again]);
        Assert.Contains("answered 504", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_authority_but_the_service_accounts_is_trusted()
    {
        await Write("ca.crt", new Authority().Pem);
        await Start();
        await Advance(seconds: 2);
        await _clock.Pauses.ReadAsync().AsTask().WaitAsync(Patience);
        var refused = !_server.HasMore;
        await Write("ca.crt", _authority.Pem);
        _clock.Advance(TimeSpan.FromSeconds(4));

        Assert.True(refused);
        Assert.Equal(Patch(0), await _server.Next());
        Assert.Contains($"does not chain to {_account}/ca.crt", Assert.Single(_log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_the_kubelet_replaced_is_used_from_then_on()
    {
        await Start();
        await _server.Next();
        await Write("token", "second");
        await BeginTraining();
        await Tick();

        Assert.Equal(Patch(1000) with { Token = "Bearer second" }, await _server.Next());
    }

    [Fact]
    public async Task A_file_that_is_gone_is_logged_and_training_goes_on()
    {
        File.Delete(Path.Combine(_account, "token"));
        await Start();
        await BeginTraining();
        await Advance(seconds: 2);
        await EndTraining();

        Assert.Contains(Path.Combine(_account, "token"), Assert.Single(_log.All), StringComparison.Ordinal);
        Assert.False(_cost!.ExecuteTask!.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        _end.Release();
        await _training;
        if (_cost is not null)
            await _cost.StopAsync(CancellationToken.None);
        _cost?.Dispose();
        await _server.DisposeAsync();
        _meters.Dispose();
        _began.Dispose();
        _end.Dispose();
        Directory.Delete(_account, recursive: true);
    }

    private async Task Start()
    {
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(_log));
        _cost = new([_worker], new("worker-0", _server.Address, _account), _clock, logs.CreateLogger<DeletionCost>());
        await _cost.StartAsync(CancellationToken.None);
    }

    private static ApiRequest Patch(int cost) => new(
        "PATCH", "/api/v1/namespaces/team-a/pods/worker-0", "Bearer first", "application/merge-patch+json",
        $$$$"""{"metadata":{"annotations":{"controller.kubernetes.io/pod-deletion-cost":"{{{{cost}}}}"}}}""");

    /// <summary>Waits until the service pauses for a second, then advances the clock by it.</summary>
    private Task Tick() => Advance(seconds: 1);

    private async Task<ApiRequest> Repeat(int seconds)
    {
        await Advance(seconds);
        return await _server.Next();
    }

    private async Task Advance(int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), await _clock.Pauses.ReadAsync().AsTask().WaitAsync(Patience));
        _clock.Advance(TimeSpan.FromSeconds(seconds));
    }

    private async Task BeginTraining()
    {
        _training = Task.Run(() => _worker.Work(GivenLease, CancellationToken.None));
        Assert.True(await _began.WaitAsync(Patience));
    }

    private async Task EndTraining()
    {
        _end.Release();
        await _training;
    }

    private IEnumerable<Signal> Train()
    {
        _began.Release();
        _end.Wait();
        yield break;
    }

    private Task Write(string file, string text) => File.WriteAllTextAsync(Path.Combine(_account, file), text);

    /// <summary>Signals each pause once its timer is set, so that no advance is lost.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

        public ChannelReader<TimeSpan> Pauses => _pauses.Reader;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _pauses.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
