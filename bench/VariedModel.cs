using System.Collections.Immutable;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench;

/// <summary>A truth whose candidates also differ in networks and hyperparameters, which affect their final accuracy.</summary>
internal sealed class VariedModel : ITruth
{
    private static readonly double[] Rates = [0.01, 0.003, 0.001, 0.0003];
    private static readonly int[] Batches = [64, 128, 256];
    private static readonly string[] Names = ["dilated-separable", "mobilenet", "shufflenet-v2"];

    // The accuracy lost with each step along a list of values.
    private const double Step = 0.03;

    private readonly CurveModel _sizes;

    public VariedModel(CurveModel sizes)
    {
        _sizes = sizes;
        Candidates = [.. sizes.Candidates.Select((one, number) => one with
        {
            Network = Names[number % Names.Length],
            Configuration = one.Configuration with
            {
                Dilation = 1 + number / 3 % 3,
                LearningRate = Rates[number / 9 % Rates.Length],
                BatchSize = Batches[number / 36 % Batches.Length],
            },
        })];
    }

    public ImmutableArray<Candidate> Candidates { get; }

    public int Epochs => _sizes.Epochs;

    public int Classes => _sizes.Classes;

    /// <summary>Returns the search with a space that contains all candidates.</summary>
    public static SearchSpec Searched(SearchSpec spec) => spec with
    {
        Networks = [.. Names],
        Space = spec.Space.With("dilation", 1, 2, 3).With("learningRate", [.. Rates.Select(rate => (HyperparameterValue)rate)])
            .With("batchSize", [.. Batches.Select(batch => (HyperparameterValue)batch)]),
    };

    public EpochTruth At(int candidate, int epoch)
    {
        var (at, one) = (_sizes.At(candidate, epoch), Candidates[candidate]);
        var steps = Array.IndexOf(Names, one.Network) + Array.IndexOf(Rates, one.Configuration.LearningRate)
            + Array.IndexOf(Batches, one.Configuration.BatchSize);
        return at with { Accuracy = Math.Max(0, at.Accuracy - Step * steps), ValidationLoss = at.ValidationLoss + Step * steps };
    }
}
