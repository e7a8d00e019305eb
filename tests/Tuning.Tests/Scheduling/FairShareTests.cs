using Paretune.Tuning.Scheduling;

namespace Paretune.Tuning.Tests.Scheduling;

public sealed class FairShareTests
{
    private static readonly SearchId A = new("a"), B = new("b"), C = new("c");

    [Fact]
    public void A_higher_priority_is_served_first()
    {
        var share = new FairShare();
        share.Add(A, 0);
        share.Add(B, 5);
        share.Add(C, -5);

        share.Served(B);

        Assert.Equal([B, A, C], share.Order());
    }

    [Fact]
    public void Equals_take_turns()
    {
        var share = new FairShare();
        share.Add(A, 0);
        share.Add(B, 0);
        share.Add(C, 0);

        var served = Serve(share, 6);

        Assert.Equal([A, B, C, A, B, C], served);
    }

    [Fact]
    public void Leaving_and_coming_back_does_not_overtake_those_that_stayed()
    {
        var share = new FairShare();
        share.Add(A, 0);
        share.Add(B, 0);

        share.Remove(A);
        share.Add(A, 0);

        Assert.Equal([B, A], share.Order());
    }

    [Fact]
    public void Another_priority_keeps_the_turn()
    {
        var share = new FairShare();
        share.Add(A, 0);
        share.Add(B, 1);

        share.Add(A, 1);

        Assert.Equal([A, B], share.Order());
    }

    [Fact]
    public void A_search_that_was_removed_is_not_served()
    {
        var share = new FairShare();
        share.Add(A, 0);
        share.Add(B, 0);

        share.Remove(A);
        share.Remove(A);
        share.Served(A);

        Assert.Equal([B], share.Order());
    }

    [Fact]
    public void The_order_may_be_walked_while_searches_are_served()
    {
        var share = new FairShare();
        share.Add(A, 0);
        share.Add(B, 0);

        foreach (var search in share.Order())
            share.Served(search);

        Assert.Equal([A, B], share.Order());
    }

    private static SearchId[] Serve(FairShare share, int times)
    {
        var served = new SearchId[times];
        for (var i = 0; i < times; i++)
        {
            served[i] = share.Order().First();
            share.Served(served[i]);
        }

        return served;
    }
}
