namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Counts how many trials that guessed at a rung had learned something by the next one, or by the end. If most do, guessing predicts
/// nothing, and a trial continues to the next rung.
/// </summary>
internal sealed class Recovery
{
    // At least three of five must recover. The prior is two of four, so at least one must be observed. Chosen on LCBench tasks that the
    // benchmark does not use.
    private const double Least = 0.6;

    private double _learned = 2, _all = 4;

    public bool IsLikely => _learned >= Least * _all;

    /// <summary>Takes in a trial that guessed.</summary>
    public void Add(bool hasLearned) => (_learned, _all) = (_learned + (hasLearned ? 1 : 0), _all + 1);
}
