using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class FrontTableTests
{
    private static readonly FrontScale Scale =
        Sample.Scale(Sample.Objectives("accuracy", "parameters", "macs"), new(64, 1000, 0), new(1024, 16_000, 0));

    [Fact]
    public void Of_two_members_the_one_of_lower_cost_is_cheaper_then_the_more_accurate_then_the_one_with_the_lower_number()
    {
        var table = FrontTable.From(
            [Member(5, 0.8, 256, 4000), Member(4, 0.8, 256, 4000), Member(3, 0.9, 256, 4000), Member(2, 0.1, 256, 3999)], Scale);

        Assert.True(table.IsCheaper(one: 3, other: 2, table.Gains));
        Assert.True(table.IsCheaper(one: 2, other: 1, table.Gains));
        Assert.True(table.IsCheaper(one: 1, other: 0, table.Gains));
        Assert.False(table.IsCheaper(one: 0, other: 1, table.Gains));
        Assert.False(table.IsCheaper(one: 1, other: 2, table.Gains));
        Assert.False(table.IsCheaper(one: 0, other: 0, table.Gains));
    }

    [Fact]
    public void Size_and_place_are_means_over_the_costs()
    {
        // 2⁸ of 2⁶ to 2¹⁰ parameters; 2000 is a quarter of the way from 1000 to 16,000 MACs.
        var table = FrontTable.From([Member(1, 0.8, 256, 2000)], Scale);

        Assert.Equal((8 + Math.Log2(2000)) / 2, table.Doublings[0], 12);
        Assert.Equal((0.5 + 0.25) / 2, table.Places[0], 12);
    }

    private static FrontMember Member(int trial, double accuracy, long parameters, long macs) =>
        FrontMember.From(Sample.Trial(trial, accuracy, new(parameters, macs, 0)), Scale.Objectives);
}
