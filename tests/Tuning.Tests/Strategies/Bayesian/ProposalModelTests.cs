using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Strategies.Bayesian;

public sealed class ProposalModelTests
{
    [Fact]
    public void Of_a_long_list_whose_draws_have_all_been_tried_the_rest_comes_in_its_order()
    {
        var spec = Sample.Spec with
        {
            Space = Hyperparameters.DefaultSpace.With(
                "weightDecay", [.. Enumerable.Range(0, CandidateWindow.MostListed + 1).Select(step => (HyperparameterValue)(1e-6 * step))]),
        };
        var space = CandidateSpace.Count(spec, classes: 10);
        var model = New(spec, space);

        // The first trial is the best, but no candidate of the space is near it.
        var next = model.Choose([new(1, space.At(5) with { Network = "another" }), new(2, space.At(0)), new(3, space.At(2))], [], []);

        Assert.Equal(space.At(1), next);
    }

    [Fact]
    public void Of_ranges_what_lies_near_the_front_is_proposed_too()
    {
        var spec = Sample.Spec with
        {
            Space = Hyperparameters.DefaultSpace.With("learningRate", new Domain { Range = new(1e-4, 0.1, RangeScale.Log) }),
        };
        var space = CandidateSpace.Count(spec, classes: 10);
        var model = New(spec, space);
        var trial = new KnownTrial(1, space.Groups[0].At([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])!);

        var next = model.Choose([trial], [new(trial, LogError: 2, Variance: 0)], []);

        Assert.NotNull(next);
        Assert.NotEqual(trial.Candidate, next);
    }

    [Fact]
    public void A_mutation_is_of_the_space_and_differs_from_what_is_known()
    {
        var spec = Sample.Spec with
        {
            Space = Hyperparameters.DefaultSpace.With("dilation", 1, 2, 3).With("width", 1, 0.5).With(
                "learningRate", new Domain { Range = new(1e-4, 0.1, RangeScale.Log) }),
        };
        var space = CandidateSpace.Count(spec, classes: 10);
        var parent = space.Groups[0].At([0.5, 0.25, 0.5, 0.5, 0.5, 0.5])!;

        var mutations = Mutations.Create([parent], space, new(4), [parent], isDistinct: true);

        Assert.DoesNotContain(parent, mutations);
        Assert.Equal(mutations.Count, mutations.Distinct().Count());
        Assert.All(mutations, one => Assert.InRange(one.Configuration.LearningRate, 1e-4, 0.1));
        Assert.Contains(mutations, one => one.Configuration.LearningRate == parent.Configuration.LearningRate);
        Assert.Contains(mutations, one => one.Configuration.LearningRate != parent.Configuration.LearningRate
            && Math.Abs(Math.Log10(one.Configuration.LearningRate / parent.Configuration.LearningRate)) < 0.5);
    }

    [Fact]
    public void A_mutation_of_a_list_is_one_of_the_configurations_that_are_counted()
    {
        // 0.99 and 1 build the same network of 32 pixels.
        var spec = Sample.Spec with
        {
            Space = Hyperparameters.DefaultSpace.With("width", 0.25, 0.5, 0.75, 1).With("resolution", 0.5, 0.99, 1),
        };
        var space = CandidateSpace.Count(spec, classes: 10);

        var mutations = Mutations.Create([space.At(0)], space, new(4), [], isDistinct: true);

        Assert.NotEmpty(mutations);
        Assert.Empty(mutations.Except(space.All()));
        Assert.NotEmpty(Mutations.Create([space.At(0)], space, new(4), [], isDistinct: false).Except(space.All()));
    }

    private static ProposalModel New(SearchSpec spec, CandidateSpace space) => new(
        space, [], new(spec.Space, spec.Networks, new ComparedCosts(spec, hasOneScale: true)), seed: 1, BayesianVersions.Newest);

    [Theory]
    [InlineData("""[16, 64, 256]""", 64)]
    [InlineData("""{ "from": 16, "to": 256, "scale": "log2" }""", 64)]
    [InlineData("""{ "from": 16, "to": 40000 }""", 777)]
    [InlineData("""{ "from": 16, "to": 40000, "scale": "log" }""", 777)]
    public void A_value_is_found_again_at_its_place(string domain, double value)
    {
        var axis = new Axis("batchSize", System.Text.Json.JsonSerializer.Deserialize<Domain>(domain, ParetuneJson.Options)!);

        Assert.Equal(value, axis.At(axis.PlaceOf(value)!.Value));
        Assert.Null(axis.PlaceOf(1));
    }
}
