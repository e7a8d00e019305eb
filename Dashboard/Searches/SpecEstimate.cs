using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Words;

namespace Paretune.Dashboard.Searches;

/// <summary>What a search would take, said before it is submitted.</summary>
internal static class SpecEstimate
{
    // A backward pass costs about twice its forward pass.
    private const int _passes = 3;

    public static string Of(SearchSpec spec, Dataset dataset)
    {
        var candidates = Candidates.Of(spec, dataset.Classes.Length);
        var stops = spec.Strategy.Reduction is not null;
        var epochs = $"{(stops ? "at most " : "")}{candidates.Items.Length * spec.Epochs} epochs";
        if (spec.Trainer is { } trainer)
            return $"{candidates.Items.Length} configurations, {epochs} of trainer {trainer}; "
                + "its models are counted before they are trained.";
        var images = spec.TrainImages ?? dataset.TrainImages;
        var passes = _passes * (double)ValidationSplit.Training(images) + ValidationSplit.Validation(images);
        var macs = candidates.Items.Sum(candidate => (double)candidate.Cost.Macs) * spec.Epochs * passes;
        var (least, most) = (candidates.Items.MinBy(candidate => candidate.Cost.Macs)!.Cost, candidates.Items.MaxBy(candidate => candidate.Cost.Macs)!.Cost);
        var excluded = candidates.Excluded is "" ? "" : $" ({candidates.Excluded})";
        return $"{candidates.Items.Length} configurations{excluded}, {epochs}; networks from {Show.Amount(least.Macs)} to {Show.Amount(most.Macs)} MACs "
            + $"and up to {Show.Amount(most.Parameters)} parameters. Training takes {(stops ? "at most" : "about")} {Show.Amount(macs)} multiply-accumulates.";
    }
}
