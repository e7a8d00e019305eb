using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// A seeded truth for tests. Larger candidates can reach a higher accuracy and take longer; curves rise, fluctuate and cross, some overfit,
/// and a few diverge.
/// </summary>
public sealed class CurveModel : ITruth
{
    private const double Smallest = 10_000, Largest = 10_000_000;
    private readonly ImmutableArray<EpochTruth[]> _curves;

    public CurveModel(int candidates, int epochs, long seed, int classes = 10, double diverging = 0.05)
    {
        (Epochs, Classes) = (epochs, classes);
        var random = new SplitMix64(seed);
        var costs = Enumerable.Range(0, candidates).Select(_ => Smallest * Math.Pow(Largest / Smallest, random.Unit())).ToList();
        Candidates = [.. costs.Select((cost, number) => CandidateOf(number, (long)cost))];
        _curves = [.. costs.Select(cost => Curve(random, cost, random.Unit() < diverging))];
    }

    public ImmutableArray<Candidate> Candidates { get; }
    public int Epochs { get; }
    public int Classes { get; }

    public EpochTruth At(int candidate, int epoch) => _curves[candidate][epoch - 1];

    // The weight decay is the candidate's number, so that all configurations differ.
    private static Candidate CandidateOf(int number, long cost) => new(
        "dilated-separable", new(1, 1, 1, LearningRate: 0.001, WeightDecay: number * 1e-6, BatchSize: 128), new(cost, cost * 10, cost * 4));

    private EpochTruth[] Curve(SplitMix64 random, double cost, bool diverges)
    {
        var size = Math.Log(cost / Smallest) / Math.Log(Largest / Smallest);
        var final = 0.4 + 0.35 * size + 0.2 * random.Unit();
        var pace = 1 + 4 * random.Unit();
        var overfit = random.Unit() < 0.2 ? 0.05 * random.Unit() : 0;
        var last = diverges ? 1 + random.Below(Epochs) : 0;
        var curve = new EpochTruth[Epochs];
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            var accuracy = final * (1 - Math.Exp(-pace * epoch / Epochs)) + 0.02 * (random.Unit() - 0.5);
            var loss = epoch == last ? double.NaN : 2.3 * (1 - accuracy) + overfit * epoch;
            curve[epoch - 1] = new(Math.Clamp(accuracy, 0, 1), loss, 1 + 9 * size);
        }

        return curve;
    }
}
