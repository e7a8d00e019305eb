using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

public sealed class ParkedByGainTests
{
    [Theory, InlineData(3), InlineData(129), InlineData(1000)]
    public void They_come_by_rate_and_number_however_many_are_asked_for_and_taken_out(int count)
    {
        var (parked, random) = (new ParkedByGain(), new Random(1));
        var all = Enumerable.Range(1, count).Select(number => GainBound(number, random.Next(count / 2))).ToList();
        all.ForEach(parked.Add);
        Assert.Equal(Ordered(all).Take(5), parked.InOrder().Take(5));

        foreach (var gone in all.Where(hope => hope.Place.Trial.Number % 3 == 0).ToList())
        {
            parked.Remove(gone.Place.Trial);
            all.Remove(gone);
        }

        Assert.Equal(Ordered(all), parked.InOrder());
        parked.Add(GainBound(count + 1, count));
        Assert.Equal(count + 1, parked.InOrder().First().Place.Trial.Number);
    }

    private static IEnumerable<GainBound> Ordered(IEnumerable<GainBound> all) =>
        all.OrderByDescending(hope => hope.Rate).ThenBy(hope => hope.Place.Trial.Number);

    private static GainBound GainBound(int number, double rate) => new(
        new(new(number, new("dilated-separable", Sample.Configuration(), new(1, 1, 1))), new(new()), seconds: 1), rate);
}
