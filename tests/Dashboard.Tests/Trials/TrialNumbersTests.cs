using Paretune.Dashboard.Http;
using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class TrialNumbersTests
{
    [Fact]
    public void Any_number_of_trials_can_be_named()
    {
        var numbers = TrialNumbers.Parse("trials", "3, 600-2000000000");

        Assert.Equal([3, 600, 1999, 2_000_000_000], new[] { 1, 3, 4, 599, 600, 1999, 2_000_000_000 }.Where(numbers.Has));
    }

    [Theory]
    [InlineData("1,x", "has \"x\"; correct or remove that part")]
    [InlineData("1,4-2", "has \"4-2\"; correct or remove that part")]
    [InlineData("0", "has \"0\"; correct or remove that part")]
    [InlineData("1-2-3", "has \"1-2-3\"; correct or remove that part")]
    [InlineData("", "is \"\"; leave it out for all trials")]
    public void A_part_that_is_no_number_or_range_is_named(string text, string error)
    {
        var failure = Assert.Throws<ApiException>(() => TrialNumbers.Parse("trials", text));

        Assert.Equal((400, $"trials: must be trial numbers such as 1,4-9, but {error}"), (failure.Status, failure.Message));
    }
}
