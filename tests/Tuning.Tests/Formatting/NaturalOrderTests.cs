using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Numbers_in_names_count_as_such()
    {
        string[] names = ["a/cuda:10", "a/cuda:2", "b/cuda:0", "a/cuda:1", "a/cuda:11", "a", "a/cuda:02", "10", "9x"];

        Assert.Equal(
            ["9x", "10", "a", "a/cuda:1", "a/cuda:02", "a/cuda:2", "a/cuda:10", "a/cuda:11", "b/cuda:0"],
            names.Order(NaturalOrder.Comparer));
    }
}
