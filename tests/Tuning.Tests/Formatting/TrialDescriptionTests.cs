using System.Collections.Immutable;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

/// <summary>Trials are described by what varies between them.</summary>
public sealed class TrialDescriptionTests
{
    private static TrialView Trial(int number, Configuration configuration, string network = "mobilenet") =>
        Sample.Trial(number, 0.5, new(1, 1, 1)) with { Configuration = configuration, Network = network };

    [Fact]
    public void It_names_what_was_searched_and_nothing_else()
    {
        TrialView[] trials =
        [
            Trial(1, new(1, 0.5, 1, 0.01, 0.0005, 128)), Trial(2, new(1, 1, 1, 0.01, 0, 128)),
        ];

        var described = TrialDescription.From(trials);

        Assert.Equal("α 0.5, weight decay 0.0005", described.Text(trials[0]));
        Assert.Equal(["width", "weightDecay"], described.Columns.Select(column => column.Key));
    }

    [Fact]
    public void Networks_are_named_where_there_are_several()
    {
        TrialView[] trials = [Trial(1, new(1, 0.5, 1, 0.01, 0, 128)), Trial(2, new(1, 1, 1, 0.001, 0, 128), "vgg16")];

        var described = TrialDescription.From(trials);

        Assert.Equal(["mobilenet α 0.5, learning rate 0.01", "vgg16 α 1, learning rate 0.001"], trials.Select(described.Text));
        Assert.Equal(
            ["mobilenet", "vgg16"],
            new[] { trials[0], trials[1] with { Configuration = trials[0].Configuration } } is var same
                ? same.Select(TrialDescription.From(same).Text) : []);
    }

    [Fact]
    public void One_trial_alone_is_named_by_its_model()
    {
        var trial = Trial(1, new(2, 0.5, 1, 0.01, 0, 128));

        Assert.Equal("δ 2 α 0.5 ρ 1", TrialDescription.From([trial]).Text(trial));
    }

    [Fact]
    public void A_custom_trainers_hyperparameters_have_their_own_names()
    {
        TrialView[] trials = [.. new[] { 8.0, 32.0 }.Select((channels, i) => Trial(i + 1, new(1, 1, 1, 0.001, 0, 128)
        {
            Hyperparameters = ImmutableSortedDictionary.CreateRange<string, HyperparameterValue>(
                [new("channels", channels), new("dropout", 0.1)]),
        }))];

        Assert.Equal("channels 32", TrialDescription.From(trials).Text(trials[1]));
        Assert.Equal("channels 8, dropout 0.1", TrialDescription.From(trials[..1]).Text(trials[0]));
    }
}
