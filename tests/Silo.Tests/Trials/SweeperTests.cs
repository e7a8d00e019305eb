using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Paretune.Silo.Trials;
using Paretune.Storage.Files;

namespace Paretune.Silo.Tests.Trials;

public sealed class SweeperTests
{
    private static readonly TrialFile Left = Checkpoint(1), Ended = Checkpoint(2);
    private readonly Files _files = new(Left, Ended);
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrentBag<SearchId> _searches = [];

    [Theory]
    [InlineData(SiloRole.Standalone, "")]
    [InlineData(SiloRole.Control, "s3://bucket")]
    [InlineData(SiloRole.Worker, "")]
    public async Task Who_has_files_to_itself_or_runs_the_cluster_sweeps_all_of_them_at_start_and_then_again(
        SiloRole role, string checkpoints)
    {
        using var sweeper = await Start(role, checkpoints);

        HashSet<TrialFile> atStart = [await Next(_files.Deleted), await Next(_files.Deleted)];
        _files.Add(Left);
        _clock.Advance(TimeSpan.FromMinutes(10));
        var later = await Next(_files.Deleted);

        Assert.Equal([Left, Ended], atStart);
        Assert.Equal(Left, later);
    }

    [Fact]
    public async Task The_files_of_a_search_are_swept_soon_after_it_was_deleted()
    {
        var model = new TrialFile(Ended.Trial, 1, "model.safetensors");
        using var sweeper = await Start(SiloRole.Control, "s3://bucket");
        for (var i = 0; i < 2; i++)
            await Next(_files.Deleted);
        _files.Add(model);

        _searches.Add(model.Trial.Search);
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(model, await Next(_files.Deleted));
    }

    [Fact]
    public async Task A_worker_at_a_shared_place_sweeps_the_trial_whose_attempt_ended_and_no_other()
    {
        using var sweeper = await Start(SiloRole.Worker, "s3://bucket");

        sweeper.Ended(Ended.Trial);

        Assert.Equal(Ended, await Next(_files.Deleted));
        Assert.Equal([Left], await _files.List(null, default));
    }

    [Fact]
    public async Task A_place_that_is_away_is_swept_the_next_time()
    {
        _files.Away = true;
        using var sweeper = await Start(SiloRole.Control, "s3://bucket");
        await Next(_files.Asked);

        _files.Away = false;
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(Left, await Next(_files.Deleted));
    }

    private async Task<Sweeper> Start(SiloRole role, string checkpoints)
    {
        var sweeper = new Sweeper(
            new(_files, trial => Task.FromResult<TrialView?>(Cancelled(trial.Number)),
                () => Task.FromResult<IReadOnlyCollection<SearchId>>([.. _searches])), new() { Role = role, Checkpoints = checkpoints },
                _clock,
            NullLogger<Sweeper>.Instance);
        await sweeper.StartAsync(default);
        return sweeper;
    }

    /// <summary>Waits longer than a busy machine takes, so that a sweeper that does nothing fails the test.</summary>
    private static Task<T> Next<T>(ChannelReader<T> channel) => channel.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    private static TrialFile Checkpoint(int trial) => new(new(new("abcd1234"), trial), 1, "epoch-1.ckpt");

    private static TrialView Cancelled(int number) => new()
    {
        Number = number,
        Configuration = new(1, 1, 1, 0.001, 0, 32),
        State = TrialState.Cancelled,
        Attempt = 1,
        Epochs = 1,
        Parameters = 1,
        Macs = 1,
        Bytes = 4,
        OnFront = false,
    };

    /// <summary>A store of empty files, which records deletions.</summary>
    private sealed class Files(params TrialFile[] there) : IFileStore
    {
        private readonly List<TrialFile> _there = [.. there];
        private readonly Channel<TrialFile> _deleted = Channel.CreateUnbounded<TrialFile>();
        private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();

        public bool Away { get; set; }
        public ChannelReader<TrialFile> Deleted => _deleted.Reader;
        public ChannelReader<bool> Asked => _asked.Reader;

        public void Add(TrialFile file)
        {
            lock (_there)
                _there.Add(file);
        }

        public Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation)
        {
            _asked.Writer.TryWrite(true);
            if (Away)
                throw new FileStoreException("away", mayPass: true);
            lock (_there)
                return Task.FromResult<IReadOnlyList<TrialFile>>([.. _there.Where(file => trial is null || file.Trial == trial)]);
        }

        public Task Delete(TrialFile file, CancellationToken cancellation)
        {
            lock (_there)
                _there.Remove(file);
            _deleted.Writer.TryWrite(file);
            return Task.CompletedTask;
        }

        public Task DeleteFolders(SearchId search, CancellationToken cancellation) => Task.CompletedTask;

        public Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Stream?> Open(TrialFile file, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
