using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Tests.Searches;

public sealed class ReplayTests
{
    [Theory]
    [InlineData(1, "grid")]
    [InlineData(2, "grid")]
    [InlineData(3, "grid")]
    [InlineData(4, "grid")]
    [InlineData(5, "asha")]
    [InlineData(6, "asha")]
    [InlineData(7, "asha")]
    [InlineData(8, "asha")]
    public void Replaying_the_ledger_gives_the_same_search_as_living_through_it(int seed, string strategy)
    {
        var scene = new Scene(trials: 6, spec => spec with { MaxAttempts = 2, Strategy = new(strategy) });
        var user = new RandomUser(scene, new Random(seed));

        for (var i = 0; i < 120 && !scene.Search.Ended; i++)
        {
            user.DoSomething();
            var replayed = scene.Replayed();

            Assert.Equal(Portrait(scene.Search), Portrait(replayed));
        }

        Assert.Contains(scene.Ledger, entry => entry is AttemptEnded);
    }

    [Fact]
    public void A_search_of_a_ledger_older_than_owners_belongs_to_nobody()
    {
        var entry = JsonSerializer.SerializeToNode<LedgerEntry>(new Scene().Ledger[0], ParetuneJson.Options)!.AsObject();
        entry.Remove("owner");

        var search = new Search(Scene.Id);
        search.Apply(entry.Deserialize<LedgerEntry>(ParetuneJson.Options)!);

        Assert.Equal("", search.Show()!.Owner);
    }

    [Fact]
    public void A_trial_of_a_ledger_older_than_searches_of_several_networks_is_of_the_searchs_own()
    {
        var search = Scene.Stored(trials: 1);

        Assert.Equal("dilated-separable", search.Trial(1)!.Network);
        Assert.Equal("dilated-separable", search.Lease(Scene.Worker(), default).Answer!.Job.Network);
    }

    [Fact]
    public void A_search_of_0_1_goes_on_with_the_trials_it_has_and_their_seeds()
    {
        var search = Scene.Stored(trials: 2);

        Lease?[] leases = [.. Enumerable.Range(1, 3).Select(worker => search.Lease(Scene.Worker(worker), default).Answer)];

        Assert.Equal([1, 2, null], leases.Select(lease => lease?.Trial.Number));
        Assert.All(leases[..2], lease => Assert.Null(lease!.Job.TrialSeed));
        Assert.Equal((2, 0, 2), (search.Show()!.Counts.Total, search.Show()!.Counts.Waiting, search.Show()!.Counts.Running));
    }

    [Fact]
    public void A_trial_is_leased_and_shown_with_its_own_network()
    {
        var spec = Sample.Spec with { Networks = ["vgg16", "mobilenet"] };
        var candidates = CandidateSpace.Listed(
            new("vgg16", Sample.Configuration(), new(9, 9, 9)), new("mobilenet", Sample.Configuration(), new(1, 1, 1)));
        var search = new Search(Scene.Id, (_, _) => candidates);

        search.Start(spec, Scene.Dataset, default);

        Assert.Equal(["mobilenet", "vgg16"], [Leased(search, 1), Leased(search, 2)]);
        Assert.Equal(["vgg16", "mobilenet"], search.Trials()!.Value.Select(trial => trial.Network));
    }

    [Fact]
    public void An_owner_is_kept()
    {
        var search = new Search(Scene.Id);

        var view = search.Start(Sample.Spec, Scene.Dataset, default, "ann").Answer;

        Assert.Equal("ann", view.Owner);
    }

    [Fact]
    public void Both_give_the_same_next_lease()
    {
        var scene = new Scene(trials: 6);
        var user = new RandomUser(scene, new Random(9));
        for (var i = 0; i < 40; i++)
            user.DoSomething();

        var lived = scene.Search.Lease(Scene.Worker(99), scene.Now);
        var replayed = scene.Replayed().Lease(Scene.Worker(99), scene.Now);

        Assert.Equal(lived.Answer, replayed.Answer);
    }

    [Fact]
    public void An_entry_out_of_order_is_refused()
    {
        var scene = new Scene();
        var search = new Search(Scene.Id);
        search.Apply(scene.Ledger[0]);

        var refused = Assert.Throws<InvalidDataException>(() => search.Apply(scene.Ledger[2]));

        Assert.Equal("entry 3 of search abcd1234 must follow 1, so entries are missing or out of order", refused.Message);
    }

    private static string Leased(Search search, int worker) => search.Lease(Scene.Worker(worker), default).Answer!.Job.Network;

    private static string Portrait(Search search) => JsonSerializer.Serialize(
        new { Search = search.Show(), Trials = search.Trials(), Front = search.Front(), search.HasWork, search.HasLeases },
        ParetuneJson.Options);
}
