using Paretune.Tuning.Scheduling;

namespace Paretune.Tuning.Tests.Scheduling;

public sealed class FairShareTests
{
    private static readonly SearchId A = new("a"), B = new("b"), C = new("c");

    [Fact]
    public void A_higher_priority_is_served_first()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 5, "ann");
        share.Add(C, -5, "ann");

        share.Served(B);

        Assert.Equal([B, A, C], share.Order());
    }

    [Fact]
    public void Equals_take_turns()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 0, "ann");
        share.Add(C, 0, "ann");

        var served = Serve(share, 6);

        Assert.Equal([A, B, C, A, B, C], served);
    }

    [Fact]
    public void Leaving_and_coming_back_does_not_overtake_those_that_stayed()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 0, "ann");

        share.Remove(A);
        share.Add(A, 0, "ann");

        Assert.Equal([B, A], share.Order());
    }

    [Fact]
    public void Another_priority_keeps_the_turn()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 1, "ann");

        share.Add(A, 1, "ann");

        Assert.Equal([A, B], share.Order());
    }

    [Fact]
    public void A_search_that_was_removed_is_not_served()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 0, "ann");

        share.Remove(A);
        share.Remove(A);
        share.Served(A);

        Assert.Equal([B], share.Order());
    }

    [Fact]
    public void The_order_may_be_walked_while_searches_are_served()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 0, "ann");

        foreach (var search in share.Order())
            share.Served(search);

        Assert.Equal([A, B], share.Order());
    }

    [Fact]
    public void Owners_take_turns_however_many_searches_each_has_and_whatever_their_priorities()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 10, "bob");
        share.Add(C, 10, "bob");

        var served = Serve(share, 6);

        Assert.Equal([A, B, A, C, A, B], served);
    }

    [Fact]
    public void Priorities_count_among_the_searches_of_one_owner()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 1, "ann");
        share.Add(C, 0, "bob");

        var served = Serve(share, 4);

        Assert.Equal([B, C, B, C], served);
    }

    [Fact]
    public void An_owner_who_leaves_and_comes_back_does_not_overtake_those_that_stayed()
    {
        var share = new FairShare();
        share.Add(A, 0, "ann");
        share.Add(B, 0, "bob");

        share.Remove(A);
        share.Add(C, 9, "ann");

        Assert.Equal([B, C], share.Order());
    }

    [Fact]
    public void A_search_that_changes_hands_is_served_for_its_new_owner_only()
    {
        var share = new FairShare();
        share.Add(A, 0, "");
        share.Add(B, 0, "bob");

        share.Add(A, 0, "bob");

        Assert.Equal([B, A], share.Order());
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
