using System.Collections.Immutable;
using Paretune.Client.Commands;

namespace Paretune.Client.Reproduction;

/// <summary>One run of <c>paretune reproduce</c>, from its searches to its report.</summary>
/// <param name="Experiment">A name of <see cref="Reproduction.Experiment.Names"/>.</param>
/// <param name="Command">The command as quoted in the report.</param>
internal sealed record ReproductionRun(string Experiment, int Seeds, Scale Scale, string Command)
{
    private const string Title = "Comparison with the paper's results";

    /// <exception cref="CommandException">A search is invalid or did not complete.</exception>
    public async Task<ReportPage> Report(Session session, CancellationToken cancellation)
    {
        var experiments = Reproduction.Experiment.Named(Experiment);
        ImmutableArray<string> files = [.. experiments.SelectMany(experiment => experiment.Files).Distinct()];
        // Counting needs no server.
        ImmutableArray<MeasuredSearch> measured = files.IsEmpty
            ? [] : await new Reproducer(session).Run(await Plan(session, files, cancellation), cancellation);
        IReadOnlyCollection<string> devices = files.IsEmpty ? [] : await Devices(session, measured, cancellation);
        var ours = new MeasuredResults(Scale.IsChanged, Seeds);
        return new(Title, [
            Conditions.OfRun(Command, session.Terminal.Clock.GetLocalNow(), Seeds, devices, files.IsEmpty ? Scale.None : Scale),
            .. ReproductionReport.Sections(experiments, measured, ours)]);
    }

    /// <summary>Plans all searches of the run. If one of them has an error, none is started.</summary>
    private async Task<ImmutableArray<PlannedSearch>> Plan(Session session, ImmutableArray<string> files, CancellationToken cancellation)
    {
        var datasets = await session.Api.Get<ImmutableArray<Dataset>>("api/datasets", cancellation);
        var errors = new SortedSet<string>(StringComparer.Ordinal);
        ImmutableArray<PlannedSearch> searches = [.. files.SelectMany(file => PlannedSearch.From(file, Seeds, Scale, datasets, errors))];
        return errors.Count == 0 ? searches : throw CommandException.BadInput(string.Join(Environment.NewLine, errors));
    }

    // A silo that restarted has other workers; the device is then named as in the lease.
    private static async Task<IReadOnlyCollection<string>> Devices(
        Session session, ImmutableArray<MeasuredSearch> measured, CancellationToken cancellation)
    {
        var workers = (await session.Api.Get<ClusterView>("api/cluster", cancellation)).Workers;
        return
        [
            .. measured.SelectMany(search => search.Trials).SelectMany(trial => trial.Attempts)
                .Select(
                    attempt => workers.FirstOrDefault(
                        worker => worker.Worker.Silo == attempt.Worker.Silo && worker.Worker.Device == attempt.Worker.Device)?.DeviceName
                            ?? attempt.Worker.Device)
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
