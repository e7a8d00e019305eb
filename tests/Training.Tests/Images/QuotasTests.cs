using Paretune.Training.Images;

namespace Paretune.Training.Tests.Images;

public sealed class QuotasTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_class_is_due_what_comparing_all_of_them_each_time_gives_it(int seed)
    {
        var random = new Random(seed);
        KeyValuePair<long, int>[] classes =
            [.. Enumerable.Range(0, 200).Select(label => KeyValuePair.Create((long)label, 1 + random.Next(1 + random.Next(60))))];
        var images = classes.Sum(one => one.Value) / 10;

        Assert.Equal(Compared(classes, images).OrderBy(one => one.Key), Quotas.WithEachClass(classes, images).OrderBy(one => one.Key));
    }

    [Fact]
    public void Very_many_classes_take_no_seconds_each()
    {
        KeyValuePair<long, int>[] classes =
            [.. Enumerable.Range(0, 65_536).Select(label => KeyValuePair.Create((long)label, 2 + 60_000 / (1 + label)))];

        var quotas = Quotas.WithEachClass(classes, 100_000);

        Assert.Equal(100_000, quotas.Values.Sum());
        Assert.All(quotas.Values, due => Assert.True(due > 0));
    }

    private static Dictionary<long, int> Compared(KeyValuePair<long, int>[] classes, int images)
    {
        var quotas = Quotas.InProportion(classes, images);
        foreach (var (label, count) in classes)
        {
            if (count < 2 ? quotas[label] == 0 : quotas[label] > 0)
                continue;
            var most = quotas.MaxBy(one => one.Value);
            if (count >= 2 && most.Value < 2)
                break;
            var (from, to) = count < 2 ? (label, classes.MaxBy(one => one.Value - quotas[one.Key]).Key) : (most.Key, label);
            (quotas[from], quotas[to]) = (quotas[from] - 1, quotas[to] + 1);
        }

        return quotas;
    }
}
