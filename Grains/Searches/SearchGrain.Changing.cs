using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

// Changes by users to a search that has started or ended.
internal sealed partial class SearchGrain
{
    public async Task<SearchView?> Edit(SearchEdit edit) => await Steer(now => _search.Edit(edit, now)) is null ? null : Shown();

    public Task<SearchView?> Extend(Budget budget) => Open(now => _search.Extend(budget, now));

    public Task<SearchView?> Retry(ImmutableArray<int> trials) => Open(now => _search.Retry(trials, now));

    public async Task<SearchView?> StopTrials(ImmutableArray<int> trials) =>
        await Announced(Steer(now => _search.StopTrials(trials, now))) is null ? null : Shown();

    public async Task<SearchView?> TagTrials(ImmutableArray<int> trials, ImmutableArray<string> add, ImmutableArray<string> remove) =>
        await Steer(now => _search.TagTrials(trials, add, remove, now)) is null ? null : Shown();

    public Task<SearchView?> ExtendTrial(int trial, int epochs) => Open(now => _search.ExtendTrial(trial, epochs, now));

    public async Task<SearchView?> ExtendSpace(Space space, ImmutableArray<string> networks)
    {
        // Off this turn, as when it was started.
        await Task.Run(() => _search.Prepare(space, networks));
        return await Open(now => _search.ExtendSpace(space, networks, now));
    }

    public async Task<AddedTrials?> AddTrials(ImmutableArray<GivenTrial> given) =>
        _search.Exists ? await Announced(Decide(now => _search.AddTrials(given, now))) : null;

    /// <summary>Gives a search something to train; one that had ended is open again.</summary>
    private async Task<SearchView?> Open(Func<DateTimeOffset, CommandResult<SearchView>> command)
    {
        // Off this turn, as when it was started: one that has ended has not ordered its space since.
        await Task.Run(_search.Prepare);
        var view = await Announced(Steer(command));
        return _archived && view is { EndedAt: null } ? await Unarchive() : view;
    }
}
