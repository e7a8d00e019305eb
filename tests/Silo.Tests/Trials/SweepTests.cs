using Paretune.Silo.Trials;
using Paretune.Storage.Files;

namespace Paretune.Silo.Tests.Trials;

public sealed class SweepTests : IDisposable
{
    private static readonly SearchId Search = new("abcd1234");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-sweep-");
    private readonly Dictionary<TrialId, TrialView> _ledger = [];
    private readonly List<SearchId> _deleted = [];
    private readonly FolderStore _files;
    private readonly Sweep _sweep;

    public SweepTests()
    {
        _files = new(_folder.FullName);
        _sweep = new(_files, trial => Task.FromResult(_ledger.GetValueOrDefault(trial)), Deleted);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Everything_is_swept_but_models_with_what_they_get_wrong_and_what_running_and_paused_trials_need()
    {
        string[] needed =
        [
            await Left(1, TrialState.Completed, 2, "model.safetensors"),
            await Left(1, TrialState.Completed, 2, "evaluation.json"), await Left(1, TrialState.Completed, 2, "mistakes.png"),
            await Left(2, TrialState.Running, 1, "epoch-4.ckpt"), await Left(2, TrialState.Running, 1, "epoch-5.ckpt.part"),
            await Left(3, TrialState.Paused, 1, "epoch-2.ckpt"),
        ];
        await Left(1, TrialState.Completed, 2, "epoch-3.ckpt");
        await Left(1, TrialState.Completed, 2, "epoch-3.ckpt.part");
        await Left(4, TrialState.Cancelled, 1, "epoch-1.ckpt");
        await Left(4, TrialState.Cancelled, 1, "evaluation.json");

        var deleted = await _sweep.All(default);

        Assert.Equal(4, deleted);
        Assert.Equal(needed.Order(), await There());
    }

    [Fact]
    public async Task What_the_ledger_does_not_know_is_left_alone()
    {
        var other = await Left(1, null, 1, "epoch-1.ckpt");

        await _sweep.All(default);

        Assert.Equal([other], await There());
    }

    [Fact]
    public async Task A_trial_that_cannot_be_looked_up_keeps_no_other_from_being_swept()
    {
        var unknown = await Left(1, TrialState.Completed, 1, "epoch-1.ckpt");
        await Left(2, TrialState.Completed, 1, "epoch-1.ckpt");
        await Left(3, TrialState.Completed, 1, "epoch-1.ckpt");
        var sweep = new Sweep(_files, trial => trial.Number == 1
            ? throw new LedgerUnavailableException("its search cannot be read")
            : Task.FromResult(_ledger.GetValueOrDefault(trial)), Deleted);

        var failure = await Assert.ThrowsAsync<AggregateException>(() => sweep.All(default));

        Assert.IsType<LedgerUnavailableException>(failure.InnerException);
        Assert.Equal([unknown], await There());
    }

    [Fact]
    public async Task A_member_of_the_front_is_asked_about_ever_more_rarely_while_its_files_stay_the_same()
    {
        var (kept, front) = (await Left(1, TrialState.Completed, 1, "epoch-4.ckpt"), new TrialId(Search, 1));
        _ledger[front] = _ledger[front]! with { OnFront = true, Epochs = 4 };
        var asked = 0;
        var sweep = new Sweep(
            _files, trial =>
            {
                asked++;
                return Task.FromResult(_ledger.GetValueOrDefault(trial));
            }, Deleted);

        for (var i = 0; i < 8; i++)
            await sweep.All(default);
        Assert.Equal((4, kept), (asked, Assert.Single(await There())));
        await _files.Write(TrialFile.Checkpoint(front, 1, 3), _ => { }, default);
        await sweep.All(default);

        Assert.Equal((5, kept), (asked, Assert.Single(await There())));
    }

    [Fact]
    public async Task An_attempts_end_sweeps_its_own_trial_only()
    {
        await Left(1, TrialState.Completed, 1, "epoch-1.ckpt");
        var other = await Left(2, TrialState.Completed, 1, "epoch-1.ckpt");

        await _sweep.One(new(Search, 1), default);

        Assert.Equal([other], await There());
    }

    [Fact]
    public async Task All_files_of_a_search_that_was_deleted_are_swept_models_too()
    {
        await Left(1, null, 1, "model.safetensors");
        await Left(2, null, 3, "epoch-4.ckpt");
        _deleted.Add(Search);

        Assert.Equal(2, await _sweep.All(default));

        Assert.Empty(await There());
    }

    [Fact]
    public async Task Searches_that_were_deleted_since_the_last_sweep_are_swept_and_nothing_else_is_looked_at()
    {
        var other = new TrialFile(new(new("other123"), 1), 1, "epoch-1.ckpt");
        await _files.Write(other, stream => stream.WriteByte(1), default);
        await Left(1, TrialState.Completed, 1, "model.safetensors");
        var before = await _sweep.Deleted(default);
        _deleted.Add(Search);

        var swept = await _sweep.Deleted(default);
        await Left(1, TrialState.Completed, 1, "model.safetensors");
        var again = await _sweep.Deleted(default);
        await _sweep.All(default);

        Assert.Equal((0, 1, 0), (before, swept, again));
        Assert.Equal([other.Path], await There());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_folders_remain_of_a_search_that_was_deleted_and_all_remain_of_others(bool isFullSweep)
    {
        await Left(1, null, 1, "model.safetensors");
        // As an earlier version left them.
        var emptied = _folder.CreateSubdirectory("searches/empty123/trials/7/attempt-2");
        var running = _folder.CreateSubdirectory("searches/other123/trials/1/attempt-1");
        _deleted.AddRange([Search, new("empty123"), new("gone1234")]);

        await (isFullSweep ? _sweep.All(default) : _sweep.Deleted(default));

        Assert.Equal([running.Parent!.Parent!.Parent!.FullName], Directory.GetDirectories(Path.Combine(_folder.FullName, "searches")));
        Assert.Equal((false, true), (Directory.Exists(emptied.FullName), Directory.Exists(running.FullName)));
    }

    private Task<IReadOnlyCollection<SearchId>> Deleted() => Task.FromResult<IReadOnlyCollection<SearchId>>([.. _deleted]);

    private async Task<string> Left(int trial, TrialState? state, int attempt, string name)
    {
        var file = new TrialFile(new(Search, trial), attempt, name);
        await _files.Write(file, stream => stream.WriteByte(1), default);
        if (state is { } known)
            _ledger[file.Trial] = View(trial, known, attempt);
        return file.Path;
    }

    private async Task<IEnumerable<string>> There() => (await _files.List(null, default)).Select(file => file.Path).Order();

    private static TrialView View(int number, TrialState state, int attempt) => new()
    {
        Number = number,
        Configuration = new(1, 1, 1, 0.001, 0, 32),
        State = state,
        Attempt = attempt,
        Epochs = 1,
        Parameters = 1,
        Macs = 1,
        Bytes = 4,
        OnFront = false,
    };
}
