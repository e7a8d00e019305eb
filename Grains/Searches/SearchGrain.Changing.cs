using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

// Users' changes to a search that has started or ended.
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
        // Outside this turn, as at the start of the search: a large space takes seconds.
        await Task.Run(() => _search.Prepare(space, networks));
        return await Open(now => _search.ExtendSpace(space, networks, now));
    }

    public async Task<AddedTrials?> AddTrials(ImmutableArray<GivenTrial> given) =>
        _search.Exists ? await Announced(Decide(now => _search.AddTrials(given, now))) : null;

    /// <summary>Applies a command that gives the search something to train; reopens a search that has ended.</summary>
    private async Task<SearchView?> Open(Func<DateTimeOffset, CommandResult<SearchView>> command)
    {
        // Outside this turn: a search that was loaded after it ended has not sorted its space yet.
        await Task.Run(_search.Prepare);
        var view = await Announced(Steer(command));
        return _archived && view is { EndedAt: null } ? await Unarchive() : view;
    }
}
