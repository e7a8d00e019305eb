using System.Collections.Immutable;
using System.CommandLine;
using Paretune.Client.Output;
using Paretune.Client.Submission;
using Paretune.Tuning.Simulation;

namespace Paretune.Client.Commands;

/// <summary><c>simulate</c>: runs a search's strategy on known trials. Needs no server.</summary>
internal static class SimulateCommand
{
    private const int MostWorkers = 10_000, MostSeeds = 1000, DefaultSeeds = 20;

    // Flags whose values come from the table, or that matter only in training.
    internal static ImmutableArray<string> NotUsed { get; } = ["dataset", "baseResolution", "trainImages", "priority", "optimum", "from"];

    public static Verb Create(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = "The search as YAML, as for search submit." };
        var table = new Option<string>("--table")
        {
            Description = "Table of fully trained trials, as written by: paretune search export ID --format curves",
            HelpName = "file",
            Required = true,
        };
        var workers = Arguments.Count("--workers", "Number of workers that train at once.", 8, MostWorkers);
        var seeds = Arguments.Count("--seeds", "Number of runs, each with the next seed.", DefaultSeeds, MostSeeds);
        var faults = new Option<bool>("--faults")
        {
            Description = "Inject faults (workers that die or hang, lost messages, crashed silos, pauses) and check that nothing is lost.",
        };
        var verb = new Verb(
            "simulate",
            "Simulate a search on a table of recorded curves and report how far it is below the best trial of the table. Needs no server.",
            "paretune simulate search.yaml --table curves.csv --workers 8 --seeds 20",
            "paretune simulate search.yaml --table curves.csv --faults --output json");
        return shell.Runs(verb.With(file, table, workers, seeds, faults), (session, cancellation) => Task.FromResult(Run(
            session, SimulatedSearch.Read(session.Terminal, session.Get(file), session.Get(table)!),
            session.Get(workers), session.Get(seeds),
            session.Get(faults) ? new() : null, cancellation)));
    }

    private static ExitCode Run(
        Session session, SimulatedSearch search, int workers, int seeds, FaultRates? faults, CancellationToken cancellation)
    {
        search.Print(session.Printer, NotUsed);
        var runs = new List<SimulatedRun>();
        var broken = new List<string>();
        for (var seed = search.Spec.Seed; runs.Count < seeds; seed++)
        {
            cancellation.ThrowIfCancellationRequested();
            var spec = search.Spec with { Seed = seed };
            runs.Add(Simulator.Run(spec, search.Table, SimulationOptions.Workers(workers) with { Faults = faults, Seed = seed }));
            var undisturbed = faults is null ? null : Simulator.Run(spec, search.Table, SimulationOptions.Workers(workers));
            broken.AddRange(Invariants.Broken(runs[^1], undisturbed).Select(one => $"seed {seed}: {one}"));
        }

        session.Printer.One(SimulationSummary.From(runs, Objectives.From(search.Spec)), SimulationTable.Create);
        foreach (var one in broken)
            session.Printer.Note(one);
        return broken.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
