using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Strategies;

public sealed class CheapestFirstTests
{
    [Fact]
    public void The_cheapest_goes_first_whatever_the_list_says()
    {
        Assert.Equal([10, 20, 30, 40], Order(new CheapestFirst(new(Create(40, 10, 30, 20), null, seed: 1))));
    }

    [Fact]
    public void Equally_cheap_ones_are_begun_in_a_seeded_order()
    {
        GridSampler Equal() => Create([.. Enumerable.Repeat(5L, 20), 9]);

        var (one, other) = (Configurations(1), Configurations(2));

        Assert.NotEqual(one, other);
        Assert.Equal(one, Configurations(1));

        List<int> Configurations(long seed)
        {
            var order = new CheapestFirst(new(Equal(), null, seed));
            return [.. All(order).Select(candidate => candidate.Configuration.Dilation)];
        }
    }

    [Fact]
    public void What_nobody_knows_the_cost_of_goes_as_listed()
    {
        var order = new CheapestFirst(new(Create(0, 0, 0, 0), null, seed: 1));

        Assert.Equal([1, 2, 3, 4], All(order).Select(candidate => candidate.Configuration.Dilation));
    }

    [Fact]
    public void Only_as_many_are_drawn_as_are_wanted()
    {
        Assert.Equal([10, 40], Order(new CheapestFirst(new(Create(40, 10, 30, 20), most: 2, seed: 1))));
    }

    [Fact]
    public void The_dearest_goes_first_once_the_rest_takes_the_workers_less_long_than_it_does()
    {
        // The work left for two workers is 115, 105, 95, 80 and 60; at 60, the most expensive trial (40) takes one worker longer than the
        // rest takes the other.
        Assert.Equal([10, 10, 15, 20, 40, 20], Order(new CheapestFirst(new(Create(40, 10, 20, 15, 20, 10), null, seed: 1)), workers: 2));
    }

    [Theory, InlineData(1), InlineData(7)]
    public void A_trials_number_is_its_place_in_the_list_whatever_the_order(int workers)
    {
        var order = new CheapestFirst(new(Create(40, 10, 30, 20), null, seed: 1));
        for (; order.Peek(workers) is { } next; order.Take(next.Number))
            Assert.Equal(next.Number, next.Candidate.Configuration.Dilation);
    }

    [Fact]
    public void Only_the_cheapest_of_those_drawn_are_kept_where_a_budget_allows_no_more()
    {
        var fresh = new UntriedByCost(Create(40, 10, 30, 20), most: null, seed: 1, kept: 2);

        Assert.Equal((2, 30.0, 2, 4), (fresh.Count, fresh.Macs, fresh.Cheapest!.Number, fresh.MostExpensive!.Number));
        Assert.Equal(
            "the 2nd cheapest of 2: the cheapest start first, but near the end the most expensive of the rest, so that workers finish "
                + "together",
            new CheapestFirst(fresh).Why(4));
    }

    [Fact]
    public void A_grid_is_begun_with_the_cheapest_unless_told_otherwise()
    {
        var spec = Sample.Spec with { Epochs = 1 };

        var cheapest = StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, 10)).All();
        var listed = StrategyCatalog.Create(
            spec with { Strategy = spec.Strategy.With("first", "listed") }, () => CandidateSpace.Count(spec, 10)).All();

        Assert.Equal(cheapest.Select(one => one.Cost.Macs).Order(), cheapest.Select(one => one.Cost.Macs));
        Assert.Equal(listed.Select(one => one.Configuration).ToHashSet(), [.. cheapest.Select(one => one.Configuration)]);
        Assert.NotEqual(listed, cheapest);
        Assert.Equal(listed, StrategyCatalog.Create(spec, 1, () => CandidateSpace.Count(spec, 10)).All());
    }

    private static GridSampler Create(params long[] macs) => new GridSampler(CandidateSpace.Listed(
        [.. macs.Index().Select(
            one => new Candidate("dilated-separable", Sample.Configuration(one.Index + 1), new(one.Item, one.Item, 1)))]));

    private static IEnumerable<long> Order(IOrder order, int workers = 1) => All(order, workers).Select(candidate => candidate.Cost.Macs);

    private static List<Candidate> All(IOrder order, int workers = 1)
    {
        var all = new List<Candidate>();
        for (; order.Peek(workers) is { } next; order.Take(next.Number))
            all.Add(next.Candidate);
        return all;
    }
}
