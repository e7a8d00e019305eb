namespace Paretune.Tuning.Strategies;

/// <summary>What a strategy made of a trial at a rung, when it was there.</summary>
/// <param name="Epochs">Of the rung.</param>
/// <param name="Accuracy">Of the epoch that would have been kept there.</param>
/// <param name="Predicted">The accuracy it was expected to end with.</param>
/// <param name="Deviation">The standard deviation of that.</param>
/// <param name="Chance">To end above <paramref name="Line"/>; 1 where nothing opposed it.</param>
/// <param name="Opponent">The completed trial that is no more expensive on any cost and the best of those; null where there was
/// none.</param>
/// <param name="Line">The opponent's accuracy: what it had to end above.</param>
/// <param name="WentOn">Whether it was let through.</param>
/// <param name="Needed">
/// The accuracy at the rung that would have been just enough to continue; null where it went on, or no accuracy would have been.
/// </param>
public sealed record RungPrediction(
    int Epochs, double Accuracy, double Predicted, double Deviation, double Chance, int? Opponent, double? Line, bool WentOn,
    double? Needed)
{
    /// <summary>
    /// Whether it was still guessing there. Then it was expected to end as others of its size, and went on unless most that guess at this
    /// rung learn nothing later either, or its chance was below a tenth of what others need.
    /// </summary>
    public bool IsGuessing { get; init; }
}
