using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class ReusedTextTests
{
    [Fact]
    public void A_search_is_told_how_much_was_trained_before_and_in_which_searches()
    {
        Assert.Null(ReusedText.Note(ReusableResults.None));
        Assert.Equal(
            "1 of 3 configurations was trained before with the same settings (1 in search a): its trial reuses that result and is not "
            + "trained again. To train everything again, set reuse: false.",
            ReusedText.Note(new(3, 1, [new(new("a"), 1)])));
        Assert.Equal(
            "9 of the first 2000 configurations were trained before with the same settings (4 in search a, 2 in search b, 2 in search c "
            + "and 1 more search): their trials reuse those results and are not trained again. To train everything again, set reuse: "
            + "false.",
            ReusedText.Note(new(2000, 9, [new(new("a"), 4), new(new("b"), 2), new(new("c"), 2), new(new("d"), 1)])));
    }

    [Fact]
    public void A_trial_that_was_trained_has_no_note()
    {
        var trial = Sample.Trial(1, 0.5, new(1, 1, 1));

        Assert.Null(ReusedText.Explain(trial));
        Assert.StartsWith(
            "Its result is reused from search abcd1234 trial 3", ReusedText.Explain(trial with { ReusedFrom = new(new("abcd1234"), 3) }),
            StringComparison.Ordinal);
    }
}
