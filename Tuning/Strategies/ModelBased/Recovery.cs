namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// How many trials that guessed at a rung had learned something by the next one, or by the end. Where most do, guessing says nothing of a
/// trial, and it continues to where something can be said.
/// </summary>
internal sealed class Recovery
{
    // Three of five have to. Before any is seen it is as if two of four had, so that one has to be seen to. Chosen on LCBench tasks that
    // the benchmark does not use.
    private const double Least = 0.6;

    private double _learned = 2, _all = 4;

    public bool IsLikely => _learned >= Least * _all;

    /// <summary>Takes in a trial that guessed.</summary>
    public void Add(bool hasLearned) => (_learned, _all) = (_learned + (hasLearned ? 1 : 0), _all + 1);
}
