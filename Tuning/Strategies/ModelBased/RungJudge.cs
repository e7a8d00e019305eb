namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Evaluates a report at a rung: the predicted end of its trial, its chance to end above its opponent, and whether it continues.
/// </summary>
/// <param name="chance">The chance below which a trial is parked.</param>
internal sealed class RungJudge(
    IReadOnlyDictionary<int, FrontRung> rungs, FrontGoal goal, ComparedCosts costs, CompletedBest completed, double chance)
{
    /// <summary>
    /// Trials that are left at the end need a tenth of the chance that is required at a rung; the same applies to trials about which the
    /// rung predicts nothing.
    /// </summary>
    public const double LastShare = 0.1;

    public ChanceLevel Guessing { get; set; } = ChanceLevel.None;

    /// <summary>
    /// Whether deviations are given for accuracies from 0 to 1; before there is a trial to learn from they may be larger.
    /// </summary>
    public bool AreBounded { get; init; }

    /// <summary>As of <see cref="FinalErrorModel.Predict(Features, int)"/>.</summary>
    public int Images { get; set; }

    public double[]? CostsOf(FrontTrial trial, Report report) => trial.Costs ?? costs.Compute(trial.Cost, report.Model?.Cost);

    /// <summary>
    /// Predicts from a report that has not been added yet; null if it is not at a rung. A trial that passed continues when its report is
    /// repeated.
    /// </summary>
    public RungPrediction? Predict(FrontTrial trial, Report report)
    {
        var accuracy = goal.Accuracy(report, trial.Cost);
        if (rungs.GetValueOrDefault(report.Epoch) is not { } rung || rung.Has(trial.Number)
            || !double.IsFinite(accuracy + report.ValidationLoss))
            return null;
        var (logError, known) = (trial.LogErrorWith(report, accuracy), CostsOf(trial, report));
        var features = rung.FeaturesOf(trial, logError, costs.Size(known), trial.IsGuessingWith(report, Guessing));
        var opponent = trial.Costs is null && known is not null ? completed.OpponentOf(known) : trial.Opponent;
        return Predict(trial, rung, features, opponent, LogErrors.Accuracy(logError));
    }

    /// <param name="accuracy">At the rung.</param>
    private RungPrediction Predict(FrontTrial trial, FrontRung rung, Features features, FrontTrial? opponent, double accuracy)
    {
        var prediction = rung.ModelOf(features).Predict(features, Images);
        var above = prediction.Chance(opponent?.LogError);
        var mayLearn = features.IsGuessing && rung.Recovery.IsLikely && above >= chance * LastShare;
        return new(
            rung.Epochs, accuracy, prediction.Accuracy,
            AreBounded ? prediction.BoundedDeviation : prediction.AccuracyDeviation, above, opponent?.Number,
            opponent is null ? null : LogErrors.Accuracy(opponent.LogError), Continued: trial.IsInitial || mayLearn || above >= chance,
            above >= chance || features.IsGuessing ? null : Needed(rung, features, prediction, opponent!))
        {
            IsGuessing = features.IsGuessing,
        };
    }

    /// <summary>The accuracy at the rung that would have given exactly the required chance, if there is one.</summary>
    private double? Needed(FrontRung rung, Features features, Prediction prediction, FrontTrial opponent)
    {
        var tooMuch = prediction.Mean - (opponent.LogError - prediction.Deviation * NormalDistribution.Quantile(chance));
        var slope = rung.Model.Slope(rung.KnowsFall);
        return slope > 0 && LogErrors.Accuracy(features.LogError - tooMuch / slope) is var needed and <= 1 ? needed : null;
    }
}
