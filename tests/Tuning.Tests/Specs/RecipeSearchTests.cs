using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class RecipeSearchTests
{
    private static readonly Dataset Cifar = new("cifar10", [.. Enumerable.Range(0, 10).Select(n => $"class{n}")], 32, 50_000, 10_000);

    [Fact]
    public void Every_part_of_a_recipe_may_be_searched()
    {
        var spec = Read("""
            {
              "schedule": ["constant", "oneCycle"], "warmup": [0, 0.1], "augmentation": ["none", "flip+crop", "flip+crop+cutout"],
              "labelSmoothing": 0.1, "optimizer": ["adam", "sgd"], "momentum": [0.8, 0.9], "ema": { "from": 0.9, "to": 0.99, "steps": 2 }
            }
            """).Spec!;

        var configurations = Configurations(spec);

        Assert.Equal(2 * 2 * 3 * 2 * 2 * 2, configurations.Count);
        Assert.Equal(configurations.Count, configurations.Distinct().Count());
        Assert.Equal(configurations.Count, configurations.Select(TrialSeed.Canonical).Distinct().Count());
        Assert.Equal(
            new(Schedule.Constant, 0, Augmentation.None, 0.1, OptimizerKind.Adam, 0.8, 0.9), configurations[0].Recipe);
        Assert.Equal(
            new(Schedule.OneCycle, 0.1, Augmentation.Flip | Augmentation.Crop | Augmentation.Cutout, 0.1, OptimizerKind.Sgd, 0.9, 0.99),
            configurations[^1].Recipe);
    }

    [Fact]
    public void What_a_search_leaves_out_has_the_default_of_new_searches() =>
        Assert.Equal(
            RecipeHyperparameters.All.Select(one => $"{one.Name} {one.Default}"),
            RecipeHyperparameters.All.Select(one => $"{one.Name} {Assert.Single(Read("{}").Spec!.Space[one.Name].Values)}"));

    [Theory]
    [InlineData("constant", 0)]
    [InlineData("oneCycle", 0.3)]
    [InlineData("step", 0.05)]
    public void The_default_warm_up_is_that_of_the_schedule(string schedule, double warmup) =>
        Assert.Equal([warmup], Read($$"""{ "schedule": "{{schedule}}" }""").Spec!.Space.Numbers("warmup"));

    [Theory]
    [InlineData("""{ "schedule": "cosin" }""", "space.schedule", "cosine")]
    [InlineData("""{ "warmup": 1 }""", "space.warmup", "must be a number of at least 0 and below 1, but is 1")]
    [InlineData("""{ "augmentation": "flips" }""", "space.augmentation", "flip")]
    [InlineData("""{ "augmentation": ["flip", "crop", "flip"] }""", "space.augmentation[2]", "must not be repeated")]
    [InlineData("""{ "labelSmoothing": -0.1 }""", "space.labelSmoothing", "must be a number of at least 0 and below 1, but is -0.1")]
    [InlineData("""{ "optimizer": 1 }""", "space.optimizer", "must be text, but is 1")]
    [InlineData("""{ "momentum": [0.8, 0.9] }""", "space.momentum", "must be one value if no optimizer has momentum")]
    [InlineData("""{ "ema": 1.5 }""", "space.ema", "must be a number of at least 0 and below 1, but is 1.5")]
    public void What_is_wrong_is_said_with_its_field(string space, string field, string message)
    {
        var error = Assert.Single(Read(space).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "{}", "none", true)]
    [InlineData("none", """{ "augmentation": "flip" }""", "flip", false)]
    [InlineData("none", """{ "augmentation": ["none", "flip"] }""", "none,flip", false)]
    [InlineData(null, "{}", "flip+crop", false)]
    public void A_dataset_s_own_augmentation_is_the_default_and_is_said(string? own, string space, string expected, bool isSaid)
    {
        var dataset = Cifar with { Augmentation = own };

        var spec = Read(space, dataset).Spec!;

        Assert.Equal(expected, string.Join(',', spec.Space["augmentation"].Values.Select(value => value.Word)));
        Assert.Equal(
            isSaid ? [$"Augmentation {own}, the default of dataset cifar10."] : Array.Empty<string>(), DatasetNotes.Create(spec, dataset));
    }

    [Fact]
    public void Trials_of_another_default_augmentation_are_other_trials()
    {
        string Trial(string? own) => TrialSeed.Canonical(Configurations(Read("{}", Cifar with { Augmentation = own }).Spec!)[0]);

        Assert.NotEqual(Trial(null), Trial("none"));
    }

    [Theory]
    [InlineData("""{ "width": { "from": 0.25, "to": 1, "step": 0.25 } }""")]
    [InlineData("""{ "width": { "from": 0.25, "to": 1, "step": 0.5 } }""", "space.width ends at 0.75: its next step would exceed 1.")]
    [InlineData(
        """{ "batchSize": { "from": 32, "to": 100, "scale": "log2" } }""",
        "space.batchSize ends at 64: its next step would exceed 100.")]
    public void A_range_whose_steps_do_not_meet_its_end_is_told_of(string space, params string[] notes) =>
        Assert.Equal(notes, DatasetNotes.Create(Read(space).Spec!, Cifar));

    [Theory]
    [InlineData("""{ "batchSize": 128 }""", 12, 210, "With batchSize 128, trials make 24 training steps (189 images, 12 epochs). "
        + "Networks learn little in fewer than 100: choose a smaller batchSize or more epochs.")]
    [InlineData(
        """{ "batchSize": [16, 32] }""", 1, 65, "With batchSize 32, the largest, trials make 2 training steps (55 images, 1 epoch). "
        + "Networks learn little in fewer than 100: choose a smaller batchSize or more epochs.")]
    [InlineData("""{ "batchSize": { "from": 32, "to": 64, "scale": "log2" } }""", 25, 285)]
    [InlineData("""{ "batchSize": { "from": 32, "to": 64, "scale": "log2" } }""", 24, 285, "With batchSize 64, the largest, trials make 96 "
        + "training steps (257 images, 24 epochs). Networks learn little in fewer than 100: choose a smaller batchSize or more epochs.")]
    [InlineData("""{ "batchSize": { "from": 32, "to": 100, "step": 32 } }""", 20, 285,
        "With batchSize 96, the largest, trials make 60 training steps (257 images, 20 epochs). Networks learn little in fewer than 100: "
        + "choose a smaller batchSize or more epochs.", "space.batchSize ends at 96: its next step would exceed 100.")]
    public void Trials_of_few_steps_are_warned_of(string space, int epochs, int images, params string[] notes)
    {
        var few = Cifar with { TrainImages = images };
        var spec = Read(space, few).Spec! with { Epochs = epochs };

        Assert.Equal(notes, DatasetNotes.Create(spec, few));
    }

    [Fact]
    public void Classes_of_few_images_are_warned_of()
    {
        var rare = Cifar with { Balance = new(Fewest: 7, Most: 400, Rare: 1, "rare") };

        Assert.Equal(
            ["1 of 10 classes has fewer than 10 images to train with (\"rare\" 7), so metrics for it are not reliable."],
            DatasetNotes.Create(Read("{}", rare).Spec!, rare));
        Assert.Empty(DatasetNotes.Create(Read("{}").Spec!, Cifar with { Balance = new(10, 400, 0, "rare") }));
    }

    [Fact]
    public void A_custom_trainer_is_given_the_schedule_and_brings_the_rest()
    {
        var spec = Lines.Read("""{ "trainer": "lines", "space": { "schedule": ["constant", "step"], "warmup": 0.2 } }""").Spec!;
        var error = Assert.Single(Lines.Read("""{ "trainer": "lines", "space": { "optimizer": "sgd" } }""").Errors);

        Assert.Equal(
            [(Schedule.Constant, 0.2), (Schedule.Step, 0.2)],
            Lines.Configurations(spec.Space).Select(one => (one.Recipe!.Schedule, one.Recipe.Warmup)));
        Assert.Equal(("space.optimizer", "applies to networks, but trainer lines defines its own; remove "
            + "it"), (error.Field, error.Message));
    }

    [Fact]
    public void A_recipe_survives_its_way_through_json()
    {
        var spec = Read("""{ "schedule": ["step", "constant"], "augmentation": "crop+cutout", "ema": 0.99 }""").Spec!;
        var configuration = Configurations(spec)[0];

        Assert.Equal(spec.Space["schedule"].Values, Again(spec.Space)["schedule"].Values);
        Assert.Equal(configuration, Again(configuration));
    }

    [Fact]
    public void A_search_from_before_recipes_keeps_what_it_had()
    {
        var space = JsonSerializer.Deserialize<Space>(
            """
            { "dilation": [1], "width": [1], "resolution": [1], "learningRate": [0.001], "weightDecay": [0], "batchSize": [128] }
            """,
            ParetuneJson.Options)!;

        var one = Assert.Single(Configurations(Read("{}").Spec! with { Space = space }));

        Assert.Null(one.Recipe);
        Assert.Equal("cosine", one["schedule"].Word);
        Assert.Equal("flip+crop", one["augmentation"].Word);
        Assert.Equal("dilation=1;width=1;resolution=1;learningRate=0.001;weightDecay=0;batchSize=128", TrialSeed.Canonical(one));
    }

    private static List<Configuration> Configurations(SearchSpec spec)
    {
        var space = CandidateSpace.Count(spec, classes: 10);
        return [.. Enumerable.Range(0, (int)space.Size!).Select(index => space.At(index).Configuration)];
    }

    private static T Again<T>(T value) =>
        JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, ParetuneJson.Options), ParetuneJson.Options)!;

    private static SpecReadResult Read(string space, Dataset? dataset = null) => SearchSpecReader.Read(
        JsonDocument.Parse($$"""{ "dataset": "cifar10", "space": {{space}} }""").RootElement, [dataset ?? Cifar], []);
}
