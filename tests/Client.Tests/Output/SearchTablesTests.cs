using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class SearchTablesTests
{
    [Fact]
    public void Without_a_recommendation_the_rule_that_trials_miss_is_named()
    {
        Assert.Equal(
            "optimum: none, because no trial has completed within the limits with an accuracy clearly above chance",
            SearchTables.Optimum(null));
    }
}
