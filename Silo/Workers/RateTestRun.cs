using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Silo.Start;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using TorchSharp;

namespace Paretune.Silo.Workers;

/// <summary>
/// Runs a learning-rate range test on a dataset, in a separate process. Writes one JSON line per step to standard output, and nothing to
/// the ledger.
/// </summary>
internal static class RateTestRun
{
    /// <summary>The program's first argument for this: <c>Paretune.Silo.dll find-rate '{"search":{…},"range":{…}}'</c>.</summary>
    public const string Verb = "find-rate";

    /// <exception cref="StartupException">The search has errors or more than one configuration, or libtorch does not load.</exception>
    public static void Run(string request, string[] args, CancellationToken cancellation)
    {
        var configuration = WebApplication.CreateBuilder(args).Configuration;
        var options = SiloOptionsReader.Read(configuration);
        using var store = DatasetSetup.Open(options, Home.Open(configuration)).GetAwaiter().GetResult();
        var asked = JsonSerializer.Deserialize<RateTestRequest>(request, ParetuneJson.Options)
            ?? throw new StartupException($"{Verb} takes a search and a range as JSON, but got {request}");
        store.Refresh(cancellation).GetAwaiter().GetResult();
        var job = JobOf(asked, store.List());
        store.Prepare(job.Dataset, content: null, cancellation).GetAwaiter().GetResult();
        var device = DeviceOf(options);
        foreach (var point in new RateSweep(store, device, TimeProvider.System, NullLogger.Instance).Run(job, asked.Range, cancellation))
            Console.Out.WriteLine(JsonSerializer.Serialize(point, ParetuneJson.Options));
    }

    private static Job JobOf(RateTestRequest asked, IReadOnlyCollection<Dataset> datasets)
    {
        var reading = SearchSpecReader.Read(asked.Search, datasets, []);
        List<string> errors = [.. reading.Errors.Concat(asked.Range.Errors()).Select(error => $"{error.Field}: {error.Message}")];
        if (reading.Spec is not { } spec || errors.Count > 0)
            throw new StartupException(string.Join(Environment.NewLine, errors));
        var space = CandidateSpace.Count(spec, SearchSpecReader.DatasetOf(spec, datasets).Classes.Length);
        if (space.Size != 1)
            throw new StartupException($"a range test takes one configuration, but the search has {space.Size}; give single values");
        var one = space.At(0);
        return new(spec.Dataset, one.Network, one.Configuration, spec.BaseResolution, Epochs: 1, spec.Seed)
        {
            TrainImages = spec.TrainImages,
        };
    }

    private static string DeviceOf(SiloOptions options)
    {
        try
        {
            var libtorch = LibtorchLoader.Load();
            torch.set_num_threads(options.Threads);
            return DeviceList.Resolve(options.Devices, libtorch.Devices.Count)[0];
        }
        catch (LibtorchLoadException problem)
        {
            throw new StartupException(problem.Message, problem);
        }
    }
}
