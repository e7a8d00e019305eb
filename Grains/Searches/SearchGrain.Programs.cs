namespace Paretune.Grains.Searches;

// Calls of external programs, which train the trials of a search with an external trainer.
internal sealed partial class SearchGrain
{
    public async Task<Lease?> LeaseToProgram(WorkerId worker) => IsForPrograms() ? await LeaseTo(worker) : null;

    public async Task<Decision?> JudgeProgram(Signal signal)
    {
        if (!IsForPrograms())
            return null;
        return _search.WhyNot(signal) is { } error ? throw new ArgumentException(error) : await Judge(signal);
    }

    /// <returns>False when the search does not exist.</returns>
    private bool IsForPrograms() => !_search.Exists || _search.IsExternal ? _search.Exists
        : throw new InvalidOperationException(
            $"only a search with trainer: {TrainerDeclaration.External} is trained by programs, but workers of the cluster train "
            + $"search {_search.Id}; submit another one with that trainer");
}
