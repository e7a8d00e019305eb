using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Bench.Efficiency.Tables;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench.Proposals;

/// <summary>
/// All networks of NAS-Bench-Macro (Su et al., "Prioritized architecture sampling with Monte-Carlo tree search", CVPR 2021) as
/// configurations of eight choices, each trained three times.
/// </summary>
/// <param name="Runs">The accuracy of each network in each of three runs.</param>
internal sealed record MacroNetworks(ImmutableArray<Candidate> Candidates, ImmutableArray<double[]> Runs)
{
    private const int Layers = 8, BytesPerParameter = 4;

    public static string File { get; } = TableFile.Handed("nas-bench-macro_cifar10.json");

    /// <summary>The mean accuracy of each network over the runs.</summary>
    public double[] Truth { get; } = [.. Runs[0].Select((_, network) => Runs.Average(run => run[network]))];

    public double[] Macs { get; } = [.. Candidates.Select(candidate => (double)candidate.Cost.Macs)];

    /// <exception cref="FileNotFoundException">The table does not exist.</exception>
    public static MacroNetworks Read()
    {
        if (!System.IO.File.Exists(File))
            throw new FileNotFoundException($"{File} does not exist; set PARETUNE_TABLES to the folder that holds the tables");
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        var networks = document.RootElement.EnumerateObject().Select(one => (Key: one.Name, one.Value)).ToList();
        return new(
            [.. networks.Select(one => CandidateOf(one.Key, one.Value))],
            [.. Enumerable.Range(0, 3).Select(run => networks
                .Select(one => one.Value.GetProperty("test_acc")[run].GetDouble() / 100).ToArray())]);
    }

    public static Space Space(Space nothing) => Enumerable.Range(0, Layers)
        .Aggregate(nothing, (space, layer) => space.With(NameOf(layer), "0", "1", "2"));

    private static Candidate CandidateOf(string key, JsonElement network)
    {
        var parameters = network.GetProperty("params").GetInt64();
        return new(
            "dilated-separable", new(1, 1, 1, LearningRate: 0.001, WeightDecay: 0, BatchSize: 128)
            {
                Hyperparameters = Enumerable.Range(0, Layers).ToImmutableSortedDictionary(
                    NameOf, layer => (HyperparameterValue)key[layer].ToString(), StringComparer.Ordinal),
            },
            new(parameters, network.GetProperty("flops").GetInt64(), BytesPerParameter * parameters));
    }

    private static string NameOf(int layer) => $"layer{layer + 1}";
}
