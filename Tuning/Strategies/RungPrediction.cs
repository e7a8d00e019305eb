namespace Paretune.Tuning.Strategies;

/// <summary>A strategy's prediction for a trial when it reached a rung.</summary>
/// <param name="Epochs">Of the rung.</param>
/// <param name="Accuracy">Of the best epoch up to the rung.</param>
/// <param name="Predicted">The accuracy it was expected to end with.</param>
/// <param name="Deviation">The standard deviation of that.</param>
/// <param name="Chance">The chance to end above <paramref name="Line"/>; 1 without an opponent.</param>
/// <param name="Opponent">The best completed trial that is not more expensive on any cost; null if there was none.</param>
/// <param name="Line">The opponent's accuracy, which it had to exceed.</param>
/// <param name="Continued">Whether it continued.</param>
/// <param name="Needed">
/// The accuracy at the rung that would have been just enough to continue; null if it continued, or if no accuracy would have been enough.
/// </param>
public sealed record RungPrediction(
    int Epochs, double Accuracy, double Predicted, double Deviation, double Chance, int? Opponent, double? Line, bool Continued,
    double? Needed)
{
    /// <summary>
    /// Whether it was still guessing there. Then its predicted end was that of others of its size, and it continued unless most trials that
    /// guess at this rung learn nothing later either, or its chance was below a tenth of what others need.
    /// </summary>
    public bool IsGuessing { get; init; }
}
