using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class CountTextTests
{
    [Theory]
    [InlineData(0, "0 epochs")]
    [InlineData(1, "1 epoch")]
    [InlineData(12, "12 epochs")]
    public void One_has_a_noun_of_its_own(int count, string text) => Assert.Equal(text, CountText.Format(count, "epoch"));

    [Theory]
    [InlineData("")]
    [InlineData("4", 4)]
    [InlineData("4 and 6", 4, 6)]
    [InlineData("4, 6 and 9", 4, 6, 9)]
    public void Numbers_are_listed_as_people_say_them(string text, params int[] numbers) => Assert.Equal(text, CountText.And(numbers));

    [Fact]
    public void A_trial_that_learned_nothing_is_called_so_and_its_reason_is_said_once()
    {
        const string Reason = "did not learn: after 3 epochs the validation loss is 0.6931";

        Assert.Equal("did not learn", StateWords.Format(TrialState.Diverged, Reason));
        Assert.Equal(Reason, StateWords.Because(AttemptOutcome.Diverged, Reason));
        Assert.Equal("diverged", StateWords.Format(TrialState.Diverged, "the loss is no number"));
        Assert.Equal("failed: the disk is full", StateWords.Because(TrialState.Failed, "the disk is full"));
        Assert.Equal("1 diverged, 2 did not learn", StateWords.Format(new TrialCounts { Diverged = 3, DidNotLearn = 2 }));
    }
}
